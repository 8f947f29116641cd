"""The stream of a lake."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from ses_constructs.events.lake_stream import lake_stream
from ses_constructs.events.lake_table import lake_table


def made(stack: cdk.Stack, bucket: s3.Bucket) -> Template:
    table = lake_table(stack, columns={"eventtype": "string"}, location="s3://b/events", days=30)
    lake_stream(stack, bucket=bucket, table=table, seconds=60)
    return Template.from_stack(stack)


def destination(template: Template) -> dict[str, Any]:
    (stream,) = template.find_resources("AWS::KinesisFirehose::DeliveryStream").values()
    found: dict[str, Any] = stream["Properties"]["ExtendedS3DestinationConfiguration"]
    return found


def role(template: Template) -> dict[str, Any]:
    (found,) = template.find_resources("AWS::IAM::Role").values()
    properties: dict[str, Any] = found["Properties"]
    return properties


def test_files_go_where_the_table_looks_for_them(stack: cdk.Stack) -> None:
    target = destination(made(stack, s3.Bucket(stack, "B")))
    assert target["Prefix"] == "events/day=!{timestamp:yyyy-MM-dd}/"
    assert target["ErrorOutputPrefix"].startswith("errors/!{firehose:error-output-type}/")
    assert target["BufferingHints"] == {"IntervalInSeconds": 60, "SizeInMBs": 128}
    conversion = target["DataFormatConversionConfiguration"]
    assert conversion["InputFormatConfiguration"]["Deserializer"]["OpenXJsonSerDe"]["CaseInsensitive"] is True
    assert conversion["SchemaConfiguration"]["TableName"] == "events"


def test_the_role_is_for_this_accounts_streams_and_writes_to_two_folders(irish_stack: cdk.Stack) -> None:
    found = role(made(irish_stack, s3.Bucket(irish_stack, "B")))
    (trust,) = found["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}
    policies = {one["PolicyName"]: one["PolicyDocument"]["Statement"] for one in found["Policies"]}
    assert policies.keys() == {"Bucket", "Files", "Table", "Errors"}
    (files,) = policies["Files"]
    assert sorted(one["Fn::Join"][1][1] for one in files["Resource"]) == ["/errors/*", "/events/*"]


@pytest.mark.parametrize("own_key", [False, True])
def test_a_key_of_ones_own_encrypts_the_files(stack: cdk.Stack, own_key: bool) -> None:
    key = kms.Key(stack, "Key") if own_key else None
    kind = s3.BucketEncryption.KMS if own_key else s3.BucketEncryption.S3_MANAGED
    template = made(stack, s3.Bucket(stack, "B", encryption=kind, encryption_key=key))
    assert ("KMSEncryptionConfig" in destination(template)["EncryptionConfiguration"]) is own_key
    assert ("Key" in {one["PolicyName"] for one in role(template)["Policies"]}) is own_key
