"""What a role may do, and what AWS knows about its actions."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

Statement = dict[str, Any]


@pytest.fixture
def role(irish_stack: cdk.Stack) -> iam.Role:
    return iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))


@pytest.fixture
def statements(irish_stack: cdk.Stack) -> Callable[[], list[Statement]]:
    """The statements of the one policy, with the partition filled in."""

    def read() -> list[Statement]:
        (policy,) = Template.from_stack(irish_stack).find_resources("AWS::IAM::Policy").values()
        document = policy["Properties"]["PolicyDocument"]
        found: list[Statement] = json.loads(json.dumps([_plain(each) for each in document["Statement"]]))
        return found

    return read


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"Ref"}:
            return "aws" if value["Ref"] == "AWS::Partition" else value["Ref"]
        if set(value) == {"Fn::Join"}:
            return "".join(_plain(part) for part in value["Fn::Join"][1])
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value
