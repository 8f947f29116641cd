"""What CloudFormation asks of a custom resource, and what a resource type gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

NOT_CREATED = "not-created"
"""The physical id of a resource whose creation failed before anything was changed."""

Properties = Mapping[str, object]


class RefusedError(Exception):
    """What was asked for cannot be done. The text says why and ends with the cure; it is shown to the user."""


class NotYetError(Exception):
    """What was asked for takes longer than one invocation lasts; another goes on with it."""


@dataclass(slots=True, kw_only=True)
class Request:
    """One event of a custom resource.

    Args:
        kind: ``Create``, ``Update`` or ``Delete``.
        type: Such as ``Custom::SesActiveReceiptRuleSet``.
        physical_id: What the answer names, also when the work fails. A resource type sets it **before** its
            first change, so that a creation that fails half-way is cleaned up by the delete that follows.
        stack_id: ARN of the stack.
        properties: As typed into the template.
        old_properties: Of the last deployment, for an update.
        since: When the first invocation for this request began, in seconds since 1970.
        seconds_left: How long this invocation may still last.
    """

    kind: str
    type: str
    physical_id: str
    stack_id: str
    properties: Properties
    old_properties: Properties = field(default_factory=dict)
    since: float = 0.0
    seconds_left: Callable[[], float] = lambda: 0.0

    @classmethod
    def of(cls, event: Mapping[str, object]) -> Request:
        """Reads CloudFormation's event; a field that is missing is empty."""
        return cls(
            kind=text(event, "RequestType"),
            type=text(event, "ResourceType"),
            physical_id=text(event, "PhysicalResourceId") or NOT_CREATED,
            stack_id=text(event, "StackId"),
            properties=_mapping(event.get("ResourceProperties")),
            old_properties=_mapping(event.get("OldResourceProperties")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A resource that exists now.

    Args:
        physical_id: A change of it makes CloudFormation delete the old one after the update.
        attributes: What ``Fn::GetAtt`` gives.
        no_echo: True hides the attributes in events and consoles.
    """

    physical_id: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    no_echo: bool = False


class ResourceType(Protocol):
    """A module that provides one resource type. Each call may be repeated."""

    def create(self, properties: Properties, request: Request) -> Result: ...

    def update(self, properties: Properties, request: Request) -> Result: ...

    def delete(self, properties: Properties, request: Request) -> None: ...


def text(values: Mapping[str, object], name: str) -> str:
    """A value that is text; empty when it is missing or anything else."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def number(values: Mapping[str, object], name: str) -> float:
    """A value that is a number, or text of one as CloudFormation sends it; 0 when it is anything else."""
    value = values.get(name)
    try:
        return float(value) if isinstance(value, int | float | str) else 0.0
    except ValueError:
        return 0.0


def needed(properties: Properties, name: str) -> str:
    """A property that the resource cannot do without."""
    value = text(properties, name)
    if not value:
        raise RefusedError(
            f"property {name} is missing. Fix: deploy again with the version of ses-constructs the app uses"
        )
    return value


def listed(properties: Properties, name: str) -> list[str]:
    """A property that is a list of texts; empty when it is missing or anything else."""
    value = properties.get(name)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def mapping(properties: Properties, name: str) -> Properties:
    """A property that is a mapping; empty when it is missing or anything else."""
    return _mapping(properties.get(name))


def _mapping(value: object) -> Properties:
    return value if isinstance(value, dict) else {}
