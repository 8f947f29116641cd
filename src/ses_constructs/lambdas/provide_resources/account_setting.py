"""``Custom::SesAccountSetting``: one setting of the account in a region, which has no CloudFormation resource.

Properties: ``Setting``, a key of ``ATTRIBUTES``; ``Value``; ``OnDelete`` (``keep`` or ``restore``).

A setting is written when the template changes, and never otherwise: what others have changed since stays. The
physical id remembers what was in force before.
"""

from __future__ import annotations

import json

import clients
import stacks
from account_attributes import ATTRIBUTES, Attribute, Value
from lifecycle import NOT_CREATED, Properties, RefusedError, Request, Result, mapping, needed, text

_RESTORE = "restore"


def create(properties: Properties, request: Request) -> Result:
    """Writes the setting, and remembers what it was."""
    name, attribute = _attribute(properties)
    found = clients.sesv2().get_account()
    before, wanted = attribute.read(found), mapping(properties, "Value")
    attribute.refuse(wanted, found)
    # Before the change: should its answer be lost, the delete that follows still knows what to restore.
    if request.physical_id == NOT_CREATED:
        request.physical_id = _physical_id(name, before)
    if not _holds(before, wanted):
        attribute.write(wanted, found)
    return Result(physical_id=request.physical_id)


def update(properties: Properties, request: Request) -> Result:
    """Writes what the template has changed."""
    name, attribute = _attribute(properties)
    # Not by the old properties: the undoing of such an update is an update, too.
    if not request.physical_id.startswith(f"account/{name}/"):
        raise RefusedError(
            "a deployed account setting cannot become another one. Fix: give the construct a new id"
        )
    wanted = mapping(properties, "Value")
    if wanted == mapping(request.old_properties, "Value"):
        return Result(physical_id=request.physical_id)
    found = clients.sesv2().get_account()
    if not _holds(attribute.read(found), wanted):
        attribute.write(wanted, found)
    return Result(physical_id=request.physical_id)


def delete(properties: Properties, request: Request) -> None:
    """Leaves the setting as it is, or restores what was before: if asked to, and when a deployment is undone."""
    name = text(properties, "Setting")
    before = _before(request.physical_id, name)
    if before is None or name not in ATTRIBUTES:
        return
    if text(properties, "OnDelete") != _RESTORE and not stacks.is_rolling_back(request.stack_id):
        return
    attribute, found = ATTRIBUTES[name], clients.sesv2().get_account()
    present = attribute.read(found)
    # Who has changed it since knows better.
    if _holds(present, mapping(properties, "Value")) and present != before:
        attribute.write(before, found)


def _attribute(properties: Properties) -> tuple[str, Attribute]:
    name = needed(properties, "Setting")
    if name not in ATTRIBUTES:
        raise RefusedError(
            f"the provider function knows no setting {name}. "
            "Fix: deploy the stack again with the version of ses-constructs the app uses"
        )
    return name, ATTRIBUTES[name]


def _holds(present: Value, wanted: Value) -> bool:
    """Whether all that is wanted is in force; what is left out does not matter, nor does the order of a list."""
    return all(_comparable(present.get(key)) == _comparable(value) for key, value in wanted.items())


def _comparable(value: object) -> object:
    return sorted(value) if isinstance(value, list) else value


def _physical_id(name: str, before: Value) -> str:
    return f"account/{name}/{json.dumps(before, separators=(',', ':'))}"


def _before(physical_id: str, name: str) -> Value | None:
    """What was in force before create; ``None`` for an id of another kind."""
    stem = f"account/{name}/"
    if not physical_id.startswith(stem):
        return None
    before: Value = json.loads(physical_id.removeprefix(stem))
    return before
