"""A hosted zone with records of others cannot be deleted."""

from __future__ import annotations

import pytest

from .conftest import Sandbox, StackFailedError


def test_a_zone_with_a_record_of_somebody_else_stays_and_says_which(sandbox: Sandbox) -> None:
    zone = sandbox.deploy(
        {"Zone": {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "example.com"}}},
        {"Id": {"Ref": "Zone"}},
    )["Id"]
    route53 = sandbox.emulator.client("route53", account=sandbox.account)

    def change(action: str) -> None:
        record = {"Name": "a.example.com", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
        changes = [{"Action": action, "ResourceRecordSet": record}]
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})  # type: ignore[typeddict-item]

    change("CREATE")
    with pytest.raises(StackFailedError, match=r"HostedZoneNotEmpty.*a\.example\.com\. A"):
        sandbox.delete()
    change("DELETE")
    sandbox.delete()
    assert route53.list_hosted_zones()["HostedZones"] == []
