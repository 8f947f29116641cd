"""Permissions on one set, and on nothing else."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from ses_constructs.configuration_sets import ConfigurationSet

ARN = ":ses:eu-west-1:111122223333:configuration-set/receipts"


def statement(stack: cdk.Stack) -> dict[str, Any]:
    (policy,) = Template.from_stack(stack).find_resources("AWS::IAM::Policy").values()
    (found,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert isinstance(found, dict)
    return found


def role(stack: cdk.Stack) -> iam.Role:
    return iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))


def test_a_sender_may_use_the_identity_and_the_set(irish_stack: cdk.Stack) -> None:
    made = ConfigurationSet.from_configuration_set_name(irish_stack, "Set", "receipts")
    made.grant_send(role(irish_stack), identity="shop.example")
    found = statement(irish_stack)
    assert found["Action"] == ["ses:SendEmail", "ses:SendRawEmail"]
    assert [text for text in (":identity/shop.example", ARN) if text not in str(found["Resource"])] == []


def test_an_operator_may_pause_this_set(irish_stack: cdk.Stack) -> None:
    made = ConfigurationSet.from_configuration_set_name(irish_stack, "Set", "receipts")
    made.grant_pause(role(irish_stack))
    found = statement(irish_stack)
    assert found["Action"] == ["ses:GetConfigurationSet", "ses:PutConfigurationSetSendingOptions"]
    assert ARN in str(found["Resource"])


def test_a_reader_may_read_this_set(irish_stack: cdk.Stack) -> None:
    made = ConfigurationSet(irish_stack, "Set")
    made.grant_read(role(irish_stack))
    found = statement(irish_stack)
    assert found["Action"] == ["ses:GetConfigurationSet", "ses:GetConfigurationSetEventDestinations"]
    assert "SetD" in str(found["Resource"]) or "Ref" in str(found["Resource"])
