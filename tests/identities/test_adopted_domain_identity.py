"""A domain that may be an identity already."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Match, Template

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import (
    AdoptedDomainIdentity,
    Delegate,
    Dmarc,
    DomainIdentity,
    EmailAddressIdentity,
)

ZONE = Dns.in_zone_with_id("Z1", zone_name="shop.example")


def test_it_is_adopted_and_its_records_are_published(stack: cdk.Stack) -> None:
    default = ses.ConfigurationSet(stack, "Set")
    AdoptedDomainIdentity(
        stack,
        "Shop",
        domain="Shop.Example",
        dns=ZONE,
        mail_from_domain="bounce.shop.example",
        dmarc=Dmarc.none(),
        configuration_set=default,
    )
    template = Template.from_stack(stack)
    template.resource_count_is("AWS::SES::EmailIdentity", 0)
    template.has_resource(
        "Custom::SesAdoptedIdentity",
        {
            "DeletionPolicy": "Retain",
            "Properties": Match.object_like(
                {
                    "Identity": "shop.example",
                    "MailFromDomain": "bounce.shop.example",
                    "BehaviorOnMxFailure": "USE_DEFAULT_VALUE",
                    "ConfigurationSet": stack.resolve(default.configuration_set_name),
                }
            ),
        },
    )
    ((id, _),) = template.find_resources("Custom::SesAdoptedIdentity").items()
    (group,) = template.find_resources("AWS::Route53::RecordSetGroup").values()
    records = group["Properties"]["RecordSets"]
    assert [record["Name"] for record in records[:3]] == [{"Fn::Sub": f"${{{id}.DkimName{n}}}"} for n in (1, 2, 3)]
    assert [record["Type"] for record in records[3:]] == ["MX", "TXT", "TXT"]


def test_what_is_left_out_is_not_a_property(stack: cdk.Stack) -> None:
    AdoptedDomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, removal_policy=cdk.RemovalPolicy.DESTROY)
    (made,) = Template.from_stack(stack).find_resources("Custom::SesAdoptedIdentity").values()
    assert set(made["Properties"]) == {"ServiceToken", "Identity"}
    assert "DeletionPolicy" not in made


def test_its_settings_and_the_wait_come_after_it(stack: cdk.Stack) -> None:
    shop = AdoptedDomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE)
    shop.authorize_sender("Partner", Delegate.account("444455556666"))
    assert shop.verified is shop.verified
    template = Template.from_stack(stack)
    ((id, _),) = template.find_resources("Custom::SesAdoptedIdentity").items()
    settings = {"Identity": {"Fn::GetAtt": [id, "Identity"]}, "Wait": {"Minutes": "30"}}
    template.has_resource_properties("Custom::SesIdentitySettings", settings)


def test_by_hand_the_records_are_printed(stack: cdk.Stack) -> None:
    shop = AdoptedDomainIdentity(stack, "Shop", domain="shop.example", dns=Dns.by_hand())
    assert [record.type for record in shop.dns_records] == ["CNAME"] * 3
    assert len(Template.from_stack(stack).find_outputs("*")) == 1


def test_the_other_identities_of_the_app_know_it(stack: cdk.Stack) -> None:
    AdoptedDomainIdentity(
        stack,
        "Shop",
        domain="shop.example",
        dns=ZONE,
        mail_from_domain="bounce.shop.example",
        dmarc=Dmarc.none(strict_dkim=True),
    )
    by_hand = Dns.by_hand()
    with pytest.raises(ConflictingSettingsError, match="is made an identity by 'Mail/Shop' already"):
        DomainIdentity(stack, "Again", domain="shop.example", dns=by_hand)
    with pytest.raises(ConflictingSettingsError, match="is a MAIL FROM domain and a domain that sends"):
        DomainIdentity(stack, "Bounce", domain="bounce.shop.example", dns=by_hand)
    with pytest.raises(ConflictingSettingsError, match="strict_dkim: it never aligns"):
        EmailAddressIdentity(stack, "News", address="news@mail.shop.example")


def test_what_can_never_work_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        AdoptedDomainIdentity(stack, "Shop", domain="www.shop.example", dns=ZONE)
    assert caught.value.at == "Mail/Shop"
