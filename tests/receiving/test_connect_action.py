"""Mail for the agents of Amazon Connect."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam

from ses_constructs.errors import InvalidSettingError
from ses_constructs.receiving import ConnectAction, ReceiptRuleSet
from tests.receiving.conftest import Json, Read

INSTANCE = "arn:aws:connect:eu-west-1:111122223333:instance/11111111-2222-3333-4444-555555555555"
Reader = Callable[[cdk.Stack], Read]


def add(stack: cdk.Stack, action: ConnectAction) -> None:
    ReceiptRuleSet(stack, "Inbound", receipt_rule_set_name="set").add_rule(
        "Rule", catch_all=True, actions=[action], receipt_rule_name="rule"
    )


def test_a_role_is_made_that_may_start_contacts_for_this_rule(
    irish_stack: cdk.Stack, read: Reader, rule_arn: Callable[..., Json]
) -> None:
    add(irish_stack, ConnectAction(instance_arn=INSTANCE))
    template = read(irish_stack)
    (id,) = [id for id in template.of_type("AWS::IAM::Role") if "ConnectRole" in id]
    (trust,) = template.resources[id]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"]["ArnLike"] == {"aws:SourceArn": rule_arn("set", "rule")}
    assert template.actions() == [
        {"ConnectAction": {"InstanceARN": INSTANCE, "IAMRoleARN": {"Fn::GetAtt": [id, "Arn"]}}}
    ]
    (policy,) = [policy for id, policy in template.of_type("AWS::IAM::Policy").items() if "ConnectRole" in id]
    (may,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert (may["Action"], may["Resource"]) == ("connect:StartEmailContact", INSTANCE)
    before = template.waits_for(template.id_of("AWS::SES::ReceiptRule"))
    assert {other for other in template.of_type("AWS::IAM::Policy") if "ConnectRole" in other} <= before


def test_a_given_role_is_used(irish_stack: cdk.Stack, read: Reader) -> None:
    mine = iam.Role(irish_stack, "Mine", assumed_by=iam.ServicePrincipal("ses.amazonaws.com"))
    add(irish_stack, ConnectAction(instance_arn=INSTANCE, role=mine))
    template = read(irish_stack)
    assert template.actions()[0]["ConnectAction"]["IAMRoleARN"] == irish_stack.resolve(mine.role_arn)
    assert not any("ConnectRole" in id for id in template.of_type("AWS::IAM::Role"))


@pytest.mark.parametrize(
    "arn", ["", "11111111-2222-3333-4444-555555555555", INSTANCE[:-1], INSTANCE + "/contact/1"]
)
def test_another_arn_is_refused(arn: str) -> None:
    with pytest.raises(InvalidSettingError, match="instance/<id>"):
        ConnectAction(instance_arn=arn)


def test_an_instance_of_another_region_is_refused(irish_stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="is of us-east-1, and the rule of eu-west-1"):
        add(irish_stack, ConnectAction(instance_arn=INSTANCE.replace("eu-west-1", "us-east-1")))
