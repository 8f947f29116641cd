"""The maps of a page: which there are, and everything that is drawn or said in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .changed_flow import changed_flow
from .flow import Carries, Flow
from .gateway_map import gateway_flow
from .grouping import grouped
from .guard_map import guard_flow
from .layout import BOX_HEIGHT, BOX_WIDTH, Drawing, laid_out
from .part import State
from .receiving_map import receiving_flow, rules_in_words
from .sending_map import sending_flow
from .stacks_map import stack_name, stacks_flow

if TYPE_CHECKING:
    from collections.abc import Callable

    from ses_constructs.review.comparison.pairing import Pairing
    from ses_constructs.review.finding import Severity
    from ses_constructs.review.template import Assembly, Resource

    from .part import Part
    from .places import Noted, Places

_TITLE_LETTERS = 23
_LINE_LETTERS = 30
_MOST_PLACES = 3
_DEEPEST = 8
"""Steps that the list of a small screen goes to the right."""


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box as the template draws it."""

    number: int
    anchor: str
    part: Part
    x: float
    y: float
    title: str
    line: str
    severity: Severity | None
    findings: int


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """An arrow as the template draws it; ends are numbers of boxes."""

    source: int
    target: int
    path: str
    carries: Carries
    says: str
    off: bool
    state: State


