"""Joins the active rule set (``join``): the rules of the stack come after all that are in it.

SES puts a rule at the front unless it is told after which one to put it, and the rule it is told may be deleted
by its owner. So the first thing that goes into the set is an anchor: a rule of our own that is off and marks the
place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import rule_sets
from lifecycle import Properties, RefusedError, Request, Result, needed, text
from rule_sets import RuleSet

_KIND = "join"
_HANDED_ON = "made-by-a-stack-that-has-left"
"""A rule that is off, in a set that its maker had to leave behind: who leaves it empty deletes it."""


@dataclass(frozen=True, slots=True)
class _Joined:
    """What the physical id says: the set, our anchor in it, and whether we made the set."""

    rule_set: str
    anchor: str
    is_made_here: bool

    def __str__(self) -> str:
        return "/".join((_KIND, self.rule_set, self.anchor, "made" if self.is_made_here else "found"))

    @classmethod
    def read(cls, physical_id: str) -> _Joined | None:
        parts = physical_id.split("/")
        if len(parts) != 4 or parts[0] != _KIND:
            return None
        return cls(parts[1], parts[2], parts[3] == "made")


def made(physical_id: str) -> bool:
    """True for a physical id of this module."""
    return physical_id.startswith(f"{_KIND}/")


def create(properties: Properties, request: Request) -> Result:
    """Joins the active set; when there is none, makes one and activates it."""
    own, anchor = needed(properties, "RuleSetName"), needed(properties, "AnchorName")
    active = rule_sets.active()
    if active is None:
        active = _make(own, anchor, request)
    else:
        request.physical_id = str(_Joined(active.name, anchor, active.name == own))
    rule_sets.add_anchor(active, anchor)
    return Result(physical_id=request.physical_id, attributes={"RuleSetName": active.name})


def update(properties: Properties, request: Request) -> Result:
    """Follows the active set: when that is another one by now, CloudFormation moves the rules there."""
    joined = _Joined.read(request.physical_id)
    active = rule_sets.active()
    if joined is None or active is None or active.name != joined.rule_set:
        # On a copy: should it fail, the resource is still the one it was.
        return create(properties, replace(request))
    anchor = needed(properties, "AnchorName")
    rule_sets.add_anchor(active, anchor)
    stays = _Joined(active.name, anchor, joined.is_made_here)
    return Result(physical_id=str(stays), attributes={"RuleSetName": active.name})


def delete(properties: Properties, request: Request) -> None:
    """Takes the anchor out; deletes the set if a joiner made it and nobody else has rules in it."""
    joined = _Joined.read(request.physical_id) or _lost(properties)
    if joined is None:
        return
    rule_set = rule_sets.find(joined.rule_set)
    if rule_set is None:
        return
    goes_when_empty = joined.is_made_here or _HANDED_ON in rule_set.rules
    is_in_use = any(rule not in (joined.anchor, _HANDED_ON) for rule in rule_set.rules)
    if goes_when_empty and is_in_use:
        rule_sets.add_anchor(rule_set, _HANDED_ON)
    rule_sets.remove_rule(rule_set, joined.anchor)
    if is_in_use or not goes_when_empty:
        return
    active = rule_sets.active()
    if active is not None and active.name == joined.rule_set:
        rule_sets.deactivate()
    rule_sets.delete(joined.rule_set)


def _make(own: str, anchor: str, request: Request) -> RuleSet:
    """A set of that name, active. It is there already when an earlier attempt came this far."""
    found = rule_sets.find(own)
    if found is not None and found.rules and anchor not in found.rules:
        raise RefusedError(
            f"no receipt rule set is active, and {own!r} exists with rules of somebody else. "
            "Fix: give another receipt_rule_set_name, or activate that set"
        )
    # Before the change: should its answer be lost, the delete that follows still knows what to delete.
    request.physical_id = str(_Joined(own, anchor, True))
    if found is None:
        rule_sets.create(own)
    rule_sets.activate(own)
    return found if found is not None else RuleSet(own, ())


def _lost(properties: Properties) -> _Joined | None:
    """What a creation whose answer never arrived must have joined."""
    active = rule_sets.active()
    anchor = text(properties, "AnchorName")
    if active is None or anchor not in active.rules:
        return None
    return _Joined(active.name, anchor, active.name == text(properties, "RuleSetName"))
