"""The bucket that files beside the app pass through."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk.assertions import Match, Template

from ses_constructs.audience import ListFile, SuppressionImport

from .conftest import Write


def test_all_imports_of_a_stack_share_one_that_is_empty_soon(write: Write, stack: cdk.Stack) -> None:
    file = ListFile.local(write("old.csv", "a@b.c,BOUNCE\n"))
    for name in ("One", "Two"):
        SuppressionImport(stack, name, file=file)
    template = Template.from_stack(stack)
    template.resource_count_is("AWS::S3::Bucket", 1)
    template.has_resource(
        "AWS::S3::Bucket",
        {
            "DeletionPolicy": "Delete",
            "Properties": {
                "LifecycleConfiguration": {"Rules": [{"ExpirationInDays": 1, "Status": "Enabled"}]},
                "PublicAccessBlockConfiguration": {"BlockPublicAcls": True},
            },
        },
    )
    template.has_resource_properties(
        "AWS::S3::BucketPolicy",
        {
            "PolicyDocument": {
                "Statement": Match.array_with(
                    [
                        Match.object_like(
                            {
                                "Action": "s3:GetObject",
                                "Condition": {"StringEquals": {"aws:Referer": {"Ref": "AWS::AccountId"}}},
                                "Principal": {"Service": "ses.amazonaws.com"},
                            }
                        )
                    ]
                )
            }
        },
    )
