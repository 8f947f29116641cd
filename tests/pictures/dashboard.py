"""Draws a deployed CloudWatch dashboard from its own JSON: text, alarm states, graphs with their levels."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.patches import FancyBboxPatch
from PIL import Image

from tests.pictures.story import MINUTES, SNAPSHOT, Told, values

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = 24
_CELL = 0.62, 0.56
"""Inches of a dashboard's cell."""
_STATES = {"OK": "#2ca02c", "ALARM": "#d62728", "INSUFFICIENT_DATA": "#9a9a9a"}
_LINES = ("#1f77b4", "#2ca02c", "#d62728", "#9467bd")
Widget = Mapping[str, Any]


def draw(story: Told, widgets: Sequence[Widget], states: Mapping[str, str], file: Path) -> None:
    """Writes a PNG of the dashboard."""
    mpl.use("Agg")
    plt.rcParams.update({"font.size": 8, "axes.spines.top": False, "axes.spines.right": False})
    rows = max(one["y"] + one["height"] for one in widgets)
    figure = plt.figure(figsize=(_COLUMNS * _CELL[0], rows * _CELL[1]), dpi=80)
    for one in widgets:
        left, right, below, above = (0.95, 0.15, 0.85, 0.7) if one["type"] == "metric" else (0.15, 0.15, 0.1, 0.1)
        axes = figure.add_axes(
            (
                (one["x"] + left) / _COLUMNS,
                1 - (one["y"] + one["height"] - below) / rows,
                (one["width"] - left - right) / _COLUMNS,
                (one["height"] - below - above) / rows,
            )
        )
        {"text": _text, "alarm": _alarms, "metric": _graph}[one["type"]](axes, one["properties"], story, states)
    figure.savefig(file, facecolor="white")
    plt.close(figure)
    # A few dozen colours are enough, and a third of the size.
    Image.open(file).convert("RGB").quantize(64).save(file, optimize=True)


def _text(axes: Axes, properties: Widget, _story: Told, _states: Mapping[str, str]) -> None:
    axes.axis("off")
    heading, _, text = str(properties["markdown"]).partition("\n")
    bold = heading.startswith("# ")
    axes.text(0.005, 0.95, heading.removeprefix("# "), size=15 if bold else 8, weight="bold", va="top")
    lines = "\n".join(textwrap.fill(line, 170) for line in text.splitlines())
    axes.text(0.005, 0.62, lines, size=9, va="top", linespacing=1.5)


def _alarms(axes: Axes, properties: Widget, _story: Told, states: Mapping[str, str]) -> None:
    axes.axis("off")
    axes.set(xlim=(0, 1), ylim=(0, 1))
    legend = f"here in minute {SNAPSHOT}; green: OK, red: ALARM, grey: no data"
    axes.text(0.005, 0.97, f"{properties['title']} ({legend})", size=9, weight="bold", va="top")
    columns, names = 9, [str(arn).rpartition(":alarm:")[2] for arn in properties["alarms"]]
    rows = -(-len(names) // columns)
    for number, name in enumerate(names):
        x, y = number % columns / columns, 0.78 - (number // columns + 1) * 0.78 / rows
        color = _STATES[states[name]]
        axes.add_patch(
            FancyBboxPatch(
                (x + 0.004, y + 0.03),
                1 / columns - 0.012,
                0.78 / rows - 0.06,
                boxstyle="round,pad=0.002",
                color=color,
            )
        )
        short = name.split("-")[1].removeprefix("Guard").removeprefix("Monitor").removeprefix("Watch")
        axes.text(
            x + 0.5 / columns, y + 0.39 / rows, _words(short), color="white", size=7, ha="center", va="center"
        )


def _words(name: str) -> str:
    """``FailuresErrors9429BC91`` as people read it."""
    split = "".join(
        f" {one}" if one.isupper() else one for one in name[:-8].replace("Failures", "").replace("Alarms", "")
    )
    return textwrap.fill(split.strip(), 18)


def _graph(axes: Axes, properties: Widget, story: Told, _states: Mapping[str, str]) -> None:
    axes.set_title(str(properties["title"]), size=9, weight="bold", loc="left")
    state = "Paused" in str(properties["title"]) or "view" in str(properties["title"])
    highest = 0.0
    for color, line in zip(_LINES, properties["metrics"], strict=False):
        points = values(story, line)
        options = line[-1] if isinstance(line[-1], dict) else {}
        label = options.get("label", line[1])
        highest = max([highest, *(one[1] for one in points)])
        minutes, found = _with_gaps(points)
        axes.plot(minutes, found, color=color, label=label, lw=1.6, drawstyle="steps-post" if state else "default")
        if state:
            axes.fill_between(minutes, found, step="post", color=color, alpha=0.2)
    levels = properties.get("annotations", {}).get("horizontal", [])
    for level in levels:
        highest = max(highest, level["value"])
        axes.axhline(level["value"], color=level["color"], lw=1.2, ls="--")
        axes.text(
            MINUTES * 0.995,
            level["value"],
            level["label"],
            color=level["color"],
            size=7,
            ha="right",
            va="bottom",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.8},
        )
    top = properties.get("yAxis", {}).get("left", {}).get("max")
    axes.set(xlim=(0, MINUTES), ylim=(0, top * 1.08 if top is not None else (highest * 1.2 if highest else 1)))
    axes.set_xlabel("minutes", size=7)
    axes.grid(axis="y", color="#e5e5e5", lw=0.6)
    if len(properties["metrics"]) > 1:
        axes.legend(loc="upper right", fontsize=6.5, frameon=False, ncols=2)


def _with_gaps(points: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Nothing is drawn where for some minutes there was nothing."""
    minutes: list[float] = []
    found: list[float] = []
    last = -1.0
    for minute, value in points:
        if found and minute - last > 4:
            minutes.append(last)
            found.append(float("nan"))
        minutes.append(minute)
        found.append(value)
        last = minute
    return minutes, found
