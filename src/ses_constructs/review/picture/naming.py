"""What things are called on the page: by the name they have, or by the name their author gave them in code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ses_constructs.facts.events import Event
from ses_constructs.review.names import NAME_PROPERTIES
from ses_constructs.review.sending import normal_event
from ses_constructs.review.text import Reference, Text, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ses_constructs.review.template import Resource
    from ses_constructs.review.value import Value

_HASH = re.compile(r"^(.+?)[0-9A-F]{8}$")
_ENDINGS = ("Resource", "Default")
_REGION = re.compile(r"^aws://[^/]+/([a-z0-9-]+)$")
_PSEUDO = {"AWS::Region": "<region>", "AWS::AccountId": "<account>", "AWS::Partition": "aws"}
_WORDS = {
    Event.BOUNCE: "bounces",
    Event.COMPLAINT: "complaints",
    Event.REJECT: "rejects",
    Event.RENDERING_FAILURE: "template failures",
    Event.DELIVERY_DELAY: "delays",
    Event.SEND: "sends",
    Event.DELIVERY: "deliveries",
    Event.OPEN: "opens",
    Event.CLICK: "clicks",
    Event.SUBSCRIPTION: "subscriptions",
}
"""What went wrong comes first."""
_FAILURES = (Event.BOUNCE, Event.COMPLAINT, Event.REJECT)
_MANY = 6
"""From so many on it is shorter to say what is left out."""


def name_of(resource: Resource) -> str:
    """The physical name when the template gives one, else the author's name for it."""
    path = NAME_PROPERTIES.get(resource.type)
    text = resource.get(path).literal if path else None
    return text or label_of(resource)


def label_of(resource: Resource) -> str:
    """The logical id without the hash that the CDK appends, or the tail of the construct's path."""
    steps = [step for step in resource.construct_path.split("/") if step and step not in _ENDINGS]
    if len(steps) > 1:
        return "/".join(steps[1:])
    match = _HASH.match(resource.logical_id)
    return match.group(1) if match else resource.logical_id


def key_of(resource: Resource) -> str:
    """Tells a resource from every other of the assembly."""
    return "\n".join((resource.template.file, resource.template.stack, resource.logical_id))


def region_of(resource: Resource) -> str | None:
    """The region that the CDK says its stack goes to; None when that is left to the deployment."""
    match = _REGION.match(resource.template.environment)
    name = match.group(1) if match else ""
    return name if name and name != "unknown-region" else None


def readable(text: Text | None, region: str | None = None) -> str:
    """A text with names in place of what only the deployment knows."""
    if text is None:
        return ""
    return "".join(_piece(piece, region) for piece in text.pieces)


def _piece(piece: str | Reference | Unknown, region: str | None) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Reference):
        return f"<{name_of(piece.resource)}{' ' + piece.attribute if piece.attribute else ''}>"
    if piece.name == "AWS::Region" and region is not None:
        return region
    return _PSEUDO.get(piece.name, f"<{piece.name}>")


def tail_of(value: Value, region: str | None = None) -> str:
    """The last part of an ARN or name outside the assembly, such as a topic's name."""
    whole = readable(value.text, region)
    return re.split(r"[:/]", whole)[-1] or whole or "not known before deployment"


def event_words(events: Iterable[str], *, most: int = 0) -> str:
    """Event types as people say them, worst news first."""
    given = {normal_event(event) for event in events}
    if not most and len(given) >= _MANY and given >= set(_FAILURES):
        missing = joined(words for event, words in _WORDS.items() if event.value not in given)
        return f"all but {missing}" if missing else "all events"
    order = [event.value for event in _WORDS]
    known = [_WORDS[Event(event)] for event in order if event in given]
    return joined([*known, *sorted(given - set(order))], most=most)


def joined(words: Iterable[str], *, most: int = 0) -> str:
    """Words with commas; what goes beyond ``most`` of them is counted: ``a, b, +3``."""
    given = list(words)
    if most and len(given) > most:
        return f"{', '.join(given[:most])}, +{len(given) - most}"
    return ", ".join(given)


def counted(number: int, word: str, plural: str = "") -> str:
    """``1 domain``, ``2 domains``."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {plural or word + 's'}"


def percent(fraction: float) -> str:
    """``0.004`` as ``0.4 %``."""
    return f"{fraction * 100:.4g} %"
