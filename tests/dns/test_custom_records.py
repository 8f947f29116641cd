"""Records in zones that CloudFormation cannot write to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_route53 as route53
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns, DnsRecord, ExistingRecords

ROLE = "arn:aws:iam::999988887777:role/records"
DMARC = DnsRecord(name="_dmarc.shop.example", type="TXT", value='"v=DMARC1; p=none"', purpose="DMARC")
ELSEWHERE = Dns.in_zone_of_account("Z1", zone_name="shop.example", role_arn=ROLE, external_id="mail")


def made_in(stack: cdk.Stack) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    template = Template.from_stack(stack)
    (records,) = template.find_resources("Custom::SesDnsRecords").values()
    (policy,) = [p for id, p in template.find_resources("AWS::IAM::Policy").items() if id in records["DependsOn"]]
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    return records, statement


def test_another_accounts_zone_is_written_by_a_role_there(stack: cdk.Stack) -> None:
    ELSEWHERE.publish(stack, "Records", [DMARC])
    records, statement = made_in(stack)
    properties = {name: value for name, value in records["Properties"].items() if name != "ServiceToken"}
    record = {
        "Name": "_dmarc.shop.example.",
        "Type": "TXT",
        "TTL": "1800",
        "ResourceRecords": ['"v=DMARC1; p=none"'],
    }
    assert properties == {
        "HostedZoneId": "Z1",
        "AssumedRole": ROLE,
        "ExternalId": "mail",
        "Existing": "refuse",
        "Records": [record],
    }
    assert statement == {"Action": "sts:AssumeRole", "Effect": "Allow", "Resource": ROLE}


def test_records_that_are_there_are_adopted_by_the_stack_itself(stack: cdk.Stack) -> None:
    zone = route53.PublicHostedZone(stack, "Zone", zone_name="shop.example")
    Dns.in_zone(zone, existing=ExistingRecords.ADOPT).publish(stack, "Records", [DMARC])
    records, statement = made_in(stack)
    assert records["Properties"]["Existing"] == "adopt"
    assert "AssumedRole" not in records["Properties"]
    assert statement["Action"] == ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"]
    zone_arn = ["arn:", {"Ref": "AWS::Partition"}, ":route53:::hostedzone/", stack.resolve(zone.hosted_zone_id)]
    assert statement["Resource"] == {"Fn::Join": ["", zone_arn]}


def test_cloudformation_does_what_it_can(stack: cdk.Stack) -> None:
    Dns.in_zone_with_id("Z1", zone_name="shop.example").publish(stack, "Records", [DMARC])
    Template.from_stack(stack).resource_count_is("Custom::SesDnsRecords", 0)


def test_many_domains_of_a_zone_share_a_permission(stack: cdk.Stack) -> None:
    for name in ("a", "b", "c"):
        record = DnsRecord(name=f"_dmarc.{name}.shop.example", type="TXT", value='"x"', purpose="DMARC")
        ELSEWHERE.publish(stack, name, [record])
    template = Template.from_stack(stack)
    template.resource_count_is("Custom::SesDnsRecords", 3)
    # That of the function itself is the second.
    template.resource_count_is("AWS::IAM::Policy", 2)


@pytest.mark.parametrize("policy", [cdk.RemovalPolicy.RETAIN, cdk.RemovalPolicy.DESTROY])
def test_one_kind_is_never_made_beside_the_other_which_then_deletes_the_records(policy: cdk.RemovalPolicy) -> None:
    ids = set()
    for existing in ExistingRecords:
        stack = cdk.Stack(cdk.App(analytics_reporting=False), "Mail")
        zone = Dns.in_zone_with_id("Z1", zone_name="shop.example", existing=existing)
        made = zone.publish(stack, "Records", [DMARC], removal_policy=policy)
        assert made is not None
        ids.add(stack.resolve(made.logical_id))
    assert len(ids) == 1


def test_records_are_kept_when_asked_for(stack: cdk.Stack) -> None:
    ELSEWHERE.publish(stack, "Records", [DMARC], removal_policy=cdk.RemovalPolicy.RETAIN)
    records, _ = made_in(stack)
    assert records["DeletionPolicy"] == "Retain"
