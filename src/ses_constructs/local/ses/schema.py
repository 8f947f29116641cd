"""The CloudFormation schemas of the SES types, as cfn-lint bundles them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

# The region whose schemas hold every SES type.
_REGION = "us-east-1"
_PREFIX = "AWS::SES::"


@cache
def type_names() -> frozenset[str]:
    """Every ``AWS::SES::*`` type."""
    names = PROVIDER_SCHEMA_MANAGER.get_resource_types(_REGION)
    return frozenset(str(name) for name in names if name.startswith(_PREFIX))


@cache
def type_schema(type_name: str) -> dict[str, Any]:
    """The schema of a type."""
    schema: dict[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema(_REGION, type_name).schema
    return schema


def primary_identifier(type_name: str) -> tuple[str, ...]:
    """The properties that identify a resource, such as ``("Name",)``."""
    return tuple(_path(pointer)[-1] for pointer in type_schema(type_name)["primaryIdentifier"])


def read_only(type_name: str) -> tuple[str, ...]:
    """The properties that only GetAtt gives."""
    return tuple(_path(pointer)[-1] for pointer in type_schema(type_name).get("readOnlyProperties", []))


def changed_create_only(type_name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Pointers of create-only properties that differ, conditional ones included."""
    schema = type_schema(type_name)
    pointers = schema.get("createOnlyProperties", []) + schema.get("conditionalCreateOnlyProperties", [])
    return tuple(pointer for pointer in pointers if _at(old, pointer) != _at(new, pointer))


def _path(pointer: str) -> list[str]:
    return pointer.removeprefix("/properties/").split("/")


def _at(properties: Mapping[str, Any], pointer: str) -> Any:
    value: Any = properties
    for name in _path(pointer):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
