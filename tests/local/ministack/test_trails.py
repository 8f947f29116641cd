"""Trails of templates."""

from __future__ import annotations

from typing import Any

import boto3

from .conftest import Sandbox


def trail(**properties: object) -> dict[str, Any]:
    usual = {"S3BucketName": "files", "IsLogging": True, "IsMultiRegionTrail": True}
    return {"Trail": {"Type": "AWS::CloudTrail::Trail", "Properties": {**usual, **properties}}}


def client(sandbox: Sandbox) -> Any:
    return boto3.client(
        "cloudtrail",
        endpoint_url=sandbox.emulator.endpoint,
        region_name=sandbox.place.region,
        aws_access_key_id=sandbox.account,
        aws_secret_access_key="local",
    )


def test_a_trail_comes_changes_and_goes_with_its_template(sandbox: Sandbox) -> None:
    outputs = {"Name": {"Ref": "Trail"}, "Arn": {"Fn::GetAtt": ["Trail", "Arn"]}}
    selectors = [{"IncludeManagementEvents": True, "ReadWriteType": "WriteOnly"}]
    made = sandbox.deploy(trail(EventSelectors=selectors, EnableLogFileValidation=True), outputs)
    trails = client(sandbox)
    (held,) = trails.describe_trails()["trailList"]
    assert (held["Name"], held["TrailARN"]) == (made["Name"], made["Arn"])
    assert held["LogFileValidationEnabled"] is held["IsMultiRegionTrail"] is True
    assert trails.get_trail_status(Name=made["Name"])["IsLogging"] is True
    found = trails.get_event_selectors(TrailName=made["Name"])["EventSelectors"]
    assert [selector["ReadWriteType"] for selector in found] == ["WriteOnly"]
    sandbox.deploy(trail(IsLogging=False), outputs)
    assert trails.get_trail_status(Name=made["Name"])["IsLogging"] is False
    sandbox.deploy(trail(TrailName="another"), outputs)
    assert [one["Name"] for one in trails.describe_trails()["trailList"]] == ["another"]
    sandbox.delete()
    assert trails.describe_trails()["trailList"] == []
