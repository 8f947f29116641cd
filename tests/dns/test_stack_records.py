"""Which records of a template belong to SES."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ses_constructs.dns.assembly import SynthesizedStack
from ses_constructs.dns.deployment import OutputsFile
from ses_constructs.dns.known_values import KnownValues
from ses_constructs.dns.stack_records import StackRecords, domains_of, find_records


def found_in(stack: SynthesizedStack, *, by_hand_only: bool = False) -> StackRecords:
    return find_records(stack, KnownValues([stack], OutputsFile({})), by_hand_only=by_hand_only)


def record_set(name: object, type: str, *values: object, **more: object) -> dict[str, object]:
    return {"Name": name, "Type": type, "TTL": "300", "ResourceRecords": list(values), **more}


def alone(record: dict[str, object]) -> dict[str, object]:
    return {"Type": "AWS::Route53::RecordSet", "Properties": record}


@pytest.mark.parametrize(
    ("record", "purpose"),
    [
        (record_set("b.shop.example.", "MX", "10 feedback-smtp.eu-west-1.amazonses.com."), "MAIL FROM: bounces"),
        (record_set("shop.example", "MX", "10 inbound-smtp.eu-west-1.amazonaws.com"), "mail for the domain"),
        (
            record_set("shop.example", "MX", "10 a.b.mail-manager-smtp.amazonaws.com"),
            "mail for the domain goes to Mail",
        ),
        (record_set("_dmarc.shop.example.", "TXT", '"v=DMARC1; p=none"'), "DMARC"),
        (record_set("shop.example._report._dmarc.reports.example.", "TXT", '"v=DMARC1"'), "DMARC: may report"),
        (record_set("s1._domainkey.shop.example.", "TXT", '"p=abc"'), "DKIM"),
        (record_set("default._bimi.shop.example.", "TXT", '"v=BIMI1; l="'), "BIMI"),
        (record_set("_smtp._tls.shop.example.", "TXT", '"v=TLSRPTv1"'), "TLS reports"),
        (record_set("_mta-sts.shop.example.", "TXT", '"v=STSv1; id=1"'), "MTA-STS"),
        (record_set("shop.example.", "TXT", '"v=spf1 include:amazonses.com ~all"'), "SPF"),
        (record_set("track.shop.example.", "CNAME", "r.eu-west-1.awstrack.me"), "open and click tracking"),
    ],
)
def test_a_record_of_ses_is_found_and_told_apart(
    make_stack: Callable[..., SynthesizedStack], record: dict[str, object], purpose: str
) -> None:
    (found,) = found_in(make_stack(Resources={"Any": alone({**record, "HostedZoneId": "Z1"})})).records
    assert found.purpose.startswith(purpose)
    assert (found.ttl, found.hosted_zone) == (300, "Z1")
    assert not found.name.endswith(".")


def test_the_priority_and_every_value_are_read(make_stack: Callable[..., SynthesizedStack]) -> None:
    record = record_set("shop.example", "MX", "10 inbound-smtp.eu-west-1.amazonaws.com", "20 backup.example.")
    found = found_in(make_stack(Resources={"Mx": alone(record)})).records
    assert [(each.priority, each.value) for each in found] == [
        (10, "inbound-smtp.eu-west-1.amazonaws.com"),
        (20, "backup.example"),
    ]


@pytest.mark.parametrize(
    "record",
    [
        record_set("www.shop.example", "A", "192.0.2.1"),
        record_set("shop.example", "MX", "1 mail.elsewhere.example"),
    ],
)
def test_other_records_are_left_alone(
    make_stack: Callable[..., SynthesizedStack], record: dict[str, object]
) -> None:
    resources = {"Any": alone(record), "Topic": {"Type": "AWS::SNS::Topic"}}
    assert found_in(make_stack(Resources=resources)) == StackRecords()


def test_a_group_is_found_as_a_whole_with_the_zone_it_names(make_stack: Callable[..., SynthesizedStack]) -> None:
    group = {
        "HostedZoneId": {"Ref": "Zone"},
        "RecordSets": [
            record_set("_mta-sts.shop.example.", "TXT", '"v=STSv1; id=1"'),
            record_set("policy.shop.example.", "CNAME", "cdn.example"),
            {"Name": "mta-sts.shop.example.", "Type": "A", "AliasTarget": {"DNSName": "cdn.example"}},
        ],
    }
    resources = {"Group": {"Type": "AWS::Route53::RecordSetGroup", "Properties": group}}
    found = found_in(make_stack(Resources=resources))
    assert [(each.name, each.purpose, each.hosted_zone) for each in found.records] == [
        ("_mta-sts.shop.example", "MTA-STS", "Zone"),
        ("policy.shop.example", "", "Zone"),
    ]
    assert found.left_out == ["mta-sts.shop.example, an alias record, which only Route 53 knows"]


def test_records_in_the_zone_of_another_account_are_found(make_stack: Callable[..., SynthesizedStack]) -> None:
    properties = {
        "HostedZoneId": "Z9",
        "RoleArn": "arn:aws:iam::444455556666:role/dns",
        "Records": [record_set("_dmarc.shop.example.", "TXT", '"v=DMARC1; p=none"')],
    }
    (found,) = found_in(
        make_stack(Resources={"Records": {"Type": "Custom::SesDnsRecords", "Properties": properties}})
    ).records
    assert (found.value, found.hosted_zone) == ("v=DMARC1; p=none", "Z9")


def test_records_of_own_keys_are_named_by_the_resource_that_has_the_keys(
    make_stack: Callable[..., SynthesizedStack],
) -> None:
    names = ["mail2._domainkey.shop.example", "mail1._domainkey.shop.example"]
    zone = {"HostedZoneId": "Z1", "TTL": "1800", "Names": names, "Existing": "refuse"}
    properties = {"Identity": "shop.example", "Dkim": {"Selector": "mail2", "Zone": zone}}
    settings = {"Type": "Custom::SesIdentitySettings", "Properties": properties}
    output = {"Value": {"Fn::GetAtt": ["Settings", "DkimRecord0"]}}
    made = make_stack(Resources={"Settings": settings}, Outputs={"First": output})
    untold = found_in(made)
    assert untold.unknown == [], "no deployment tells them, so that asking for one is no cure"
    for name, left_out in zip(names, untold.left_out, strict=True):
        assert left_out.startswith(f"{name}, published in zone Z1, which only Settings.DkimRecord")
        assert left_out.endswith("look into the zone, or add a stack output for it")
    printed = OutputsFile({made.name: {"First": "p=abc"}})
    (record,) = find_records(made, KnownValues([made], printed), by_hand_only=False).records
    assert (record.name, record.type, record.value, record.hosted_zone) == (names[0], "TXT", "p=abc", "Z1")
    assert record.purpose == "DKIM"


@pytest.mark.parametrize("dkim", [None, "x", {}, {"Zone": "x"}, {"Zone": {}}, {"Zone": {"Names": "x"}}])
def test_settings_without_records_have_none(make_stack: Callable[..., SynthesizedStack], dkim: object) -> None:
    settings = {"Type": "Custom::SesIdentitySettings", "Properties": {"Identity": "shop.example", "Dkim": dkim}}
    assert found_in(make_stack(Resources={"Settings": settings})) == StackRecords()


@pytest.mark.parametrize("ttl", ["60s", "", "1.5"])
def test_a_ttl_that_is_no_number_is_told(make_stack: Callable[..., SynthesizedStack], ttl: str) -> None:
    record = {**record_set("_dmarc.shop.example.", "TXT", '"v=DMARC1; p=none"'), "TTL": ttl}
    other = record_set("_dmarc.other.example.", "TXT", '"v=DMARC1; p=none"')
    found = found_in(make_stack(Resources={"A": alone(record), "B": alone(other)}))
    assert found.left_out == [f"_dmarc.shop.example, whose TTL {ttl!r} is no number of seconds"]
    assert [each.name for each in found.records] == ["_dmarc.other.example"]


def test_what_only_the_deployment_knows_is_named_once(make_stack: Callable[..., SynthesizedStack]) -> None:
    name, value = {"Fn::Sub": "${Shop.DkimDNSTokenName1}"}, {"Fn::GetAtt": ["Shop", "DkimDNSTokenValue1"]}
    resources = {"A": alone(record_set(name, "CNAME", value)), "B": alone(record_set(name, "CNAME", value))}
    found = found_in(make_stack(Resources=resources))
    assert (found.records, found.unknown) == ([], ["Shop.DkimDNSTokenName1"])


def test_by_hand_only_leaves_out_what_a_stack_publishes(make_stack: Callable[..., SynthesizedStack]) -> None:
    output = {
        "Value": "b.example. 60 IN CNAME c.example. ; DKIM",
        "Description": "DNS records to publish, as lines of a zone file",
    }
    other = {"Value": "http://shop.example"}
    stack = make_stack(
        Resources={"A": alone(record_set("_dmarc.shop.example", "TXT", '"x"'))},
        Outputs={"Lines": output, "Other": other},
    )
    assert [each.name for each in found_in(stack).records] == ["b.example", "_dmarc.shop.example"]
    assert [each.name for each in found_in(stack, by_hand_only=True).records] == ["b.example"]


def test_a_nested_stack_is_said_to_be_left_out(make_stack: Callable[..., SynthesizedStack]) -> None:
    found = found_in(make_stack(Resources={"Inner": {"Type": "AWS::CloudFormation::Stack"}}), by_hand_only=True)
    assert found.left_out == ["Inner of stack Mail, a nested stack, which is not read"]


@pytest.mark.parametrize(
    "resource",
    [
        {"Type": "AWS::Route53::RecordSetGroup", "Properties": {"RecordSets": {"Fn::If": ["A", [], []]}}},
        {"Type": "AWS::Route53::RecordSet"},
        {"Properties": {}},
        ["Name", ["a", "b"], {}],
    ],
)
def test_what_cannot_be_looked_into_is_left_alone(
    make_stack: Callable[..., SynthesizedStack], resource: object
) -> None:
    assert found_in(make_stack(Resources={"Fn::ForEach::Any": resource})) == StackRecords()


def test_domains_are_those_of_identities_and_zones(make_stack: Callable[..., SynthesizedStack]) -> None:
    resources = {
        "Shop": {"Type": "AWS::SES::EmailIdentity", "Properties": {"EmailIdentity": "Shop.example"}},
        "Someone": {"Type": "AWS::SES::EmailIdentity", "Properties": {"EmailIdentity": "a@mail.example"}},
        "Zone": {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "zone.example."}},
        "Other": {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": {"Ref": "P"}}},
        "Bare": {"Type": "AWS::SNS::Topic"},
    }
    assert domains_of(make_stack(Resources=resources)) == {"shop.example", "zone.example"}


@pytest.mark.parametrize(
    "resource",
    [
        {"Type": "AWS::SES::ConfigurationSet", "Properties": {"": [None]}},
        {"Type": "AWS::Route53::RecordSetGroup", "Properties": {"RecordSets": [None, "_dmarc.", 3]}},
        alone({"Name": "_dmarc.shop.example"}),
        alone({"Type": "TXT", "ResourceRecords": ['"v=DMARC1"', "_dmarc."]}),
    ],
)
def test_what_is_no_record_is_left_alone(
    make_stack: Callable[..., SynthesizedStack], resource: dict[str, object]
) -> None:
    assert found_in(make_stack(Resources={"Odd": resource})).records == []
