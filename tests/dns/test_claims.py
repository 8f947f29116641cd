"""One name and type has one owner."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.errors import ConflictingSettingsError

ZONE = Dns.in_zone_with_id("Z1", zone_name="shop.example")


def mx(host: str) -> DnsRecord:
    return DnsRecord(name="in.shop.example", type="MX", value=f"10 {host}", purpose="test")


def test_a_second_record_of_a_name_in_one_zone_is_refused(stack: cdk.Stack) -> None:
    ZONE.publish(Construct(stack, "First"), "Records", [mx("a.example")])
    with pytest.raises(ConflictingSettingsError, match="published by 'Mail/First' already") as caught:
        ZONE.publish(Construct(stack, "Second"), "Records", [mx("a.example")])
    assert "a name of its own" in caught.value.fix


def test_a_name_that_takes_bounces_cannot_receive_mail_too(stack: cdk.Stack) -> None:
    Dns.by_hand().publish(stack, "MailFrom", [mx("feedback-smtp.eu-west-1.amazonses.com")])
    with pytest.raises(ConflictingSettingsError, match="MX record of 'in.shop.example'"):
        Dns.by_hand().publish(stack, "Inbound", [mx("inbound-smtp.eu-west-1.amazonaws.com")])


def test_stages_of_one_app_may_print_the_same_records(stack: cdk.Stack, irish_stack: cdk.Stack) -> None:
    Dns.by_hand().publish(stack, "Records", [mx("a.example")])
    Dns.by_hand().publish(irish_stack, "Records", [mx("a.example")])


def test_two_apps_do_not_see_each_other(stack: cdk.Stack) -> None:
    ZONE.publish(stack, "Records", [mx("a.example")])
    ZONE.publish(cdk.Stack(cdk.App(), "Mail"), "Records", [mx("b.example")])


def test_names_that_the_deployment_fills_in_are_left_alone(stack: cdk.Stack) -> None:
    token = DnsRecord(name=cdk.Fn.import_value("Name"), type="CNAME", value="a", purpose="DKIM")
    ZONE.publish(stack, "First", [token])
    ZONE.publish(stack, "Second", [token])


def txt(value: str) -> DnsRecord:
    return DnsRecord(name="shop.example", type="TXT", value=f'"{value}"', purpose="test")


def test_one_construct_may_give_a_name_several_texts(stack: cdk.Stack) -> None:
    ZONE.publish(stack, "Records", [txt("a"), txt("b")])


def test_two_constructs_may_not_share_a_text(stack: cdk.Stack) -> None:
    ZONE.publish(Construct(stack, "First"), "Records", [txt("a")])
    with pytest.raises(ConflictingSettingsError, match="Mail/First"):
        ZONE.publish(Construct(stack, "Second"), "Records", [txt("b")])


def test_a_cname_stands_alone_at_its_name(stack: cdk.Stack) -> None:
    cname = DnsRecord(name="In.shop.example", type="CNAME", value="a.example", purpose="open and click tracking")
    ZONE.publish(Construct(stack, "First"), "Records", [mx("a.example")])
    with pytest.raises(ConflictingSettingsError, match="'Mail/First' publishes a MX record there") as caught:
        Dns.by_hand().publish(Construct(stack, "Second"), "Records", [cname])
    assert "a name of its own" in caught.value.fix
