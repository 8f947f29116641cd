"""The role by which SES writes to a stream, when somebody else has made it."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.configuration_sets import ConfigurationSet, Destination
from ses_constructs.errors import InvalidSettingError

STREAM = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/events"
SES = iam.ServicePrincipal("ses.amazonaws.com")


def add(stack: cdk.Stack, role: iam.IRole) -> None:
    stream = firehose.DeliveryStream.from_delivery_stream_arn(stack, "Stream", STREAM)
    made = ConfigurationSet(stack, "Set")
    made.add_destination("Files", Destination.delivery_stream(stream, role=role))


def test_it_gets_the_permission_before_ses_tries_it(irish_stack: cdk.Stack) -> None:
    add(irish_stack, iam.Role(irish_stack, "Role", assumed_by=SES))
    template = Template.from_stack(irish_stack)
    ((policy_id, policy),) = template.find_resources("AWS::IAM::Policy").items()
    assert policy["Properties"]["PolicyDocument"]["Statement"] == [
        {"Action": "firehose:PutRecordBatch", "Effect": "Allow", "Resource": STREAM}
    ]
    (destination,) = template.find_resources("AWS::SES::ConfigurationSetEventDestination").values()
    assert destination["DependsOn"] == [policy_id]
    template.resource_count_is("AWS::IAM::Role", 1)
    assert Annotations.from_stack(irish_stack).find_warning("*", Match.any_value()) == []


def test_one_that_ses_may_not_assume_is_refused(irish_stack: cdk.Stack) -> None:
    role = iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    with pytest.raises(InvalidSettingError, match="may not be assumed by SES") as caught:
        add(irish_stack, role)
    assert "ses.amazonaws.com" in caught.value.fix
    assert caught.value.at == "Irish/Set/Files"


def test_a_name_in_passing_is_no_trust(irish_stack: cdk.Stack) -> None:
    role = iam.Role(
        irish_stack,
        "Role",
        assumed_by=iam.ServicePrincipal(
            "lambda.amazonaws.com", conditions={"StringEquals": {"aws:PrincipalTag/for": "ses.amazonaws.com"}}
        ),
    )
    with pytest.raises(InvalidSettingError, match="no statement that allows"):
        add(irish_stack, role)


def test_one_that_trusts_ses_for_another_set_is_refused(irish_stack: cdk.Stack) -> None:
    other = "arn:aws:ses:eu-west-1:111122223333:configuration-set/other"
    service = iam.ServicePrincipal("ses.amazonaws.com", conditions={"ArnLike": {"aws:SourceArn": other}})
    role = iam.Role(irish_stack, "Role", assumed_by=service)
    stream = firehose.DeliveryStream.from_delivery_stream_arn(irish_stack, "Stream", STREAM)
    made = ConfigurationSet(irish_stack, "Set", configuration_set_name="receipts")
    with pytest.raises(InvalidSettingError, match="does not meet here: ArnLike aws:SourceArn") as caught:
        made.add_destination("Files", Destination.delivery_stream(stream, role=role))
    assert "this account and set or none" in caught.value.fix


def test_one_that_is_imported_is_trusted_with_a_warning(irish_stack: cdk.Stack) -> None:
    arn = "arn:aws:iam::111122223333:role/Writer"
    add(irish_stack, iam.Role.from_role_arn(irish_stack, "Role", arn, mutable=False))
    found = Annotations.from_stack(irish_stack).find_warning("*", Match.string_like_regexp("trusts ses"))
    assert len(found) == 1
    assert "firehose:PutRecordBatch" in str(found[0].entry.data)
