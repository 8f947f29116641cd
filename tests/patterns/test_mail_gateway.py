"""The walk-through: archive for one recipient, a bucket for another, and the MX record at the end."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.mail_manager import Archive, TlsPolicy
from ses_constructs.patterns import MailGateway
from tests.mail_manager.reading import resources, the

DOMAIN = "mail.shop.example"


def gateway(stack: cdk.Stack, *, verify_domain: bool = True) -> MailGateway:
    dns = Dns.in_zone_with_id("ZSHOP", zone_name="shop.example")
    return MailGateway(
        stack, "Gateway", domain=DOMAIN, dns=dns, verify_domain=verify_domain, tls_policy=TlsPolicy.OPTIONAL
    )


def test_only_mail_for_the_domain_comes_in(stack: cdk.Stack) -> None:
    gateway(stack)
    policy = the(stack, "AWS::SES::MailManagerTrafficPolicy")
    assert policy["DefaultAction"] == "DENY"
    assert policy["MaxMessageSizeBytes"] == 40 * 2**20
    (statement,) = policy["PolicyStatements"]
    assert statement["Conditions"][0]["StringExpression"]["Values"] == [f"@{DOMAIN}"]
    assert the(stack, "AWS::SES::MailManagerIngressPoint")["TlsPolicy"] == "OPTIONAL"
    assert the(stack, "AWS::SES::EmailIdentity")["EmailIdentity"] == DOMAIN


def test_mail_is_archived_and_saved_by_recipient(stack: cdk.Stack) -> None:
    made = gateway(stack)
    made.archive("Opmt", recipients=[f"opmt@{DOMAIN}"])
    made.save("Orders", recipients=[f"orders@{DOMAIN}"], bucket=s3.Bucket(stack, "Bucket"), prefix="orders/")
    rules = the(stack, "AWS::SES::MailManagerRuleSet")["Rules"]
    assert [(rule["Name"], list(rule["Actions"][0])) for rule in rules] == [
        ("Opmt", ["Archive"]),
        ("Orders", ["WriteToS3"]),
    ]
    asked = [rule["Conditions"][0]["StringExpression"] for rule in rules]
    assert [one["Values"] for one in asked] == [[f"opmt@{DOMAIN}"], [f"orders@{DOMAIN}"]]
    assert {(one["Evaluate"]["Attribute"], one["Operator"]) for one in asked} == {("RECIPIENT", "EQUALS")}
    assert len(resources(stack, "AWS::SES::MailManagerArchive")) == 1


def test_all_mail_goes_into_an_archive_that_is_there(stack: cdk.Stack) -> None:
    made = gateway(stack, verify_domain=False)
    archive = Archive.from_archive_id(stack, "Archive", "a-1")
    assert made.archive("All", archive=archive) is archive
    (rule,) = the(stack, "AWS::SES::MailManagerRuleSet")["Rules"]
    assert set(rule) == {"Name", "Actions"}
    assert made.identity is None
    assert resources(stack, "AWS::SES::EmailIdentity") == {}


def test_an_address_that_is_not_let_in_is_refused(stack: cdk.Stack) -> None:
    made = gateway(stack)
    with pytest.raises(InvalidSettingError, match="is not let in") as caught:
        made.archive("Opmt", recipients=["opmt@shop.example"])
    assert caught.value.at == "Mail/Gateway"
    with pytest.raises(InvalidSettingError, match=r"give a list, each of it text: \['opmt@"):
        made.archive("Opmt", recipients=f"opmt@{DOMAIN}")


def test_a_configuration_set_belongs_to_the_identity(stack: cdk.Stack) -> None:
    own = ses.ConfigurationSet.from_configuration_set_name(stack, "Set", "answers")
    with pytest.raises(ConflictingSettingsError, match="verify_domain=False"):
        MailGateway(
            stack,
            "Gateway",
            domain=DOMAIN,
            dns=Dns.by_hand(),
            verify_domain=False,
            configuration_set=own,
        )
    MailGateway(stack, "Whole", domain=DOMAIN, dns=Dns.by_hand(), configuration_set=own)
    attributes = the(stack, "AWS::SES::EmailIdentity")["ConfigurationSetAttributes"]
    assert attributes == {"ConfigurationSetName": "answers"}
