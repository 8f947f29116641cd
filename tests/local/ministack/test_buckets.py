"""Tags of buckets, and buckets that are not empty."""

from __future__ import annotations

import pytest

from .conftest import Sandbox, StackFailedError


def bucket(*tags: tuple[str, str]) -> dict[str, object]:
    listed = [{"Key": key, "Value": value} for key, value in tags]
    return {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"Tags": listed}}}


def test_a_bucket_has_the_tags_of_its_template(sandbox: Sandbox) -> None:
    s3 = sandbox.emulator.client("s3", account=sandbox.account)

    def tags() -> list[tuple[str, str]]:
        return sorted((tag["Key"], tag["Value"]) for tag in s3.get_bucket_tagging(Bucket=name)["TagSet"])

    name = sandbox.deploy(bucket(("a", "1"), ("b", "2")), {"Name": {"Ref": "Bucket"}})["Name"]
    assert tags() == [("a", "1"), ("b", "2")]
    sandbox.deploy(bucket(("a", "3")), {"Name": {"Ref": "Bucket"}})
    assert tags() == [("a", "3")]


@pytest.mark.parametrize("versioning", ["Enabled", "Suspended"])
def test_a_bucket_with_something_in_it_is_not_deleted(sandbox: Sandbox, versioning: str) -> None:
    s3 = sandbox.emulator.client("s3", account=sandbox.account)
    properties = {"VersioningConfiguration": {"Status": versioning}}
    resources = {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": properties}}
    name = sandbox.deploy(resources, {"Name": {"Ref": "Bucket"}})["Name"]
    s3.put_object(Bucket=name, Key="mail/1", Body=b"x")
    with pytest.raises(StackFailedError, match="BucketNotEmpty"):
        sandbox.delete()
    for version in s3.list_object_versions(Bucket=name)["Versions"]:
        s3.delete_object(Bucket=name, Key="mail/1", VersionId=version["VersionId"])
    sandbox.delete()
    assert s3.list_buckets()["Buckets"] == []
