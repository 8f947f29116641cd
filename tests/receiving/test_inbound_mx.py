"""The record that brings mail in."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError, UnavailableInRegionError
from ses_constructs.receiving import InboundMx

ZONE = Dns.in_zone_with_id("Z0123456789ABCDEFGHIJ", zone_name="example.com")


def test_the_record_names_the_host_of_the_region(irish_stack: cdk.Stack) -> None:
    InboundMx(irish_stack, "Mx", domain="Inbox.example.com", dns=ZONE)
    Template.from_stack(irish_stack).has_resource_properties(
        "AWS::Route53::RecordSetGroup",
        {
            "HostedZoneId": "Z0123456789ABCDEFGHIJ",
            "RecordSets": [
                {
                    "Name": "inbox.example.com.",
                    "Type": "MX",
                    "TTL": "1800",
                    "ResourceRecords": ["10 inbound-smtp.eu-west-1.amazonaws.com"],
                }
            ],
        },
    )


def test_a_stack_without_a_region_names_its_host_by_reference(stack: cdk.Stack) -> None:
    mx = InboundMx(stack, "Mx", domain="example.com", dns=ZONE)
    assert stack.resolve(mx.dns_records[0].value) == {
        "Fn::Join": ["", ["10 inbound-smtp.", {"Ref": "AWS::Region"}, ".amazonaws.com"]]
    }


def test_by_hand_the_record_is_an_output(irish_stack: cdk.Stack) -> None:
    InboundMx(irish_stack, "Mx", domain="example.com", dns=Dns.by_hand())
    (output,) = Template.from_stack(irish_stack).find_outputs("*").values()
    assert output["Value"].startswith("example.com. 1800 IN MX 10 inbound-smtp.eu-west-1.amazonaws.com.")


@pytest.mark.parametrize(
    ("domain", "fix"),
    [
        ("support@example.com", "'example.com'"),
        ("www.example.com", "'example.com'"),
        ("example.com.", "'example.com'"),
        ("bücher.example.com", "xn--bcher-kva.example.com"),
        ("other.com", "Dns.by_hand()"),
    ],
)
def test_domains_that_cannot_work_are_refused(stack: cdk.Stack, domain: str, fix: str) -> None:
    with pytest.raises(InvalidSettingError) as raised:
        InboundMx(stack, "Mx", domain=domain, dns=ZONE)
    assert fix in raised.value.fix
    assert raised.value.at == "Mail/Mx"


def test_a_domain_that_is_not_known_yet_is_not_looked_into(stack: cdk.Stack) -> None:
    domain = cdk.CfnParameter(stack, "Domain").value_as_string
    assert InboundMx(stack, "Mx", domain=domain, dns=ZONE).dns_records[0].name == domain


def test_a_second_record_of_that_name_is_refused(stack: cdk.Stack) -> None:
    InboundMx(stack, "Mx", domain="example.com", dns=ZONE)
    with pytest.raises(ConflictingSettingsError, match="Mail/Mx"):
        InboundMx(stack, "Again", domain="example.com", dns=ZONE)


def test_a_region_that_receives_no_mail_is_refused(app: cdk.App) -> None:
    stack = cdk.Stack(app, "S", env=cdk.Environment(region="us-gov-west-1"))
    with pytest.raises(UnavailableInRegionError):
        InboundMx(stack, "Mx", domain="example.com", dns=ZONE)
