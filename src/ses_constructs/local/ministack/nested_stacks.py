"""Nested stacks go as other stacks go: what is to be kept stays, and what cannot be deleted fails the deletion."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from ministack.services import cloudformation
from ministack.services.cloudformation import provisioners, stacks


def delete(physical_id: str, properties: Mapping[str, object]) -> None:  # noqa: ARG001
    """Deletes a nested stack; one that is gone already is no error.

    MiniStack calls it on a thread of its own, where no loop runs. Its own handler looks at no ``DeletionPolicy``.

    Raises:
        ValueError: when a resource could not be deleted; the text names it.
    """
    name = provisioners._nested_stack_lookup_name(physical_id)
    stack = cloudformation._stacks.get(name)
    if stack is None:
        return
    parent = cloudformation._stacks.get(stack["_parent_stack_name"], {})
    if "ROLLBACK" in parent.get("StackStatus", ""):
        # What is rolled back is the operation that made the nested stack.
        _let_go_of_what_is_new(stack["_template"]["Resources"])
    asyncio.run(stacks._delete_stack_async(name, stack["StackId"]))
    if stack["StackStatus"] == "DELETE_FAILED":
        raise ValueError(stack["StackStatusReason"])


def _let_go_of_what_is_new(resources: Mapping[str, dict[str, object]]) -> None:
    for resource in resources.values():
        if resource.get("DeletionPolicy") == "RetainExceptOnCreate":
            resource["DeletionPolicy"] = "Delete"
