"""The MX record that brings mail in."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.dns.mx import publish_mx
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError

ZONE = Dns.in_zone_with_id("Z0123456789ABCDEFGHIJ", zone_name="shop.example")


def publish(stack: cdk.Stack, domain: str, dns: Dns = ZONE) -> DnsRecord:
    return publish_mx(stack, domain=domain, dns=dns, host="mx.mail.example", purpose="mail comes in")


def test_it_is_published_and_returned(stack: cdk.Stack) -> None:
    made = publish(stack, "Shop.example")
    assert made == DnsRecord(name="shop.example", type="MX", value="10 mx.mail.example", purpose="mail comes in")
    (group,) = Template.from_stack(stack).find_resources("AWS::Route53::RecordSetGroup").values()
    (record,) = group["Properties"]["RecordSets"]
    assert (record["Name"], record["ResourceRecords"]) == ("shop.example.", ["10 mx.mail.example"])


def test_a_domain_that_is_not_known_yet_is_left_as_it_is(stack: cdk.Stack) -> None:
    domain = cdk.CfnParameter(stack, "Domain").value_as_string
    assert publish(stack, domain).name == domain


@pytest.mark.parametrize("domain", ["a@shop.example", "www.shop.example", "news.example"])
def test_a_domain_that_cannot_work_is_refused(stack: cdk.Stack, domain: str) -> None:
    with pytest.raises(InvalidSettingError, match="domain"):
        publish(stack, domain)


def test_a_second_one_is_refused(app: cdk.App, stack: cdk.Stack) -> None:
    publish(stack, "shop.example")
    with pytest.raises(ConflictingSettingsError, match="MX"):
        publish(cdk.Stack(app, "Other"), "shop.example")
