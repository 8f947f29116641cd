"""A resource never becomes one of another type under its name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Sandbox

SET: dict[str, object] = {"Type": "AWS::SES::ConfigurationSet", "Properties": {"Name": "receipts"}}
TOPIC: dict[str, object] = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "receipts"}}
REFUSAL = r"Update of resource type is not permitted\. .* resources: \[Receipts\]"


def change_set(sandbox: Sandbox, name: str, resources: dict[str, object]) -> dict[str, Any]:
    cloudformation: Any = sandbox.emulator.client("cloudformation", account=sandbox.account)
    body = json.dumps({"Resources": resources})
    cloudformation.create_change_set(StackName="Test", ChangeSetName=name, TemplateBody=body)
    found: dict[str, Any] = cloudformation.describe_change_set(StackName="Test", ChangeSetName=name)
    return found


def test_a_change_set_fails(sandbox: Sandbox) -> None:
    sandbox.deploy({"Receipts": SET})
    failed = change_set(sandbox, "another-type", {"Receipts": TOPIC})
    assert (failed["Status"], failed["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert failed["StatusReason"].endswith("resource type of the following resources: [Receipts]")
    fine = change_set(sandbox, "another-name", {"Receipts": SET, "Notices": TOPIC})
    assert (fine["Status"], fine["ExecutionStatus"]) == ("CREATE_COMPLETE", "AVAILABLE")


def test_an_update_is_refused_and_leaves_the_stack_as_it_was(sandbox: Sandbox) -> None:
    sandbox.deploy({"Receipts": SET})
    with pytest.raises(ClientError, match=REFUSAL):
        sandbox.deploy({"Receipts": TOPIC})
    sandbox.deploy({"Receipts": SET, "Notices": TOPIC})
    assert sandbox.emulator.client("sesv2", account=sandbox.account).list_configuration_sets()[
        "ConfigurationSets"
    ] == ["receipts"]


def test_a_stack_that_is_made_anew_may_have_any_type(sandbox: Sandbox) -> None:
    sandbox.deploy({"Receipts": SET})
    sandbox.delete()
    sandbox.deploy({"Receipts": TOPIC})
    assert (
        sandbox.emulator.client("sesv2", account=sandbox.account).list_configuration_sets()["ConfigurationSets"]
        == []
    )
