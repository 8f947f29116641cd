"""A stack, an AWS and a DNS that say what a test wants them to say."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import boto3
import pytest
from botocore.exceptions import ClientError

from ses_constructs.doctor import Answer, DeployedStack
from ses_constructs.review import Finding
from ses_constructs.review.yaml_reading import load

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ID = "arn:aws:cloudformation:eu-west-1:111122223333:stack/Mail/1"


@dataclass
class Aws:
    """Answers by operation, such as ``sesv2.get_account``; an error code as text, for a refusal."""

    answers: dict[str, Any] = field(default_factory=dict)
    region_name: str = "eu-west-1"

    def client(self, service: str, **_: object) -> Client:
        return Client(self, service)


class Client:
    """A client of one service."""

    def __init__(self, aws: Aws, service: str) -> None:
        self._aws = aws
        self._service = service
        self.exceptions = Exceptions()

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        return lambda **given: self._answer(operation, given)

    def get_paginator(self, operation: str) -> Pages:
        return Pages(lambda given: self._answer(operation, given))

    def _answer(self, operation: str, given: dict[str, Any]) -> Any:
        answer = self._aws.answers.get(f"{self._service}.{operation}", {})
        if callable(answer):
            answer = answer(**given)
        if isinstance(answer, str):
            raise error_named(answer)({"Error": {"Code": answer, "Message": "no"}}, operation)
        return answer


class Exceptions:
    """Every exception that a client may name."""

    def __getattr__(self, name: str) -> type[ClientError]:
        return error_named(name)


_ERRORS: dict[str, type[ClientError]] = {}


def error_named(name: str) -> type[ClientError]:
    """The class of an error code, always the same one."""
    return _ERRORS.setdefault(name, type(name, (ClientError,), {}))


@dataclass
class Pages:
    """One page of an operation."""

    ask: Callable[[dict[str, Any]], Any]

    def paginate(self, **given: object) -> list[Any]:
        return [self.ask(given)]


@dataclass
class Names:
    """DNS, by name and type."""

    records: Mapping[tuple[str, str], tuple[str, ...] | Answer] = field(default_factory=dict)

    def look_up(self, name: str, type: str) -> tuple[str, ...] | Answer:
        return self.records.get((name, type), Answer.NOTHING)


def stack_of(given: str | dict[str, Any], answers: Mapping[str, Any], names: Names | None = None) -> DeployedStack:
    """A stack with these resources; each has its logical id, in small letters, as physical id."""
    document = given if isinstance(given, dict) else cast("dict[str, Any]", load(given))
    resources = document.get("Resources", document)
    template = {"Outputs": {}, **document} if "Resources" in document else {"Resources": resources}
    summaries = [
        {"LogicalResourceId": key, "PhysicalResourceId": key.lower(), "ResourceType": one["Type"]}
        | {"ResourceStatus": "CREATE_COMPLETE"}
        for key, one in resources.items()
    ]
    ours = {
        "cloudformation.get_template": {"TemplateBody": json.dumps(template)},
        "cloudformation.list_stack_resources": {"StackResourceSummaries": summaries},
        "cloudformation.describe_stacks": {"Stacks": [{"StackId": ID, "StackName": "Mail"}]},
    }
    aws = Aws(ours | dict(answers))
    return DeployedStack(cast("boto3.Session", aws), "Mail", names or Names(), NOW)


Found = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def found(request: pytest.FixtureRequest) -> Found:
    """Rule and problem of each finding of the check that the test module is named after."""
    from ses_constructs.doctor import checks
    from ses_constructs.doctor.examination import checks as every_check

    assert every_check()
    check = getattr(checks, request.path.stem.removeprefix("test_")).check

    def run(text: str, answers: Mapping[str, Any], names: Names | None = None) -> list[tuple[str, str]]:
        findings: list[Finding] = list(check(stack_of(text, answers, names)))
        return [(finding.rule.id, finding.problem) for finding in findings]

    return run
