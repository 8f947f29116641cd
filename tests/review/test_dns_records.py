"""DNS records of an assembly."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review import Assembly
from ses_constructs.review.dns_records import dns_records, records_at, txt
from tests.review.conftest import assembly_of

RECORDS = """
    Zone: {Type: AWS::Route53::HostedZone, Properties: {Name: A.example.}}
    One: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: !Ref Zone, Name: B.A.example., Type: mx}}
    Many:
      Type: AWS::Route53::RecordSetGroup
      Properties:
        HostedZoneName: a.example.
        RecordSets:
          - {Name: c.a.example, Type: TXT, ResourceRecords: ['"one" "two"', bare, !Ref Text]}
          - !If [Live, {Name: d}, !Ref AWS::NoValue]
"""


def test_sets_and_groups_are_read_alike(assembly: Callable[[str], Assembly]) -> None:
    read = assembly(RECORDS)
    assert [(record.literal, record.type, record.zone_name) for record in dns_records(read)] == [
        ("b.a.example", "MX", "a.example"),
        ("c.a.example", "TXT", "a.example"),
    ]
    assert len(records_at(read, "C.a.example", "TXT")) == 1
    assert records_at(read, "c.a.example", "MX") == []


def test_the_strings_of_a_txt_value_are_joined(assembly: Callable[[str], Assembly]) -> None:
    [record] = records_at(assembly(RECORDS), "c.a.example", "TXT")
    assert [txt(value) for value in record.values] == ["onetwo", "bare", None]


def test_records_that_this_package_writes_itself_are_read_too() -> None:
    here, there = dns_records(
        assembly_of(
            """
            Here: {Type: Custom::SesDnsRecords, Properties: {HostedZoneId: Z1, Records: [
              {Name: _dmarc.a.example., Type: TXT, TTL: "1800", ResourceRecords: ['"v=DMARC1; p=none"']}]}}
            Keys: {Type: Custom::SesIdentitySettings, Properties: {Identity: b.example, Dkim: {Selector: m, Zone: {
              HostedZoneId: Z2, AssumedRole: 'arn:aws:iam::1:role/dns', TTL: "1800",
              Names: [M._domainkey.b.example]}}}}
            """
        )
    )
    assert (here.literal, here.type, here.is_elsewhere) == ("_dmarc.a.example", "TXT", False)
    assert (there.literal, there.type, there.is_elsewhere) == ("m._domainkey.b.example", "TXT", True)
    [value] = there.values
    assert value.reference is not None
    assert (value.reference.resource.logical_id, value.reference.attribute) == ("Keys", "DkimRecord0")
