"""Archives."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Match, Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import Archive, Retention

TYPE = "AWS::SES::MailManagerArchive"


def test_an_archive_outlives_its_stack_and_keeps_mail_for_six_months(stack: cdk.Stack) -> None:
    Archive(stack, "Archive")
    Template.from_stack(stack).has_resource(
        TYPE,
        {
            "Properties": {"Retention": {"RetentionPeriod": "SIX_MONTHS"}, "KmsKeyArn": Match.absent()},
            "DeletionPolicy": "RetainExceptOnCreate",
            "UpdateReplacePolicy": "Retain",
        },
    )


def test_everything_can_be_said(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    Archive(
        stack,
        "Archive",
        archive_name="orders",
        retention=Retention.TEN_YEARS,
        encryption_key=key,
        tags={"a": "b"},
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    template = Template.from_stack(stack)
    id = stack.get_logical_id(key.node.default_child)  # type: ignore[arg-type]
    template.has_resource(
        TYPE,
        {
            "Properties": {
                "ArchiveName": "orders",
                "Retention": {"RetentionPeriod": "TEN_YEARS"},
                "KmsKeyArn": {"Fn::GetAtt": [id, "Arn"]},
                "Tags": [{"Key": "a", "Value": "b"}],
            },
            "DeletionPolicy": Match.absent(),
        },
    )


@pytest.mark.parametrize("name", ["", "a", "-ab", "ab_", "a.b", "x" * 65])
def test_a_name_that_ses_refuses_is_refused(stack: cdk.Stack, name: str) -> None:
    with pytest.raises(InvalidSettingError, match="archive_name"):
        Archive(stack, "Archive", archive_name=name)
