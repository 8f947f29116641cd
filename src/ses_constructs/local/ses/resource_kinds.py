"""What a CloudFormation resource type must be able to do, and the table of those types."""

from __future__ import annotations

import pkgutil
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from ses_constructs.local.ses import schema
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import RefusedError, ResourceError, not_emulated
from ses_constructs.local.ses.models import check_parameters, service_model
from ses_constructs.local.ses.operations import Call, find_handler
from ses_constructs.local.ses.record_ids import random_text
from ses_constructs.local.ses.state import PlaceState

# CloudFormation's handler error codes for the refusals of SES.
_HANDLER_CODES = {
    "AlreadyExistsException": "AlreadyExists",
    "NotFoundException": "NotFound",
    "LimitExceededException": "ServiceLimitExceeded",
    "ConflictException": "ResourceConflict",
}
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a template at a moment of its life.

    ``id`` is empty before it exists; ``old`` holds the properties before an update.
    """

    type: str
    state: PlaceState
    logical_id: str
    properties: Document
    stack_name: str = ""
    id: str = ""
    old: Document = field(default_factory=dict)

    def new_name(self) -> str:
        """A fresh physical name, different each time, as a replacement needs."""
        base = re.sub(r"[^A-Za-z0-9-]", "-", f"{self.stack_name}-{self.logical_id}")
        return f"{base[: _LONGEST_NAME - 13]}-{random_text(12)}"


@dataclass(frozen=True, slots=True)
class CreateOnlyChange:
    """JSON pointers of create-only properties that differ between two states of a template."""

    pointers: tuple[str, ...]
    old: Document
    new: Document


class ResourceKind(ABC):
    """What a resource type can do."""

    @abstractmethod
    def create(self, resource: Resource) -> str:
        """Creates a resource and returns its physical id."""

    @abstractmethod
    def delete(self, resource: Resource) -> None:
        """Deletes a resource."""

    def update(self, resource: Resource) -> None:
        """Changes a resource in place; a type that cannot refuses."""
        if resource.old != resource.properties:
            raise ResourceError(f"{resource.logical_id}: no property of this type can change in place.")

    def read(self, resource: Resource) -> Document:
        """The properties as they are now, by the physical id alone, as Cloud Control tells them."""
        raise not_emulated(f"reading {resource.type}")

    def attributes(self, resource: Resource) -> dict[str, str]:
        """The read-only properties; most types have at most one, which is their id."""
        return dict.fromkeys(schema.read_only(resource.type), resource.id)

    def replaces(self, change: CreateOnlyChange) -> bool:
        """Tells whether a change needs a new resource: any of a create-only property does."""
        return bool(change.pointers)


_KINDS: dict[str, ResourceKind] = {}


def resource_kind(type_name: str) -> Callable[[type[ResourceKind]], type[ResourceKind]]:
    """Registers a class as what handles a resource type."""

    def register(kind: type[ResourceKind]) -> type[ResourceKind]:
        _KINDS[type_name] = kind()
        return kind

    return register


def register_kind(type_name: str, kind: ResourceKind) -> None:
    """Registers an object as what handles a resource type."""
    _KINDS[type_name] = kind


def find_kind(type_name: str) -> ResourceKind:
    """What handles a resource type."""
    _load_modules()
    if type_name not in _KINDS:
        raise ResourceError(f"Resource type {type_name} is not emulated.")
    return _KINDS[type_name]


@cache
def _load_modules() -> None:
    package = import_module("ses_constructs.local.ses.resource_types")
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        import_module(module.name)


def api(state: PlaceState, service: str, name: str, parameters: Document) -> Document:
    """Makes an API call, so that CloudFormation sees and is refused what a caller of the API is."""
    handler = find_handler(service, name)
    if handler is None:
        raise not_emulated(f"{name} ({service})")
    check_parameters(service_model(service).operation_model(name), parameters)
    return handler(Call(state, name, parameters)) or {}


def as_resource_error(error: RefusedError) -> ResourceError:
    """A refusal in the words of CloudFormation."""
    code = _HANDLER_CODES.get(error.code, "InvalidRequest")
    return ResourceError(f'Resource handler returned message: "{error}" (HandlerErrorCode: {code})')


def picked(properties: Document, **members: str) -> Document:
    """Parameters (by the keyword) from properties (by the value), without those that were left out."""
    found: dict[str, Any] = {}
    for parameter, name in members.items():
        if properties.get(name) is not None:
            found[parameter] = properties[name]
    return found
