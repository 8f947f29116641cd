"""The records of a domain identity, as objects and as the template wants them."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.identities import AdoptedDomainIdentity, Bimi, Dmarc, DomainIdentity, Spf
from ses_constructs.identities.mail_from import MailFrom
from ses_constructs.identities.records import known_records
from ses_constructs.shared import Aws


def test_objects_and_template_hold_the_same_dkim_records(stack: cdk.Stack) -> None:
    zone = Dns.in_zone_with_id("Z1", zone_name="shop.example")
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=zone)
    objects = [stack.resolve(record.name)["Fn::GetAtt"] for record in shop.dns_records]
    (group,) = Template.from_stack(stack).find_resources("AWS::Route53::RecordSetGroup").values()
    written = [each["Name"]["Fn::Sub"] for each in group["Properties"]["RecordSets"]]
    assert written == [f"${{{id}.{attribute}}}" for id, attribute in objects]


@pytest.mark.parametrize("kind", [DomainIdentity, AdoptedDomainIdentity])
def test_a_domain_that_is_replaced_has_records_of_its_own(
    kind: type[DomainIdentity | AdoptedDomainIdentity],
) -> None:
    def group(domain: str, policy: cdk.RemovalPolicy) -> str:
        stack = cdk.Stack(cdk.App(analytics_reporting=False), "Mail")
        zone = Dns.in_zone_with_id("Z1", zone_name="shop.example")
        kind(stack, "Shop", domain=domain, dns=zone, removal_policy=policy)
        (id,) = Template.from_stack(stack).find_resources("AWS::Route53::RecordSetGroup")
        return id

    retain, destroy = cdk.RemovalPolicy.RETAIN, cdk.RemovalPolicy.DESTROY
    assert group("old.shop.example", retain) != group("new.shop.example", retain)
    assert group("old.shop.example", retain) == group("old.shop.example", destroy), "who deletes it later on"


def test_every_kind_of_record_has_its_name(irish_stack: cdk.Stack) -> None:
    records = known_records(
        Aws.of(irish_stack),
        "shop.example",
        MailFrom("bounce.shop.example", False),
        Dmarc.none(),
        Bimi(logo_url="https://shop.example/logo.svg"),
        Spf.merged_with([]),
    )
    assert [(record.name, record.type) for record in records] == [
        ("bounce.shop.example", "MX"),
        ("bounce.shop.example", "TXT"),
        ("_dmarc.shop.example", "TXT"),
        ("default._bimi.shop.example", "TXT"),
        ("shop.example", "TXT"),
    ]


def test_what_is_left_out_has_no_record(stack: cdk.Stack) -> None:
    assert known_records(Aws.of(stack), "shop.example", None, None, None, None) == []
