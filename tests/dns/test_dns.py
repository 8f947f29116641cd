"""Where records go."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_route53 as route53
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns, DnsRecord, ExistingRecords
from ses_constructs.errors import InvalidSettingError

MX = DnsRecord(name="in.shop.example", type="MX", value="10 inbound.example", purpose="inbound")
TXT = DnsRecord(name="in.shop.example", type="TXT", value='"text"', purpose="a text")


def test_records_of_one_zone_are_one_resource(stack: cdk.Stack) -> None:
    zone = route53.PublicHostedZone(stack, "Zone", zone_name="shop.example")
    Dns.in_zone(zone).publish(stack, "Records", [MX, TXT])
    template = Template.from_stack(stack)
    template.resource_count_is("AWS::Route53::RecordSetGroup", 1)
    template.resource_count_is("AWS::Route53::RecordSet", 0)
    template.has_resource_properties(
        "AWS::Route53::RecordSetGroup",
        {
            "HostedZoneId": stack.resolve(zone.hosted_zone_id),
            "RecordSets": [
                {
                    "Name": "in.shop.example.",
                    "Type": "MX",
                    "TTL": "1800",
                    "ResourceRecords": ["10 inbound.example"],
                },
                {"Name": "in.shop.example.", "Type": "TXT", "TTL": "1800", "ResourceRecords": ['"text"']},
            ],
        },
    )


def test_several_texts_of_a_name_are_one_record_set(stack: cdk.Stack) -> None:
    texts = [DnsRecord(name="shop.example", type="TXT", value=value, purpose="text") for value in ('"a"', '"b"')]
    Dns.in_zone_with_id("Z1", zone_name="shop.example").publish(stack, "Records", texts)
    (group,) = Template.from_stack(stack).find_resources("AWS::Route53::RecordSetGroup").values()
    (record,) = group["Properties"]["RecordSets"]
    assert record["ResourceRecords"] == ['"a"', '"b"']


def test_the_zone_may_be_known_by_its_id_only(stack: cdk.Stack) -> None:
    Dns.in_zone_with_id("Z1", zone_name="shop.example").publish(stack, "Records", [MX])
    Template.from_stack(stack).has_resource_properties("AWS::Route53::RecordSetGroup", {"HostedZoneId": "Z1"})


def test_by_hand_publishes_nothing_and_prints_a_zone_file(stack: cdk.Stack) -> None:
    assert Dns.by_hand().publish(stack, "Records", [MX, TXT]) is None
    template = Template.from_stack(stack)
    assert "Resources" not in template.to_json()
    (output,) = template.find_outputs("*").values()
    assert output["Value"] == (
        'in.shop.example. 1800 IN MX 10 inbound.example. ; inbound\nin.shop.example. 1800 IN TXT "text" ; a text'
    )


def test_records_can_outlive_the_stack(stack: cdk.Stack) -> None:
    dns = Dns.in_zone_with_id("Z1", zone_name="shop.example")
    dns.publish(stack, "Records", [MX], removal_policy=cdk.RemovalPolicy.RETAIN)
    kept = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
    Template.from_stack(stack).has_resource("AWS::Route53::RecordSetGroup", kept)


@pytest.mark.parametrize("domain", ["shop.example", "mail.shop.example", "a.b.shop.example"])
def test_a_zone_holds_its_own_name_and_all_below(domain: str) -> None:
    Dns.in_zone_with_id("Z1", zone_name="Shop.Example.").check_holds("domain", domain)


def test_a_name_outside_the_zone_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match=r"domain='other\.example' is not in the hosted zone") as caught:
        Dns.in_zone_with_id("Z1", zone_name="shop.example").check_holds("domain", "other.example")
    assert "Dns.by_hand()" in caught.value.fix


def test_a_zone_whose_name_only_the_deployment_knows_is_not_looked_into() -> None:
    Dns.in_zone_with_id("Z1", zone_name=cdk.Fn.import_value("Zone")).check_holds("domain", "other.example")


def test_only_a_zone_of_this_account_validates_certificates() -> None:
    far = Dns.in_zone_of_account(
        "Z1", zone_name="shop.example", role_arn="arn:aws:iam::999988887777:role/records", external_id="mail"
    )
    adopting = Dns.in_zone_with_id("Z1", zone_name="shop.example", existing=ExistingRecords.ADOPT)
    assert adopting.validates_certificates
    assert not far.validates_certificates
    assert not Dns.by_hand().validates_certificates


@pytest.mark.parametrize("id", ["", "/hostedzone/Z1", "shop.example", "Z" * 33])
def test_what_is_no_id_of_a_zone_is_refused(id: str) -> None:
    with pytest.raises(InvalidSettingError, match="is not the id of a hosted zone"):
        Dns.in_zone_with_id(id, zone_name="shop.example")
    with pytest.raises(InvalidSettingError, match="is not the id of a hosted zone"):
        Dns.in_zone_of_account(
            id, zone_name="shop.example", role_arn="arn:aws:iam::111122223333:role/Dns", external_id="mail"
        )


@pytest.mark.parametrize("arn", ["", "MailRecords", "arn:aws:iam::111122223333:user/Me", "arn:aws:iam::1:role/X"])
def test_what_is_no_role_is_refused(arn: str) -> None:
    with pytest.raises(InvalidSettingError, match="is not the ARN of a role"):
        Dns.in_zone_of_account("Z1", zone_name="shop.example", role_arn=arn, external_id="mail")


@pytest.mark.parametrize("external_id", ["", "x", "no spaces", "ü" * 5, "x" * 1225])
def test_what_no_role_asks_for_is_refused(external_id: str) -> None:
    role = "arn:aws:iam::111122223333:role/Dns"
    with pytest.raises(InvalidSettingError, match="that AWS STS does not take"):
        Dns.in_zone_of_account("Z1", zone_name="shop.example", role_arn=role, external_id=external_id)


def test_an_id_and_a_role_that_only_the_deployment_knows_are_taken() -> None:
    zone, role = cdk.Fn.import_value("Zone"), cdk.Fn.import_value("Role")
    given = Dns.in_zone_of_account(zone, zone_name="shop.example", role_arn=role, external_id="mail")
    assert given.hosted_zone_id == zone
    china = "arn:aws-cn:iam::111122223333:role/path/Dns"
    assert (
        Dns.in_zone_of_account("Z1", zone_name="x.example", role_arn=china, external_id="mail").writer is not None
    )


def test_a_zone_of_another_account_is_refused_with_the_way_that_works(
    app: cdk.App, irish_stack: cdk.Stack
) -> None:
    others = cdk.Stack(app, "Dns", env=cdk.Environment(account="444455556666", region="eu-west-1"))
    zone = route53.PublicHostedZone(others, "Zone", zone_name="shop.example")
    for existing in ExistingRecords:
        with pytest.raises(InvalidSettingError, match="is of account 444455556666") as caught:
            Dns.in_zone(zone, existing=existing).publish(irish_stack, f"Records-{existing}", [MX])
        assert "Dns.in_zone_of_account()" in caught.value.fix
        assert caught.value.got == "Dns/Zone"


def test_a_zone_of_an_account_that_nobody_knows_passes(app: cdk.App, irish_stack: cdk.Stack) -> None:
    mine = cdk.Stack(app, "Zones", env=cdk.Environment(account="111122223333", region="eu-central-1"))
    imported = route53.HostedZone.from_hosted_zone_attributes(
        mine, "Zone", hosted_zone_id="Z1", zone_name="shop.example"
    )
    assert Dns.in_zone(imported).publish(irish_stack, "Same", [MX]) is not None
    nowhere = cdk.Stack(app, "Nowhere")
    other = route53.HostedZone.from_hosted_zone_attributes(
        nowhere, "Zone", hosted_zone_id="Z2", zone_name="shop.example"
    )
    assert Dns.in_zone(other).publish(irish_stack, "Unknown", [MX]) is not None


def test_without_records_nothing_is_published_and_nothing_printed(stack: cdk.Stack) -> None:
    assert Dns.in_zone_with_id("Z1", zone_name="shop.example").publish(stack, "Records", []) is None
    assert Dns.by_hand().publish(stack, "Records", []) is None
    assert Template.from_stack(stack).to_json().get("Outputs") is None


def test_records_have_no_snapshot(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="removal_policy"):
        Dns.in_zone_with_id("Z1", zone_name="shop.example").publish(
            stack, "Records", [MX], removal_policy=cdk.RemovalPolicy.SNAPSHOT
        )
