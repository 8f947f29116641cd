"""Reads synthesized templates of Mail Manager."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from aws_cdk.assertions import Template

Resource = dict[str, Any]


def resources(stack: cdk.Stack, type: str) -> dict[str, Resource]:
    """The resources of a type by their logical ids."""
    return {id: dict(made) for id, made in Template.from_stack(stack).find_resources(type).items()}


def the(stack: cdk.Stack, type: str) -> Resource:
    """The properties of the one resource of a type."""
    (made,) = resources(stack, type).values()
    properties: Resource = made.get("Properties", {})
    return properties


def role_statements(stack: cdk.Stack) -> list[Resource]:
    """The statements of the one role."""
    (policy,) = the(stack, "AWS::IAM::Role")["Policies"]
    found: list[Resource] = policy["PolicyDocument"]["Statement"]
    return found
