"""A nested stack keeps what its template keeps, and fails to go when a part of it does."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from .conftest import Sandbox, StackFailedError

BUCKET = "nested-stack-templates"


def nested(sandbox: Sandbox, resources: Mapping[str, object]) -> dict[str, object]:
    """A nested stack of these resources, its template in a bucket."""
    s3 = sandbox.emulator.client("s3", account=sandbox.account)
    bucket = f"{BUCKET}-{sandbox.account}"
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="nested.json", Body=json.dumps({"Resources": resources}).encode())
    url = f"https://s3.{sandbox.emulator.region}.amazonaws.com/{bucket}/nested.json"
    return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}


def configuration_set(name: str, **attributes: str) -> dict[str, object]:
    return {"Type": "AWS::SES::ConfigurationSet", "Properties": {"Name": name}, **attributes}


def sets(sandbox: Sandbox) -> list[str]:
    return sandbox.emulator.client("sesv2", account=sandbox.account).list_configuration_sets()["ConfigurationSets"]


KEPT_AND_NOT = {
    "Kept": configuration_set("kept", DeletionPolicy="Retain"),
    "KeptOnceMade": configuration_set("kept-once-made", DeletionPolicy="RetainExceptOnCreate"),
    "Gone": configuration_set("gone"),
}


def test_what_a_nested_stack_keeps_stays_when_it_is_deleted(sandbox: Sandbox) -> None:
    sandbox.deploy({"Nested": nested(sandbox, KEPT_AND_NOT)})
    assert sorted(sets(sandbox)) == ["gone", "kept", "kept-once-made"]
    sandbox.delete()
    assert sorted(sets(sandbox)) == ["kept", "kept-once-made"]


def test_what_a_failed_deployment_has_made_goes_unless_it_is_kept_always(sandbox: Sandbox) -> None:
    failing = {**configuration_set("no name at all"), "DependsOn": "Nested"}
    with pytest.raises(StackFailedError):
        sandbox.deploy({"Nested": nested(sandbox, KEPT_AND_NOT), "Failing": failing})
    assert sets(sandbox) == ["kept"]


def test_a_part_that_cannot_be_deleted_keeps_the_whole_stack(sandbox: Sandbox) -> None:
    sandbox.deploy({"Nested": nested(sandbox, {"Files": {"Type": "AWS::S3::Bucket"}, **KEPT_AND_NOT})})
    s3 = sandbox.emulator.client("s3", account=sandbox.account)
    (bucket,) = [each["Name"] for each in s3.list_buckets()["Buckets"] if BUCKET not in each["Name"]]
    s3.put_object(Bucket=bucket, Key="a", Body=b"a")
    with pytest.raises(StackFailedError, match=r"failed to delete: \[Files\]"):
        sandbox.delete()
    s3.delete_object(Bucket=bucket, Key="a")
    sandbox.delete()
    assert bucket not in [each["Name"] for each in s3.list_buckets()["Buckets"]]
