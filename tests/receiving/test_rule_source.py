"""How policies name a rule that does not exist yet."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.receiving.rule_source import RuleSource


def test_a_known_rule_set_is_named_exactly(irish_stack: cdk.Stack) -> None:
    source = RuleSource.of(irish_stack, rule_set="inbound", rule="support")
    assert source.arn.endswith(":ses:eu-west-1:111122223333:receipt-rule-set/inbound:receipt-rule/support")
    assert source.conditions == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": source.arn},
    }


def test_a_rule_set_that_only_the_deployment_knows_is_any_of_the_account(irish_stack: cdk.Stack) -> None:
    name = cdk.Fn.get_att("Active", "RuleSetName").to_string()
    arn = RuleSource.of(irish_stack, rule_set=name, rule="support").arn
    assert arn.endswith(":111122223333:receipt-rule-set/*:receipt-rule/support")


@pytest.mark.parametrize("region", ["us-gov-west-1", "cn-north-1", "eu-west-1"])
def test_no_partition_is_written_down(app: cdk.App, region: str) -> None:
    stack = cdk.Stack(app, "There", env=cdk.Environment(account="111122223333", region=region))
    arn = RuleSource.of(stack, rule_set="inbound", rule="support").arn
    assert {"Ref": "AWS::Partition"} in stack.resolve(arn)["Fn::Join"][1]


def test_a_stack_that_knows_nothing_uses_references(stack: cdk.Stack) -> None:
    arn = stack.resolve(RuleSource.of(stack, rule_set="inbound", rule="support").arn)
    assert {"Ref": "AWS::Region"} in arn["Fn::Join"][1]
    assert {"Ref": "AWS::AccountId"} in arn["Fn::Join"][1]
