"""Files and how SES comes to read them."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.audience import DataFormat, ListFile, SuppressionImport
from ses_constructs.errors import InvalidSettingError

from .conftest import Write


def statements(stack: cdk.Stack, type: str, document: str) -> list[dict[str, Any]]:
    found = Template.from_stack(stack).find_resources(type).values()
    return [each for resource in found for each in resource["Properties"][document]["Statement"]]


@pytest.mark.parametrize(
    ("name", "data_format"), [("a.csv", DataFormat.CSV), ("a.JSON", DataFormat.JSON), ("a.jsonl", DataFormat.JSON)]
)
def test_the_ending_tells_the_format(write: Write, name: str, data_format: DataFormat) -> None:
    assert ListFile.local(write(name, "")).data_format is data_format


def test_a_format_may_be_given(write: Write, stack: cdk.Stack) -> None:
    bucket = s3.Bucket(stack, "Lists")
    assert ListFile.local(write("a.txt", ""), data_format=DataFormat.CSV).data_format is DataFormat.CSV
    assert ListFile.stored(bucket, "a", data_format=DataFormat.JSON).data_format is DataFormat.JSON


def test_a_file_that_is_not_there_or_tells_no_format_is_refused(write: Write, stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="is no file"):
        ListFile.local("absent.csv")
    with pytest.raises(InvalidSettingError, match="does not tell its format"):
        ListFile.local(write("a.txt", ""))
    with pytest.raises(InvalidSettingError, match="does not tell its format"):
        ListFile.stored(s3.Bucket(stack, "Lists"), cdk.Fn.import_value("Key"))


def test_ses_may_read_the_object_and_decrypt_it_and_nobody_else_s(irish_stack: cdk.Stack) -> None:
    key = kms.Key(irish_stack, "Key")
    bucket = s3.Bucket(irish_stack, "Lists", encryption_key=key)
    SuppressionImport(irish_stack, "Import", file=ListFile.stored(bucket, "old.csv"))
    (read,) = statements(irish_stack, "AWS::S3::BucketPolicy", "PolicyDocument")
    assert read["Principal"] == {"Service": "ses.amazonaws.com"}
    assert read["Action"] == "s3:GetObject"
    assert read["Condition"] == {"StringEquals": {"aws:Referer": "111122223333"}}
    assert json.dumps(read["Resource"]).endswith('"/old.csv"]]}')
    decrypt = [
        each for each in statements(irish_stack, "AWS::KMS::Key", "KeyPolicy") if "Service" in each["Principal"]
    ]
    assert [each["Action"] for each in decrypt] == ["kms:Decrypt"]
    (made,) = Template.from_stack(irish_stack).find_resources("Custom::SesImport").values()
    assert any(name.startswith("ListsPolicy") for name in made["DependsOn"])
    assert "SourceBucket" not in made["Properties"]


def test_policies_that_cannot_be_changed_are_told_of(stack: cdk.Stack) -> None:
    bucket = s3.Bucket.from_bucket_attributes(
        stack,
        "Lists",
        bucket_name="lists",
        encryption_key=kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/abc"),
    )
    SuppressionImport(stack, "Import", file=ListFile.stored(bucket, "old.csv"))
    for what in ("the policy of bucket Mail/Lists", "the policy of the key of bucket Mail/Lists"):
        found = Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp(what))
        assert len(found) == 1


def test_a_file_beside_the_app_is_copied_by_name_only(write: Write, stack: cdk.Stack) -> None:
    path = write("old.csv", "a@b.c,BOUNCE\n")
    SuppressionImport(stack, "Import", file=ListFile.local(path))
    allowed = statements(stack, "AWS::IAM::Policy", "PolicyDocument")
    copying = [each for each in allowed if str(each["Action"]).count("s3:")]
    assert [each["Action"] for each in copying] == ["s3:GetObject", ["s3:PutObject", "s3:DeleteObject"]]
    assert not any("*" in json.dumps(each["Resource"]) for each in copying)
    (made,) = Template.from_stack(stack).find_resources("Custom::SesImport").values()
    assert made["Properties"]["Key"].startswith("imports/")
    assert "a@b.c" not in json.dumps(Template.from_stack(stack).to_json())


def test_another_content_is_another_import(write: Write, app: cdk.App) -> None:
    keys = []
    for number, text in enumerate(("a@b.c,BOUNCE\n", "d@e.f,BOUNCE\n", "a@b.c,BOUNCE\n")):
        stack = cdk.Stack(cdk.App(), "Mail")
        SuppressionImport(stack, "Import", file=ListFile.local(write(f"{number}.csv", text)))
        (made,) = Template.from_stack(stack).find_resources("Custom::SesImport").values()
        keys.append(made["Properties"]["Key"])
    assert keys[0] == keys[2] != keys[1]