@dataclass(frozen=True, slots=True)
class Branch:
    """A part in the list that small screens show in place of the drawing.

    Args:
        part: The part.
        anchor: Where its card is.
        says: What leads here, such as the events.
        state: What a change does to the arrow that leads here.
        severity: The worst finding about it.
        next: What follows here.
        rest: Where the rest is, when what follows is not here. Empty: it is here.
    """

    part: Part
    anchor: str
    says: str
    state: State
    severity: Severity | None
    next: tuple[Branch, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is said about a part below its map."""

    anchor: str
    part: Part
    findings: tuple[Noted, ...]
    changes: tuple[Noted, ...]
    places: tuple[str, ...]

    @property
    def is_told(self) -> bool:
        """True when something was found, or changes, here: it is shown without a click."""
        return bool(self.findings or self.changes or self.part.state)


@dataclass(frozen=True, slots=True)
class Map:
    """One map with all that belongs to it.

    Args:
        name: Its anchor.
        heading: Its title.
        intro: What it shows, for people who see such a thing for the first time.
        drawing: Places and size.
        boxes: What is drawn.
        lines: What joins them.
        branches: The same as a list.
        cards: What is said about each part.
        carries: What its arrows carry, for the key of the colours.
        states: What a change does to its parts and arrows, for the same.
    """

    name: str
    heading: str
    intro: str
    drawing: Drawing
    boxes: tuple[DrawnBox, ...]
    lines: tuple[DrawnLine, ...]
    branches: tuple[Branch, ...]
    cards: tuple[Card, ...]
    carries: tuple[Carries, ...]
    states: tuple[State, ...]


_Maker = tuple[str, str, "Callable[[Assembly], Flow]", "Callable[[Assembly], str]"]
_MAKERS: tuple[_Maker, ...] = (
    (
        "sending",
        "Mail that goes out",
        sending_flow,
        lambda _: (
            "From your domains, by the settings of a configuration set, to the recipients; and who hears what "
            "became of it."
        ),
    ),
    (
        "receiving",
        "Mail that comes in",
        receiving_flow,
        lambda assembly: f"Which domains take mail, and what happens to it: {rules_in_words(assembly)}.",
    ),
    (
        "gateway",
        "Mail Manager",
        gateway_flow,
        lambda _: "Mail servers connect here; each rule is tried in its order.",
    ),
    (
        "guard",
        "What watches, and what it pauses",
        guard_flow,
        lambda _: "AWS may pause an account from 10 % bounces or 0.5 % complaints. These alarms act before that.",
    ),
    (
        "stacks",
        "How the stacks hang together",
        stacks_flow,
        lambda _: (
            "An arrow leads from the stack that gives a value to the one that takes it: it is deployed later, "
            "and deleted earlier."
        ),
    ),
)


def flows(assembly: Assembly, places: Places, pairing: Pairing | None = None) -> list[tuple[str, Flow]]:
    """The maps that have something in them, alike boxes as one, by name.

    Args:
        assembly: What is drawn.
        places: Where findings and changes are told.
        pairing: What a change pairs with what; the maps then show the change too. Left out: they show one state.
    """
    found = []
    for name, _, make, _ in _MAKERS:
        flow = make(assembly)
        if pairing is not None:
            flow = changed_flow(
                make(pairing.old), flow, pairing, is_changed=lambda part: bool(places.changes.of(part))
            )
        if flow.parts:
            found.append((name, grouped(flow, told=places.told(flow))))
    return found


def drawn(assembly: Assembly, named: tuple[str, Flow], places: Places) -> Map:
    """A map ready for the template."""
    name, flow = named
    heading, intro = next((heading, intro(assembly)) for key, heading, _, intro in _MAKERS if key == name)
    drawing = laid_out(flow)
    states = {*(part.state for part in flow.parts), *(arrow.state for arrow in flow.arrows)} - {State.SAME}
    number = {box.part.key: at for at, box in enumerate(drawing.boxes, 1)}
    return Map(
        name=name,
        heading=heading,
        intro=intro,
        drawing=drawing,
        boxes=tuple(_box(box.part, at, (box.x, box.y), places, name) for at, box in enumerate(drawing.boxes, 1)),
        lines=tuple(
            DrawnLine(
                number[line.arrow.source],
                number[line.arrow.target],
                line.path,
                line.arrow.carries,
                line.arrow.says,
                line.arrow.off,
                line.arrow.state,
            )
            for line in drawing.lines
        ),
        branches=_branches(flow, places, name),
        cards=tuple(_card(box.part, places, name) for box in drawing.boxes if places.is_home(box.part, name)),
        carries=tuple(kind for kind in Carries if any(arrow.carries is kind for arrow in flow.arrows)),
        states=tuple(one for one in State if one in states),
    )


def _box(part: Part, number: int, corner: tuple[float, float], places: Places, name: str) -> DrawnBox:
    return DrawnBox(
        number=number,
        anchor=places.anchor(part, name),
        part=part,
        x=corner[0],
        y=corner[1],
        title=shortened(part.title, _TITLE_LETTERS),
        line=shortened(part.line, _LINE_LETTERS),
        severity=places.worst(part),
        findings=len(places.of(part)),
    )


def shortened(text: str, most: int) -> str:
    """Text that fits into a box, with its middle left out; both ends of a domain matter."""
    if len(text) <= most:
        return text
    head = (most - 1) // 2
    return f"{text[:head]}…{text[head + 1 - most :]}"


def _branches(flow: Flow, places: Places, name: str) -> tuple[Branch, ...]:
    parts = {part.key: part for part in flow.parts}
    shown: set[str] = set()
    starts = [part.key for part in flow.starts]

    def branch(key: str, says: str, depth: int, state: State = State.SAME) -> Branch:
        part, following = parts[key], flow.after(key)
        rest = ""
        if following and key in shown:
            rest = "goes on as above"
        elif following and depth == _DEEPEST:
            rest = "goes on below"
            starts.append(key)
        else:
            shown.add(key)
        then = (
            () if rest else tuple(branch(arrow.target, arrow.says, depth + 1, arrow.state) for arrow in following)
        )
        return Branch(part, places.anchor(part, name), says, state, places.worst(part), then, rest)

    # Branches that are too deep for a small screen begin again at the margin.
    return tuple(branch(key, "", 0) for key in starts)


def _card(part: Part, places: Places, name: str) -> Card:
    resources = part.before if part.state is State.GONE else part.resources
    shown = [_where(resource) for resource in resources[:_MOST_PLACES] if resource.logical_id]
    if len(resources) > _MOST_PLACES:
        shown.append(f"and {len(resources) - _MOST_PLACES} more")
    changes = tuple(places.changes.of(part))
    return Card(places.anchor(part, name), part, tuple(places.of(part)), changes, tuple(shown))


def _where(resource: Resource) -> str:
    stack = stack_name(resource.template)
    line = resource.template.line_of(resource.logical_id)
    return f"{stack} / {resource.logical_id}{f', line {line}' if line else ''}"


BOX = (BOX_WIDTH, BOX_HEIGHT)
"""Width and height of a box, in pixels."""
