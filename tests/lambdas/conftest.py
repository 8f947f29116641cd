"""The provider function's code on the path, an SES with receipt rule sets, and a CloudFormation."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ReadTimeoutError
from botocore.model import OperationModel

import ses_constructs

CODE = Path(ses_constructs.__file__).parent / "lambdas" / "provide_resources"
sys.path.insert(0, str(CODE))

import clients  # noqa: E402
import handler  # noqa: E402

from tests.lambdas.mail_handlers import connected  # noqa: E402
from tests.lambdas.mail_world import MailWorld, Wires  # noqa: E402

TYPE = "Custom::SesActiveReceiptRuleSet"
STACK_ID = "arn:aws:cloudformation:eu-west-1:111122223333:stack/Mail/1"
LOST = "lost"
"""A failure: the call has its effect, and the answer to it never arrives."""
TWICE = "twice"
"""A failure: the answer to the call is lost on the way, and the client makes the call again by itself."""

Parsed = dict[str, Any]


@dataclass
class FakeSes:
    """The calls of SES version 1 that activation uses, on one account and region.

    It stands behind a real client, which checks the parameters and raises the modelled exceptions.
    """

    sets: dict[str, list[str]] = field(default_factory=dict)
    active: str | None = None
    calls: list[str] = field(default_factory=list)
    failures: dict[int, str] = field(default_factory=dict)
    """An error code, LOST or TWICE, by the number of the call."""

    def __call__(
        self, *, model: OperationModel, params: Mapping[str, Any], **_: object
    ) -> tuple[AWSResponse, Parsed]:
        failure = self.failures.get(len(self.calls))
        self.calls.append(model.name)
        if failure not in (None, LOST, TWICE):
            return refusal(str(failure))
        answer = getattr(self, model.name)(params["body"])
        if failure == TWICE:
            answer = getattr(self, model.name)(params["body"])
        if failure == LOST:
            raise ReadTimeoutError(endpoint_url="https://email.eu-west-1.amazonaws.com")
        return answer if isinstance(answer, tuple) else ok(answer)

    def DescribeActiveReceiptRuleSet(self, _body: Mapping[str, str]) -> Parsed:
        return {} if self.active is None else self._described(self.active)

    def DescribeReceiptRuleSet(self, body: Mapping[str, str]) -> Parsed | tuple[AWSResponse, Parsed]:
        name = body["RuleSetName"]
        return self._described(name) if name in self.sets else refusal("RuleSetDoesNotExist")

    def SetActiveReceiptRuleSet(self, body: Mapping[str, str]) -> Parsed | tuple[AWSResponse, Parsed]:
        name = body.get("RuleSetName")
        if name is not None and name not in self.sets:
            return refusal("RuleSetDoesNotExist")
        self.active = name
        return {}

    def CreateReceiptRuleSet(self, body: Mapping[str, str]) -> Parsed | tuple[AWSResponse, Parsed]:
        if body["RuleSetName"] in self.sets:
            return refusal("AlreadyExists")
        self.sets[body["RuleSetName"]] = []
        return {}

    def DeleteReceiptRuleSet(self, body: Mapping[str, str]) -> Parsed | tuple[AWSResponse, Parsed]:
        if body["RuleSetName"] == self.active:
            return refusal("CannotDelete")
        self.sets.pop(body["RuleSetName"], None)
        return {}

    def CreateReceiptRule(self, body: Mapping[str, str]) -> Parsed | tuple[AWSResponse, Parsed]:
        rules = self.sets[body["RuleSetName"]]
        if body["Rule.Name"] in rules:
            return refusal("AlreadyExists")
        after = body.get("After")
        if after is not None and after not in rules:
            return refusal("RuleDoesNotExist")
        assert body["Rule.Enabled"] == "false", "an anchor must not do anything with mail"
        rules.insert(0 if after is None else rules.index(after) + 1, body["Rule.Name"])
        return {}

    def DeleteReceiptRule(self, body: Mapping[str, str]) -> Parsed:
        rules = self.sets[body["RuleSetName"]]
        if body["RuleName"] in rules:
            rules.remove(body["RuleName"])
        return {}

    def _described(self, name: str) -> Parsed:
        return {"Metadata": {"Name": name}, "Rules": [{"Name": rule} for rule in self.sets[name]]}


def ok(parsed: Parsed) -> tuple[AWSResponse, Parsed]:
    return AWSResponse("", 200, HTTPHeaders(), None), parsed


def refusal(code: str) -> tuple[AWSResponse, Parsed]:
    parsed = {"Error": {"Code": code, "Message": f"said SES of {code}"}, "ResponseMetadata": {}}
    return AWSResponse("", 400, HTTPHeaders(), None), parsed


@dataclass
class Cloud:
    """CloudFormation with one custom resource in each of its stacks."""

    answers: list[dict[str, Any]] = field(default_factory=list)
    status: str = "CREATE_IN_PROGRESS"

    def send(self, kind: str, **fields: object) -> dict[str, Any]:
        """One event, and its answer."""
        event = {
            "RequestType": kind,
            "ResponseURL": "https://cloudformation.example/answer",
            "StackId": STACK_ID,
            "RequestId": "request",
            "LogicalResourceId": "Activation",
            "ResourceType": TYPE,
            **fields,
        }
        before = len(self.answers)
        handler.handler(event, None)
        assert len(self.answers) == before + 1, "each event is answered once"
        return self.answers[-1]


@dataclass
class StackOf:
    """A stack with one activated rule set, deployed as CloudFormation does it: it undoes what fails."""

    cloud: Cloud
    properties: dict[str, str] | None = None
    physical_id: str = ""

    def create(self, **properties: str) -> dict[str, Any]:
        answer = self.cloud.send("Create", ResourceProperties=properties)
        if answer["Status"] == "SUCCESS":
            self.properties, self.physical_id = properties, answer["PhysicalResourceId"]
        else:
            self.cloud.status = "ROLLBACK_IN_PROGRESS"
            undo = self._delete(answer["PhysicalResourceId"], properties)
            assert undo["Status"] == "SUCCESS", undo
        return answer

    def update(self, **properties: str) -> dict[str, Any]:
        old, physical_id = self.properties, self.physical_id
        assert old is not None
        self.cloud.status = "UPDATE_IN_PROGRESS"
        answer = self._update(physical_id, properties, old)
        if answer["Status"] == "FAILED":
            self.cloud.status = "UPDATE_ROLLBACK_IN_PROGRESS"
            undo = self._update(physical_id, old, properties)
            assert undo["Status"] == "SUCCESS", undo
            return answer
        self.properties, self.physical_id = properties, answer["PhysicalResourceId"]
        if self.physical_id != physical_id:
            self.cloud.status = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
            assert self._delete(physical_id, old)["Status"] == "SUCCESS"
        return answer

    def update_that_something_else_fails(self, **properties: str) -> None:
        """The custom resource is updated, another resource is not, and all of it is undone."""
        old, physical_id = self.properties, self.physical_id
        assert old is not None
        self.cloud.status = "UPDATE_IN_PROGRESS"
        assert self._update(physical_id, properties, old)["Status"] == "SUCCESS"
        self.cloud.status = "UPDATE_ROLLBACK_IN_PROGRESS"
        assert self._update(physical_id, old, properties)["Status"] == "SUCCESS"

    def delete(self) -> dict[str, Any]:
        assert self.properties is not None
        self.cloud.status = "DELETE_IN_PROGRESS"
        return self._delete(self.physical_id, self.properties)

    def _update(self, physical_id: str, new: Mapping[str, str], old: Mapping[str, str]) -> dict[str, Any]:
        return self.cloud.send(
            "Update", PhysicalResourceId=physical_id, ResourceProperties=new, OldResourceProperties=old
        )

    def _delete(self, physical_id: str, properties: Mapping[str, str]) -> dict[str, Any]:
        return self.cloud.send("Delete", PhysicalResourceId=physical_id, ResourceProperties=properties)


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> FakeSes:
    fake = FakeSes()
    client = boto3.client("ses", region_name="eu-west-1")
    hook: Any = fake
    client.meta.events.register("before-call.ses", hook)
    monkeypatch.setattr(clients, "ses", lambda: client)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    return fake


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    driver = Cloud()
    client = boto3.client("cloudformation", region_name="eu-west-1")

    def describe_stacks(*, params: Mapping[str, Any], **_: object) -> tuple[AWSResponse, Parsed]:
        assert params["body"]["StackName"] == STACK_ID
        return ok({"Stacks": [{"StackStatus": driver.status}]})

    hook: Any = describe_stacks
    client.meta.events.register("before-call.cloudformation.DescribeStacks", hook)
    monkeypatch.setattr(clients, "cloudformation", lambda: client)
    monkeypatch.setattr(handler, "deliver", lambda _url, body: driver.answers.append(json.loads(body)))
    return driver


@pytest.fixture
def new_stack(cloud: Cloud) -> Callable[[], StackOf]:
    """Makes stacks that live in one account and region."""
    return lambda: StackOf(cloud)


@pytest.fixture(scope="session")
def wires() -> Wires:
    return Wires()


@pytest.fixture
def world(wires: Wires, monkeypatch: pytest.MonkeyPatch) -> MailWorld:
    """What the handlers of received mail see; other functions have a world of their own."""
    return connected(wires, monkeypatch)
