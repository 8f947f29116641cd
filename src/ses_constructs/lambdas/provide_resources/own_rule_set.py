"""Activates a rule set of the stack itself: alone (``exclusive``), or in place of another (``takeover``)."""

from __future__ import annotations

import rule_sets
import stacks
from lifecycle import Properties, RefusedError, Request, Result, needed, text

_KIND = "own"
_TAKEOVER = "takeover"


def create(properties: Properties, request: Request) -> Result:
    """Activates our set; with ``takeover`` the physical id remembers the one before."""
    ours = needed(properties, "RuleSetName")
    active = rule_sets.active()
    if active is not None and active.name != ours and text(properties, "Mode") != _TAKEOVER:
        raise _occupied(active.name, ours)
    if active is None or active.name != ours:
        # Before the change: should its answer be lost, the delete that follows still knows what to restore.
        request.physical_id = _physical_id(ours, "" if active is None else active.name)
        _activate(ours)
    elif not _is_ours(request.physical_id):
        request.physical_id = _physical_id(ours, "")
    return _result(ours, request)


def update(properties: Properties, request: Request) -> Result:
    """Activates our set, which may have a new name; ``exclusive`` refuses when another's is active."""
    ours = needed(properties, "RuleSetName")
    active = rule_sets.active()
    if active is not None and active.name == ours:
        return _result(ours, request)
    free = active is None or active.name == text(request.old_properties, "RuleSetName")
    if free or text(properties, "Mode") == _TAKEOVER:
        _activate(ours)
    elif active is not None and not stacks.is_rolling_back(request.stack_id):
        # While a deployment is undone a failure would leave the stack stuck, and there is nothing to undo.
        raise _occupied(active.name, ours)
    return _result(ours, request)


def delete(properties: Properties, request: Request) -> None:
    """Restores the set that ``takeover`` replaced, or leaves none active; nothing when ours is not active."""
    ours = text(properties, "RuleSetName")
    active = rule_sets.active()
    if active is None or active.name != ours:
        return
    before = _set_before(request.physical_id) if text(properties, "Mode") == _TAKEOVER else ""
    if not before or not rule_sets.activate(before):
        rule_sets.deactivate()


def _activate(ours: str) -> None:
    if not rule_sets.activate(ours):
        raise RefusedError(f"there is no receipt rule set {ours!r} any more. Fix: give the rule set a new name")


def _occupied(active: str, ours: str) -> RefusedError:
    return RefusedError(
        f"receipt rule set {active!r} is active in this account and region, and only one can be: "
        f"activating {ours!r} would switch it off. "
        "Fix: use Activation.takeover() to replace it, or Activation.join() to add rules to it"
    )


def _result(ours: str, request: Request) -> Result:
    return Result(physical_id=request.physical_id, attributes={"RuleSetName": ours})


def _physical_id(ours: str, before: str) -> str:
    """Names hold no slash. ``ours`` is for the reader: the properties say what it is by now."""
    return f"{_KIND}/{ours}/{before}"


def _is_ours(physical_id: str) -> bool:
    return physical_id.startswith(f"{_KIND}/")


def _set_before(physical_id: str) -> str:
    return physical_id.split("/")[2] if _is_ours(physical_id) and physical_id.count("/") == 2 else ""
