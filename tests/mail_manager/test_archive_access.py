"""Who may search and export an archive, and with which key it is written."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Annotations, Match, Template
from botocore.session import Session

from ses_constructs.facts import mail_manager as facts
from ses_constructs.mail_manager import Archive

USE_KEY = [
    "kms:Decrypt",
    "kms:DescribeKey",
    *sorted(
        f"kms:{name}"
        for name in Session().get_service_model("kms").operation_names
        if name.startswith("GenerateDataKey")
    ),
]


def role_of(stack: cdk.Stack) -> iam.Role:
    return iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))


def policy(stack: cdk.Stack, type: str, document: str = "PolicyDocument") -> list[dict[str, Any]]:
    (made,) = Template.from_stack(stack).find_resources(type).values()
    statements: list[dict[str, Any]] = made["Properties"][document]["Statement"]
    return statements


def test_who_searches_reads_messages_and_uses_the_key_by_ses(irish_stack: cdk.Stack) -> None:
    archive = Archive(irish_stack, "Archive", encryption_key=kms.Key(irish_stack, "Key"))
    archive.grant_search(role_of(irish_stack))
    search, use = policy(irish_stack, "AWS::IAM::Policy")
    assert search["Action"] == list(facts.ARCHIVE_SEARCH_ACTIONS)
    assert search["Resource"] == {"Fn::GetAtt": ["Archive", "ArchiveArn"]}
    assert use["Action"] == USE_KEY
    assert use["Condition"] == {"StringEquals": {"kms:ViaService": "ses.eu-west-1.amazonaws.com"}}


def test_ses_may_use_the_key_of_an_archive(stack: cdk.Stack) -> None:
    Archive(stack, "Archive", encryption_key=kms.Key(stack, "Key"))
    (_, statement) = policy(stack, "AWS::KMS::Key", "KeyPolicy")
    assert statement["Principal"] == {"Service": "ses.amazonaws.com"}
    assert statement["Action"] == USE_KEY


def test_the_statement_for_an_imported_key_is_printed(stack: cdk.Stack) -> None:
    arn = "arn:aws:kms:eu-west-1:111122223333:key/0000"
    Archive(stack, "Archive", encryption_key=kms.Key.from_key_arn(stack, "Key", arn))
    Annotations.from_stack(stack).has_warning("/Mail/Archive", Match.string_like_regexp("kms:GenerateDataKey"))


def test_who_searches_an_imported_archive_uses_the_key_that_is_named(irish_stack: cdk.Stack) -> None:
    key = kms.Key.from_key_arn(irish_stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/0000")
    Archive.from_archive_id(irish_stack, "Archive", "a-1", encryption_key=key).grant_search(role_of(irish_stack))
    search, use = policy(irish_stack, "AWS::IAM::Policy")
    assert search["Resource"]["Fn::Join"][1][-1].endswith(":mailmanager-archive/a-1")
    assert (use["Action"], use["Resource"]) == (USE_KEY, key.key_arn)


def test_an_export_is_let_into_the_bucket_on_both_sides(stack: cdk.Stack) -> None:
    bucket = s3.Bucket(stack, "Bucket")
    imported = Archive.from_archive_id(stack, "Archive", "a-1")
    imported.grant_export(role_of(stack), bucket)
    exporting, listing, writing = policy(stack, "AWS::IAM::Policy")
    assert exporting["Action"] == list(facts.ARCHIVE_EXPORT_ACTIONS)
    assert exporting["Resource"]["Fn::Join"][1][-1] == ":mailmanager-archive/a-1"
    on_bucket = policy(stack, "AWS::S3::BucketPolicy")
    assert [one["Principal"] for one in on_bucket] == [{"Service": "ses.amazonaws.com"}] * 2
    for ours, theirs in zip((listing, writing), on_bucket, strict=True):
        assert (ours["Action"], ours["Resource"]) == (theirs["Action"], theirs["Resource"])


def test_the_statements_for_an_imported_bucket_are_printed(stack: cdk.Stack) -> None:
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "exports")
    Archive.from_archive_id(stack, "Archive", "a-1").grant_export(role_of(stack), bucket)
    Annotations.from_stack(stack).has_warning("/Mail/Bucket", Match.string_like_regexp("s3:PutObject"))


def test_an_imported_archive_refers_by_its_id(stack: cdk.Stack) -> None:
    imported = Archive.from_archive_id(stack, "Archive", "a-1")
    assert imported.mail_manager_archive_ref.archive_id == "a-1"
    imported.grant_search(role_of(stack))
    assert len(policy(stack, "AWS::IAM::Policy")) == 1
