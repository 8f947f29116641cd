"""Is a deployment being undone?"""

from __future__ import annotations

import boto3
import clients
import pytest
import stacks
from botocore.stub import Stubber

STACK_ID = "arn:aws:cloudformation:eu-west-1:111122223333:stack/Mail/1"


@pytest.fixture
def stubber(monkeypatch: pytest.MonkeyPatch) -> Stubber:
    client = boto3.client("cloudformation", region_name="eu-west-1")
    monkeypatch.setattr(clients, "cloudformation", lambda: client)
    stubber = Stubber(client)
    stubber.activate()
    return stubber


@pytest.mark.parametrize(
    ("status", "rolling_back", "given_up"),
    [
        ("UPDATE_ROLLBACK_IN_PROGRESS", True, True),
        ("ROLLBACK_IN_PROGRESS", True, True),
        ("CREATE_IN_PROGRESS", False, False),
        ("UPDATE_IN_PROGRESS", False, False),
        ("DELETE_IN_PROGRESS", False, True),
    ],
)
def test_the_status_of_the_stack_tells(stubber: Stubber, status: str, rolling_back: bool, given_up: bool) -> None:
    stack = {"StackName": "Mail", "CreationTime": "2026-01-01T00:00:00Z", "StackStatus": status}
    stubber.add_response("describe_stacks", {"Stacks": [stack]}, {"StackName": STACK_ID})
    stubber.add_response("describe_stacks", {"Stacks": [stack]}, {"StackName": STACK_ID})
    assert stacks.is_rolling_back(STACK_ID) is rolling_back
    assert stacks.is_given_up(STACK_ID) is given_up


def test_a_stack_that_cannot_be_asked_is_not_rolling_back(stubber: Stubber) -> None:
    stubber.add_client_error("describe_stacks", "AccessDenied")
    stubber.add_client_error("describe_stacks", "AccessDenied")
    assert stacks.is_rolling_back(STACK_ID) is False
    assert stacks.is_given_up(STACK_ID) is False
