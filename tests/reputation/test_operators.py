"""Which topics operators can listen on, and what lets alarms and notices through."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.reputation import GuardScope, ReputationGuard
from ses_constructs.reputation.operators import Operators

from .conftest import OfType, Warnings

HERE = cdk.Environment(account="111122223333", region="eu-west-1")


@pytest.fixture
def guard(stack: cdk.Stack) -> Construct:
    return Construct(stack, "Guard")


def guarded_by(stack: cdk.Stack, topic: sns.ITopic, id: str = "Guard") -> ReputationGuard:
    return ReputationGuard(stack, id, watch=GuardScope.account(), operators=topic)


def test_alarms_of_this_account_may_publish(
    stack: cdk.Stack, guard: Construct, operators: sns.Topic, of_type: OfType
) -> None:
    assert Operators(guard, operators).admit_alarms()
    (policy,) = of_type(stack, "AWS::SNS::TopicPolicy").values()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert statement["Action"] == "sns:Publish"
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    assert statement["Condition"]["ArnLike"]["aws:SourceArn"]["Fn::Join"][1][-1] == ":alarm:*"


def test_a_topic_that_enforces_ssl_keeps_that_and_lets_alarms_in(
    stack: cdk.Stack, guard: Construct, of_type: OfType
) -> None:
    Operators(guard, sns.Topic(stack, "Safe", enforce_ssl=True)).admit_alarms()
    (policy,) = of_type(stack, "AWS::SNS::TopicPolicy").values()
    statements = policy["Properties"]["PolicyDocument"]["Statement"]
    assert [one["Effect"] for one in statements] == ["Deny", "Allow"]


def test_two_guards_share_a_topic_with_one_statement(
    stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    guarded_by(stack, operators, "One")
    guarded_by(stack, operators, "Two")
    policies = of_type(stack, "AWS::SNS::TopicPolicy")
    (policy,) = (one for id, one in policies.items() if id.startswith("Operators"))
    assert len(policy["Properties"]["PolicyDocument"]["Statement"]) == 1


def test_a_topic_under_a_key_of_ones_own_lets_alarms_and_both_functions_use_it(
    stack: cdk.Stack, of_type: OfType
) -> None:
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    guarded_by(stack, sns.Topic(stack, "Sealed", master_key=key))
    (made,) = of_type(stack, "AWS::KMS::Key").values()
    admitted = [
        one
        for one in made["Properties"]["KeyPolicy"]["Statement"]
        if one["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    ]
    uses = ["kms:Decrypt", "kms:GenerateDataKey*"]
    assert [one["Action"] for one in admitted] == [uses]
    granted = [
        statement["Resource"]
        for policy in of_type(stack, "AWS::IAM::Policy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Action"] == uses
    ]
    resource = key.node.default_child
    assert isinstance(resource, cdk.CfnElement)
    assert granted == [{"Fn::GetAtt": [stack.get_logical_id(resource), "Arn"]}] * 2


def test_a_topic_under_the_key_that_aws_manages_is_refused(stack: cdk.Stack, guard: Construct) -> None:
    managed = kms.Alias.from_alias_name(stack, "Managed", "alias/aws/sns")
    with pytest.raises(InvalidSettingError, match="alias/aws/sns") as refused:
        Operators(guard, sns.Topic(stack, "Dropped", master_key=managed))
    assert refused.value.setting == "operators"
    assert "kms.Key of your own" in refused.value.fix


def test_a_fifo_topic_is_refused(stack: cdk.Stack, guard: Construct) -> None:
    with pytest.raises(InvalidSettingError, match="operators='Mail/Ordered' is a FIFO topic") as refused:
        Operators(guard, sns.Topic(stack, "Ordered", fifo=True))
    assert refused.value.fix == "use a standard topic"


def test_an_imported_fifo_topic_is_refused(stack: cdk.Stack, guard: Construct) -> None:
    arn = "arn:aws:sns:eu-west-1:111122223333:ops.fifo"
    with pytest.raises(InvalidSettingError, match="FIFO"):
        Operators(guard, sns.Topic.from_topic_arn(stack, "Imported", arn))


def test_an_imported_topic_is_taken_with_a_warning_that_prints_the_statement(
    stack: cdk.Stack, of_type: OfType, warnings_in: Warnings
) -> None:
    arn = "arn:aws:sns:eu-west-1:111122223333:ops"
    guarded_by(stack, sns.Topic.from_topic_arn(stack, "Imported", arn))
    (warning,) = warnings_in(stack)
    assert "cloudwatch.amazonaws.com" in warning
    assert arn in warning
    assert [id[:10] for id in of_type(stack, "AWS::SNS::TopicPolicy")] == ["GuardDrill"]


def test_a_topic_of_another_region_is_refused() -> None:
    here = cdk.Stack(cdk.App(), "Here", env=HERE)
    arn = "arn:aws:sns:us-east-1:111122223333:ops"
    with pytest.raises(
        ConflictingSettingsError, match=r"topic is in us-east-1, the guard in eu-west-1"
    ) as refused:
        guarded_by(here, sns.Topic.from_topic_arn(here, "Far", arn))
    assert refused.value.at == "Here/Guard"
    assert "guard's own region" in refused.value.fix


def test_a_topic_of_another_stack_is_taken() -> None:
    app = cdk.App()
    people = cdk.Stack(app, "People", env=HERE)
    mail = cdk.Stack(app, "Mail", env=HERE)
    key = kms.Key(people, "Key")
    guarded_by(mail, sns.Topic(people, "Operators", master_key=key, enforce_ssl=True))
    assert app.synth().get_stack_by_name("Mail").dependencies
