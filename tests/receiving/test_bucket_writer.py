"""SES writes as itself, or as a role that may do just that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from cdk_nag import AwsSolutionsChecks

from ses_constructs.errors import InvalidSettingError
from ses_constructs.receiving import (
    BucketWriter,
    ClientSideEncryption,
    ConnectAction,
    ReceiptRuleSet,
    S3Action,
)
from tests.receiving.conftest import Json, Read

Reader = Callable[[cdk.Stack], Read]


def save(stack: cdk.Stack, *actions: S3Action | ConnectAction) -> None:
    ReceiptRuleSet(stack, "Inbound", receipt_rule_set_name="set").add_rule(
        "Rule", recipients=["example.com"], actions=actions, receipt_rule_name="rule"
    )


def allowed(template: Read) -> list[tuple[Any, Any]]:
    """Actions and resources of the policies of roles that SES takes on."""
    documents = [
        policy["Properties"]["PolicyDocument"]
        for id, policy in template.of_type("AWS::IAM::Policy").items()
        if "S3Role" in id or "Mine" in id
    ]
    return [(s["Action"], s["Resource"]) for d in documents for s in d["Statement"]]


def test_the_role_trusts_ses_for_this_rule_alone(
    irish_stack: cdk.Stack, read: Reader, rule_arn: Callable[..., Json]
) -> None:
    save(irish_stack, S3Action(bucket=s3.Bucket(irish_stack, "Bucket"), writer=BucketWriter.own_role()))
    template = read(irish_stack)
    (role,) = [made for id, made in template.of_type("AWS::IAM::Role").items() if "S3Role" in id]
    (statement,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "ses.amazonaws.com"}
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": rule_arn("set", "rule")},
    }


def test_the_role_may_write_below_the_prefix_and_nothing_else(stack: cdk.Stack, read: Reader) -> None:
    bucket = s3.Bucket(stack, "Bucket")
    save(stack, S3Action(bucket=bucket, prefix="mail/", writer=BucketWriter.own_role()))
    template = read(stack)
    assert allowed(template) == [("s3:PutObject", stack.resolve(bucket.arn_for_objects("mail/*")))]
    assert template.of_type("AWS::S3::BucketPolicy") == {}


def test_the_role_uses_keys_and_the_topic_too(stack: cdk.Stack, read: Reader) -> None:
    at_rest, in_topic, of_mail = (kms.Key(stack, id) for id in ("AtRest", "InTopic", "OfMail"))
    bucket = s3.Bucket(stack, "Bucket", encryption_key=at_rest)
    topic = sns.Topic(stack, "Topic", master_key=in_topic)
    encryption = ClientSideEncryption.with_key(of_mail)
    save(stack, S3Action(bucket=bucket, topic=topic, writer=BucketWriter.own_role(), encryption=encryption))
    template = read(stack)
    use = ["kms:Decrypt", "kms:GenerateDataKey"]
    assert allowed(template) == [
        ("s3:PutObject", stack.resolve(bucket.arn_for_objects("*"))),
        (use, stack.resolve(at_rest.key_arn)),
        ("kms:GenerateDataKey", stack.resolve(of_mail.key_arn)),
        ("sns:Publish", stack.resolve(topic.topic_arn)),
        (use, stack.resolve(in_topic.key_arn)),
    ]
    keys = [made["Properties"]["KeyPolicy"] for made in template.of_type("AWS::KMS::Key").values()]
    assert "ses.amazonaws.com" not in str(keys)


def test_the_rule_waits_for_the_role_and_its_policy(stack: cdk.Stack, read: Reader) -> None:
    save(stack, S3Action(bucket=s3.Bucket(stack, "Bucket"), writer=BucketWriter.own_role()))
    template = read(stack)
    before = template.waits_for(template.id_of("AWS::SES::ReceiptRule"))
    assert {id for id in template.of_type("AWS::IAM::Policy") if "S3Role" in id} <= before
    (action,) = template.actions()
    assert action["S3Action"]["IamRoleArn"]["Fn::GetAtt"][0] in before


def test_two_actions_of_a_rule_share_one_role(stack: cdk.Stack, read: Reader) -> None:
    bucket, writer = s3.Bucket(stack, "Bucket"), BucketWriter.own_role()
    save(stack, S3Action(bucket=bucket, prefix="a/", writer=writer), S3Action(bucket=bucket, writer=writer))
    first, second = read(stack).actions()
    assert first["S3Action"]["IamRoleArn"] == second["S3Action"]["IamRoleArn"]


def test_one_action_in_two_rules_has_two_roles(stack: cdk.Stack, read: Reader) -> None:
    action = S3Action(bucket=s3.Bucket(stack, "Bucket"), writer=BucketWriter.own_role())
    inbound = ReceiptRuleSet(stack, "Inbound")
    for id in ("One", "Two"):
        inbound.add_rule(id, recipients=[f"{id}@example.com"], actions=[action])
    rules = read(stack).rules().values()
    assert len({str(rule["Properties"]["Rule"]["Actions"]) for rule in rules}) == 2


def test_a_given_role_gets_the_permission(stack: cdk.Stack, read: Reader) -> None:
    mine = iam.Role(stack, "Mine", assumed_by=iam.ServicePrincipal("ses.amazonaws.com"))
    bucket = s3.Bucket(stack, "Bucket")
    save(stack, S3Action(bucket=bucket, writer=BucketWriter.role(mine)))
    template = read(stack)
    assert allowed(template) == [("s3:PutObject", stack.resolve(bucket.arn_for_objects("*")))]
    (action,) = template.actions()
    assert action["S3Action"]["IamRoleArn"] == stack.resolve(mine.role_arn)


def test_an_immutable_role_is_taken_as_it_is(stack: cdk.Stack, read: Reader) -> None:
    arn = "arn:aws:iam::111122223333:role/mail"
    role = iam.Role.from_role_arn(stack, "Role", arn, mutable=False)
    save(stack, S3Action(bucket=s3.Bucket(stack, "Bucket"), writer=BucketWriter.role(role)))
    template = read(stack)
    assert template.actions()[0]["S3Action"]["IamRoleArn"] == arn
    assert allowed(template) == []


def test_ses_writes_as_itself_unless_told(stack: cdk.Stack, read: Reader) -> None:
    save(stack, S3Action(bucket=s3.Bucket(stack, "Bucket"), writer=BucketWriter.service()))
    template = read(stack)
    assert "IamRoleArn" not in template.actions()[0]["S3Action"]
    assert [s["Action"] for s in template.statements("AWS::S3::BucketPolicy")] == ["s3:PutObject"]


def test_a_bucket_where_ses_receives_no_mail_needs_a_role(app: cdk.App, irish_stack: cdk.Stack) -> None:
    far = cdk.Stack(app, "Far", env=cdk.Environment(account="111122223333", region="me-central-1"))
    bucket = s3.Bucket(far, "Bucket", bucket_name="mail-far-away")
    with pytest.raises(InvalidSettingError, match="is in me-central-1, where SES receives no mail") as raised:
        save(irish_stack, S3Action(bucket=bucket))
    assert raised.value.fix == "give writer=BucketWriter.own_role()"


def test_a_role_reaches_a_bucket_where_ses_receives_no_mail(
    app: cdk.App, irish_stack: cdk.Stack, read: Reader
) -> None:
    far = cdk.Stack(app, "Far", env=cdk.Environment(account="111122223333", region="me-central-1"))
    bucket = s3.Bucket(far, "Bucket", bucket_name="mail-far-away")
    save(irish_stack, S3Action(bucket=bucket, writer=BucketWriter.own_role()))
    (found,) = allowed(read(irish_stack))
    assert found[0] == "s3:PutObject"
    assert "mail-far-away/*" in str(found[1])


def test_cdk_nag_has_nothing_to_say_of_the_role(app: cdk.App, stack: cdk.Stack) -> None:
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "mail")
    own = S3Action(bucket=bucket, prefix="mail/", writer=BucketWriter.own_role())
    instance = "arn:aws:connect:eu-west-1:111122223333:instance/11111111-2222-3333-4444-555555555555"
    save(stack, own, ConnectAction(instance_arn=instance))
    report = AwsSolutionsChecks(app).validate_scope(app)
    assert [violation.rule_name for violation in report.violations] == []
