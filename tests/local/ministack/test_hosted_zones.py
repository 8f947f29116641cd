"""A hosted zone with records of others cannot be deleted."""

from __future__ import annotations

import pytest

from ses_constructs.local.emulator import Emulator, EmulatorError

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


def test_a_zone_may_have_the_id_that_an_app_has_written_down(fresh_emulator: Emulator) -> None:
    fresh_emulator.own_zone("Example.com", zone_id="Z0123456789EXAMPLE")
    route53 = fresh_emulator.client("route53")
    zone = route53.get_hosted_zone(Id="Z0123456789EXAMPLE")["HostedZone"]
    assert (zone["Name"], zone["Config"]["PrivateZone"]) == ("example.com.", False)
    records = route53.list_resource_record_sets(HostedZoneId="Z0123456789EXAMPLE")["ResourceRecordSets"]
    assert sorted(record["Type"] for record in records) == ["NS", "SOA"]
    with pytest.raises(EmulatorError, match="Z0123456789EXAMPLE already"):
        fresh_emulator.own_zone("example.org", zone_id="Z0123456789EXAMPLE")
    route53.delete_hosted_zone(Id="Z0123456789EXAMPLE")
    assert route53.list_hosted_zones()["HostedZones"] == []
