"""Which events of which configuration set reach whom."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.events import Event
from ses_constructs.review.comparison.change import Change
from ses_constructs.review.comparison.pairing import Pairing
from ses_constructs.review.finding import Place, Rule, Severity
from ses_constructs.review.sending import TARGETS, Destination, every_destination

_SEE = "Guide: Monitor email sending using Amazon SES event publishing"
PROBLEMS_LOST = Rule(
    id="problem-events-lost",
    severity=Severity.ERROR,
    why="Nobody learns of bounces, complaints or refused mail any more; SES pauses accounts that ignore them.",
    cure="Keep a destination for them, or add the new one first.",
    source=_SEE,
)
LOST = Rule(
    id="events-lost",
    severity=Severity.WARNING,
    why="What counts or stores these events sees none from now on.",
    cure="Keep a destination for them, or check that nothing uses them.",
    source=_SEE,
)
MOVED = Rule(
    id="event-target-lost",
    severity=Severity.WARNING,
    why="The events still go somewhere, but no longer there.",
    cure="Check that whoever read them there reads them at the new place.",
    source=_SEE,
)
ADDED = Rule(
    id="events-added",
    severity=Severity.NOTE,
    why="More is published; opens and clicks change the mail itself, with a picture and rewritten links.",
    cure="Check that it is meant.",
    source=_SEE,
)
KINDS = (PROBLEMS_LOST, LOST, MOVED, ADDED)

_PROBLEMS = frozenset({Event.BOUNCE, Event.COMPLAINT, Event.REJECT, Event.RENDERING_FAILURE})
_Published = dict[tuple[str, str], dict[str, Place]]


def changes(pairing: Pairing) -> Iterator[Change]:
    before, after = _published(pairing, old=True), _published(pairing, old=False)
    unclear = _unclear(pairing)
    for (owner, event), targets in before.items():
        left = after.get((owner, event), {})
        place = next(iter(targets.values()))
        if not left and owner not in unclear:
            kind = PROBLEMS_LOST if event in _PROBLEMS else LOST
            text = f"{event} of configuration set {owner} is published no longer"
            yield Change(kind, place, text, before=", ".join(targets))
        elif left:
            for target in targets.keys() - left.keys():
                text = f"{event} of configuration set {owner} goes to {', '.join(left)}, no longer to {target}"
                yield Change(MOVED, place, text, before=target, after=", ".join(left))
    for (owner, event), targets in after.items():
        if (owner, event) not in before:
            text = f"{event} of configuration set {owner} is published to {', '.join(targets)}"
            yield Change(ADDED, next(iter(targets.values())), text, after=", ".join(targets))


def _published(pairing: Pairing, *, old: bool) -> _Published:
    """Targets by configuration set and event, of destinations that are on."""
    found: _Published = {}
    for destination in every_destination(pairing.old if old else pairing.new):
        if not destination.is_off:
            owner = _owner(pairing, destination, old=old)
            for event in destination.events:
                found.setdefault((owner, event), {}).update(_targets(pairing, destination, old=old))
    return found


def _targets(pairing: Pairing, destination: Destination, *, old: bool) -> dict[str, Place]:
    found = {}
    for kind in destination.targets:
        value = destination.settings.get(f"{kind}.{TARGETS[kind]}") if TARGETS[kind] else None
        name = "" if value is None else pairing.spelled(value, old=old)
        found[f"{kind} {name}".rstrip()] = destination.resource.place
    return found or {"nowhere": destination.resource.place}


def _owner(pairing: Pairing, destination: Destination, *, old: bool) -> str:
    return pairing.spelled(destination.resource.get("ConfigurationSetName"), old=old)


def _unclear(pairing: Pairing) -> set[str]:
    """Sets that have, in the new templates, a destination whose events only the deployment knows."""
    return {
        _owner(pairing, one, old=False)
        for one in every_destination(pairing.new)
        if not one.is_understood and not one.is_off
    }
