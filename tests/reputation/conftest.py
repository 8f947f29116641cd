"""What every test of the guard starts from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import assertions
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns

Resources = dict[str, dict[str, Any]]
OfType = Callable[[cdk.Stack, str], Resources]
Warnings = Callable[[cdk.Stack], list[str]]


@pytest.fixture
def operators(stack: cdk.Stack) -> sns.Topic:
    return sns.Topic(stack, "Operators")


@pytest.fixture
def receipts(stack: cdk.Stack) -> ses.ConfigurationSet:
    return ses.ConfigurationSet(stack, "Receipts", reputation_metrics=True)


@pytest.fixture
def of_type() -> OfType:
    """The resources of one type in a stack's template, by logical id."""

    def ask(stack: cdk.Stack, type: str) -> Resources:
        found = assertions.Template.from_stack(stack).find_resources(type)
        return {id: dict(resource) for id, resource in found.items()}

    return ask


@pytest.fixture
def warnings_in() -> Warnings:
    """The warnings of a stack's constructs."""

    def ask(stack: cdk.Stack) -> list[str]:
        found = assertions.Annotations.from_stack(stack).find_warning("*", assertions.Match.any_value())
        return [str(one.entry.data) for one in found]

    return ask


def filled(value: Any) -> str:
    """A template's text with the partition filled in, and every other reference by its logical id."""
    if isinstance(value, str):
        return value
    if "Ref" in value:
        return "aws" if value["Ref"] == "AWS::Partition" else str(value["Ref"])
    return "".join(filled(part) for part in value["Fn::Join"][1])
