"""Fills the page: one file with everything in it, which asks no network for anything."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ses_constructs.errors import SesConstructsError
from ses_constructs.facts import prices
from ses_constructs.review.comparison import Effect
from ses_constructs.review.finding import Severity
from ses_constructs.review.formats.plain import printable
from ses_constructs.review.sending import CONFIGURATION_SET, IDENTITY, domain_of

from .costs import DEFAULT_VOLUME, also_billed, costs
from .dns_table import Row, State, dns_rows
from .limits import limits
from .naming import counted
from .part import Kind
from .places import Places
from .senders import grants
from .stacks_map import stack_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    import jinja2

    from ses_constructs.review.comparison import Change, Comparison
    from ses_constructs.review.engine import Report
    from ses_constructs.review.template import Assembly

    from .flow import Flow
    from .maps import Map
    from .places import Noted

_HERE = Path(__file__).parent


class ExtraMissingError(SesConstructsError):
    """What draws the page is not installed."""


def page(
    assembly: Assembly,
    report: Report,
    *,
    volume: int = DEFAULT_VOLUME,
    region: str | None = None,
    comparison: Comparison | None = None,
) -> str:
    """The page, as HTML.

    Args:
        assembly: What was reviewed.
        report: What the review found in it.
        volume: Messages a month of each stream, for the costs; a reader can change them. Left out: 100,000.
        region: Region of the stacks that do not say theirs, for the hosts in DNS records. Left out: not known.
        comparison: What a change does, with the assembly as the new side of it: the page begins with that, and its
            maps mark what is new, changed and gone. Left out: the page shows one state.

    Raises:
        ExtraMissingError: without igraph and Jinja, the extra ``review``.
    """
    _ask_for_the_extra()
    from .maps import BOX, drawn, flows

    changes = [] if comparison is None else [one for effect in Effect for one in comparison.of_effect(effect)]
    places = Places(report.findings, [change.finding for change in changes])
    found = flows(assembly, places, None if comparison is None else comparison.pairing)
    maps = [drawn(assembly, named, places) for named in found]
    rows = dns_rows(assembly, region=region)
    style, script = _text("page.css"), _text("page.js")
    return _template().render(
        assembly=assembly,
        report=report,
        maps=maps,
        box_width=BOX[0],
        box_height=BOX[1],
        noted=[(one, places.home_of(one, found)) for one in places.noted],
        comparison=comparison,
        effects=_by_effect(changes, places, found),
        severities=[(severity, report.count(severity)) for severity in Severity],
        tiles=_tiles(assembly, maps, rows),
        stacks=[stack_name(template) for template in assembly.templates],
        domains=_by_domain(rows),
        by_hand=any(row.state is State.BY_HAND for row in rows),
        grants=grants(assembly),
        costs=costs(assembly, volume=volume),
        also_billed=also_billed(assembly),
        prices=prices,
        limits=limits(assembly),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _by_effect(
    changes: list[Change], places: Places, found: list[tuple[str, Flow]]
) -> list[tuple[Effect, list[tuple[Noted, str]]]]:
    """The changes with the parts they are about, by what they do; worst first, and only what there is."""
    told = [(change.effect, noted) for change, noted in zip(changes, places.changes.noted, strict=True)]
    by_effect = {
        effect: [(noted, places.home_of(noted, found)) for own, noted in told if own is effect]
        for effect in Effect
    }
    return [(effect, members) for effect, members in by_effect.items() if members]


def _ask_for_the_extra() -> None:
    try:
        import igraph  # type: ignore[import-untyped]  # noqa: F401
        import jinja2  # noqa: F401
    except ImportError as missing:
        raise ExtraMissingError(
            f"the page needs {missing.name}, which is not installed", fix="pip install 'ses-constructs[review]'"
        ) from None


@cache
def _template() -> jinja2.Template:
    """The page's template, compiled once: that takes longer than to fill it."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters["money"] = _money
    environment.filters["counted"] = counted
    return environment.get_template("page.html.j2")


def _shown(value: object) -> object:
    """Spells out what could turn, hide or break text; Jinja escapes the rest."""
    return printable(value) if type(value) is str else value


def _money(dollars: float | None) -> str:
    return "not listed" if dollars is None else f"${dollars:,.2f}"


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """What the page's policy admits: this text and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _by_domain(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.domain, []).append(row)
    return list(found.items())


def _tiles(assembly: Assembly, maps: list[Map], rows: list[Row]) -> list[tuple[str, str, str]]:
    """Anchor, number and word of each thing that a reader wants to know first."""
    by_name = {one.name: one for one in maps}
    domains = len({domain_of(one) or one for one in assembly.resources(IDENTITY)})
    sets = sum(1 for _ in assembly.resources(CONFIGURATION_SET))
    inbound = _number(by_name.get("receiving"), Kind.DOMAIN)
    paused = _number(by_name.get("guard"), Kind.PAUSE)
    tiles = [
        ("sending", domains, "domain sends", "domains send"),
        ("sending", sets, "stream of mail", "streams of mail"),
        ("receiving", inbound, "domain receives", "domains receive"),
        ("guard", paused, "thing a guard can pause", "things a guard can pause"),
        ("dns", len(rows), "DNS record", "DNS records"),
    ]
    return [(anchor, str(number), one if number == 1 else many) for anchor, number, one, many in tiles if number]


def _number(one: Map | None, kind: Kind) -> int:
    """How many parts of a kind a map shows, those drawn as one counted each."""
    boxes = one.boxes if one is not None else ()
    return sum(len(box.part.members) or 1 for box in boxes if box.part.kind is kind)
