"""What a CloudFormation resource type is to MiniStack: three functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, cast

from ministack.services.cloudformation import provisioners

Properties = Mapping[str, object]
Made = tuple[str, dict[str, str]]
"""What Ref and GetAtt give."""


class Handler(Protocol):
    """Creates, updates and deletes the resources of one type.

    An update that answers with another Ref has made a new resource; MiniStack deletes the old one when the whole
    stack update has succeeded, and the new one when it has not.
    """

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made: ...

    def update(
        self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str
    ) -> Made: ...

    def delete(self, physical_id: str, properties: Properties) -> None: ...


def table_entry(handler: Handler) -> dict[str, object]:
    """The handler in the form of MiniStack's table of types."""
    return {
        "create": handler.create,
        "update": handler.update,
        "update_with_logical_id": True,
        "delete": handler.delete,
    }


def replaced(
    type_name: str, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str
) -> Made:
    """The new resource of an update that cannot be done in place, under a new generated name."""
    made = provisioners._replace_resource(type_name, physical_id, old, new, stack_name, logical_id)
    return cast("Made", made)


def generated_name(stack_name: str, logical_id: str, *, longest: int) -> str:
    """A name as CloudFormation makes it up: stack, logical id, suffix."""
    return str(provisioners._physical_name(stack_name, logical_id, max_len=longest))
