"""Streams that write Parquet, and what they need for it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from pyarrow import parquet

from .conftest import Sandbox, StackFailedError

COLUMNS = [{"Name": "kind", "Type": "string"}, {"Name": "tags", "Type": "map<string,string>"}]
TABLE = "arn:aws:glue:us-east-1:*:table/d/t"


def allow(action: str, resource: str) -> dict[str, object]:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return {"PolicyName": action.replace(":", ""), "PolicyDocument": document}


def stack(sandbox: Sandbox, *policies: dict[str, object], **settings: object) -> dict[str, object]:
    bucket = f"lake-{sandbox.account}"
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "firehose.amazonaws.com"}}
    role = {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        "Policies": list(policies),
    }
    role_arn = {"Fn::GetAtt": ["Role", "Arn"]}
    conversion = {
        "Enabled": True,
        "InputFormatConfiguration": {"Deserializer": {"OpenXJsonSerDe": {}}},
        "OutputFormatConfiguration": {"Serializer": {"ParquetSerDe": {}}},
        "SchemaConfiguration": {"DatabaseName": "d", "TableName": "t", "RoleARN": role_arn},
    }
    target = {
        "BucketARN": f"arn:aws:s3:::{bucket}",
        "RoleARN": role_arn,
        "Prefix": "good/",
        "ErrorOutputPrefix": "bad/",
        "BufferingHints": {"IntervalInSeconds": 60, "SizeInMBs": 64},
        "DataFormatConversionConfiguration": conversion,
        **settings,
    }
    database = {"CatalogId": sandbox.account, "DatabaseInput": {"Name": "d"}}
    table = {"Name": "t", "StorageDescriptor": {"Columns": COLUMNS}}
    return {
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": bucket}},
        "Role": {"Type": "AWS::IAM::Role", "Properties": role},
        "Database": {"Type": "AWS::Glue::Database", "Properties": database},
        "Table": {
            "Type": "AWS::Glue::Table",
            "DependsOn": "Database",
            "Properties": {"CatalogId": sandbox.account, "DatabaseName": "d", "TableInput": table},
        },
        "Stream": {
            "Type": "AWS::KinesisFirehose::DeliveryStream",
            "DependsOn": "Table",
            "Properties": {"DeliveryStreamName": "s", "ExtendedS3DestinationConfiguration": target},
        },
    }


READ = allow("glue:GetTableVersions", TABLE)


def files(sandbox: Sandbox) -> dict[str, bytes]:
    s3: Any = sandbox.emulator.client("s3", account=sandbox.account)
    bucket = f"lake-{sandbox.account}"
    keys = [found["Key"] for found in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    return {key.split("/")[0]: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def put(sandbox: Sandbox, data: str) -> None:
    firehose = sandbox.emulator.client("firehose", account=sandbox.account)
    firehose.put_record(DeliveryStreamName="s", Record={"Data": data.encode()})


def test_a_record_becomes_a_row_with_its_keys_in_lower_case(sandbox: Sandbox) -> None:
    sandbox.deploy(stack(sandbox, READ, allow("s3:PutObject", "*")))
    put(sandbox, json.dumps({"Kind": "Bounce", "tags": {"ses:From": "a"}, "new": 1}))
    written = sandbox.wait_for(lambda: files(sandbox).get("good"))
    (row,) = parquet.read_table(io.BytesIO(written)).to_pylist()
    assert row == {"kind": "Bounce", "tags": [("ses:from", "a")]}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ('{"tags": 1}', "DataFormatConversion.MalformedData"),
        ('{"kind', "DataFormatConversion.ParseError"),
        (" ", "DataFormatConversion.MalformedData"),
    ],
)
def test_what_does_not_fit_goes_to_the_error_folder(sandbox: Sandbox, data: str, code: str) -> None:
    sandbox.deploy(stack(sandbox, READ, allow("s3:PutObject", "*")))
    put(sandbox, data)
    told = json.loads(sandbox.wait_for(lambda: files(sandbox).get("bad")))
    assert told["ErrorCode"] == code


def test_a_role_that_may_not_read_the_table_cannot_have_a_stream(sandbox: Sandbox) -> None:
    with pytest.raises(StackFailedError, match="not authorized to perform: glue:GetTableVersions"):
        sandbox.deploy(stack(sandbox, allow("s3:PutObject", "*")))


def test_a_role_that_may_write_to_one_folder_writes_to_that_one(sandbox: Sandbox) -> None:
    sandbox.deploy(stack(sandbox, READ, allow("s3:PutObject", "arn:aws:s3:::*/bad/*")))
    put(sandbox, '{"kind": "Bounce"}')
    put(sandbox, "{")
    sandbox.wait_for(lambda: files(sandbox).get("bad"))
    assert files(sandbox).keys() == {"bad"}


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("BufferingHints", {"SizeInMBs": 5, "IntervalInSeconds": 60}, "at least 64"),
        ("CompressionFormat", "GZIP", "must be UNCOMPRESSED"),
    ],
)
def test_what_firehose_refuses_beside_a_conversion_is_refused(
    sandbox: Sandbox, setting: str, value: object, reason: str
) -> None:
    with pytest.raises(StackFailedError, match=reason):
        sandbox.deploy(stack(sandbox, READ, **{setting: value}))
