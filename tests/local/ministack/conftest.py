"""MiniStack in this process or in the emulator: each test has an account of its own, so that none sees another."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import pytest

from ses_constructs.local.emulator import Emulator
from ses_constructs.local.world import Place
from tests.local.waiting import wait_for

if TYPE_CHECKING:
    from types_boto3_cloudformation import CloudFormationClient
    from types_boto3_cloudformation.type_defs import StackTypeDef
    from types_boto3_sqs.type_defs import MessageTypeDef

T = TypeVar("T")

_ACCOUNTS = itertools.count(100_000_000_000)


@pytest.fixture
def place() -> Iterator[Place]:
    from ministack.core.responses import request_scope
    from ministack.services import cloudwatch

    here = Place(f"{next(_ACCOUNTS)}", "eu-west-1")
    with request_scope(here.account, here.region):
        yield here
    cloudwatch.reset()  # Alarms of all accounts are looked at together.


@pytest.fixture
def topic(place: Place) -> str:
    """A topic with the default policy."""
    from ministack.services import sns

    sns._create_topic({"Name": ["notices"]})
    return place.arn("sns", "notices")


Allow = Callable[..., str]


@pytest.fixture
def allow() -> Allow:
    """Makes a policy text that lets a service in."""

    def policy(service: str, action: str, resource: str, **conditions: dict[str, str]) -> str:
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": action,
            "Resource": resource,
            "Condition": conditions,
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    return policy


@dataclass(frozen=True)
class Sandbox:
    """An account of the running emulator that only one test uses."""

    emulator: Emulator
    account: str

    @property
    def place(self) -> Place:
        return Place(self.account, self.emulator.region)

    def deploy(
        self, resources: Mapping[str, object], outputs: Mapping[str, object] | None = None
    ) -> dict[str, str]:
        """Creates the stack ``Test`` or updates it, and returns its outputs; a failure raises its reason."""
        cloudformation = self.emulator.client("cloudformation", account=self.account)
        shown = {name: {"Value": value} for name, value in (outputs or {}).items()}
        template = json.dumps({"Resources": resources, "Outputs": shown})
        exists = any(stack["StackName"] == "Test" for stack in cloudformation.describe_stacks()["Stacks"])
        if exists:
            cloudformation.update_stack(StackName="Test", TemplateBody=template)
        else:
            cloudformation.create_stack(StackName="Test", TemplateBody=template)
        stack = self.wait_for(lambda: self._settled(cloudformation))
        if stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise StackFailedError(self.failures())
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def delete(self) -> None:
        cloudformation = self.emulator.client("cloudformation", account=self.account)
        cloudformation.delete_stack(StackName="Test")

        def status() -> str:
            summaries = cloudformation.list_stacks()["StackSummaries"]
            found = [str(summary["StackStatus"]) for summary in summaries if summary["StackName"] == "Test"]
            return "" if found[0].endswith("IN_PROGRESS") else found[0]

        if self.wait_for(status) != "DELETE_COMPLETE":
            raise StackFailedError(self.failures())

    def failures(self) -> str:
        cloudformation = self.emulator.client("cloudformation", account=self.account)
        happened = cloudformation.describe_stack_events(StackName="Test")["StackEvents"]
        failed = [event for event in happened if event.get("ResourceStatus", "").endswith("FAILED")]
        return "; ".join(event.get("ResourceStatusReason", "") for event in failed)

    def wait_for(self, look: Callable[[], T | None]) -> T:
        """What ``look`` finds, as soon as it finds something."""
        return wait_for(look, log=self.emulator.log)

    def messages(self, queue_url: str, *, count: int = 1) -> list[MessageTypeDef]:
        """So many messages of a queue, with their attributes."""
        sqs = self.emulator.client("sqs", account=self.account)
        found: list[MessageTypeDef] = []

        def receive() -> bool:
            answer = sqs.receive_message(QueueUrl=queue_url, MessageAttributeNames=["All"], MaxNumberOfMessages=10)
            found.extend(answer.get("Messages", []))
            return len(found) >= count

        self.wait_for(receive)
        return found

    def _settled(self, cloudformation: CloudFormationClient) -> StackTypeDef | None:
        stack = cloudformation.describe_stacks(StackName="Test")["Stacks"][0]
        return None if stack["StackStatus"].endswith("IN_PROGRESS") else stack


class StackFailedError(Exception):
    """The reasons of a stack that did not come up or go away."""


@pytest.fixture
def sandbox(emulator: Emulator) -> Sandbox:
    return Sandbox(emulator, f"{next(_ACCOUNTS)}")
