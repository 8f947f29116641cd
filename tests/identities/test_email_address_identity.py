"""A single address that may send."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Match, Template

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError, UnavailableInRegionError
from ses_constructs.identities import DomainIdentity, EmailAddressIdentity


def test_it_builds_an_identity_with_nothing_but_the_address(stack: cdk.Stack) -> None:
    EmailAddressIdentity(stack, "Owner", address="Owner@Shop.Example")
    template = Template.from_stack(stack)
    (identity,) = template.find_resources("AWS::SES::EmailIdentity").values()
    assert identity["Properties"] == {"EmailIdentity": "Owner@shop.example"}
    assert identity["DeletionPolicy"] == "RetainExceptOnCreate"
    template.resource_count_is("AWS::Route53::RecordSetGroup", 0)


def test_it_takes_every_setting_of_its_own(irish_stack: cdk.Stack) -> None:
    made = EmailAddressIdentity(
        irish_stack,
        "Owner",
        address="owner@shop.example",
        dkim_signing=False,
        mail_from_domain="bounce.shop.example",
        reject_when_mx_is_missing=True,
        dns=Dns.in_zone_with_id("Z1", zone_name="shop.example"),
        configuration_set=ses.ConfigurationSet.from_configuration_set_name(irish_stack, "Set", "Receipts"),
        feedback_forwarding=False,
        tags={"team": "shop"},
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    template = Template.from_stack(irish_stack)
    template.has_resource(
        "AWS::SES::EmailIdentity",
        {
            "DeletionPolicy": Match.absent(),
            "Properties": {
                "DkimAttributes": {"SigningEnabled": False},
                "MailFromAttributes": {
                    "MailFromDomain": "bounce.shop.example",
                    "BehaviorOnMxFailure": "REJECT_MESSAGE",
                },
                "ConfigurationSetAttributes": {"ConfigurationSetName": "Receipts"},
                "FeedbackAttributes": {"EmailForwardingEnabled": False},
                "Tags": [{"Key": "team", "Value": "shop"}],
            },
        },
    )
    (group,) = template.find_resources("AWS::Route53::RecordSetGroup").values()
    assert [record["Type"] for record in group["Properties"]["RecordSets"]] == ["MX", "TXT"]
    assert [record.type for record in made.dns_records] == ["MX", "TXT"]


def test_signing_can_be_switched_on_for_one_address(stack: cdk.Stack) -> None:
    EmailAddressIdentity(stack, "Owner", address="owner@shop.example", dkim_signing=True)
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::EmailIdentity", {"DkimAttributes": {"SigningEnabled": True}}
    )


def test_an_address_added_by_its_domain_has_the_settings_of_the_domain(stack: cdk.Stack) -> None:
    shop = DomainIdentity(
        stack,
        "Shop",
        domain="shop.example",
        dns=Dns.in_zone_with_id("Z1", zone_name="shop.example"),
        mail_from_domain="bounce.shop.example",
        configuration_set=ses.ConfigurationSet.from_configuration_set_name(stack, "Set", "Receipts"),
        feedback_forwarding=False,
    )
    shop.add_address("owner@shop.example", dkim_signing=False)
    shop.add_address("news@mail.shop.example")
    template = Template.from_stack(stack)
    template.has_resource_properties(
        "AWS::SES::EmailIdentity",
        {
            "EmailIdentity": "owner@shop.example",
            "DkimAttributes": {"SigningEnabled": False},
            "MailFromAttributes": {"MailFromDomain": "bounce.shop.example"},
            "ConfigurationSetAttributes": Match.any_value(),
            "FeedbackAttributes": {"EmailForwardingEnabled": False},
        },
    )
    template.has_resource_properties(
        "AWS::SES::EmailIdentity",
        {"EmailIdentity": "news@mail.shop.example", "MailFromAttributes": Match.absent()},
    )
    template.resource_count_is("AWS::Route53::RecordSetGroup", 1)


def test_an_address_elsewhere_is_not_added(stack: cdk.Stack) -> None:
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=Dns.by_hand())
    with pytest.raises(InvalidSettingError, match=r"is not an address of 'shop\.example'") as caught:
        shop.add_address("owner@other.example")
    assert caught.value.at == "Mail/Shop"


def test_a_sender_may_use_the_address(irish_stack: cdk.Stack) -> None:
    role = iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    EmailAddressIdentity(irish_stack, "Owner", address="owner@shop.example").grant_send(role)
    (policy,) = Template.from_stack(irish_stack).find_resources("AWS::IAM::Policy").values()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Resource"]["Fn::Join"][1][-1] == ":ses:eu-west-1:111122223333:identity/owner@shop.example"


def test_a_label_finds_back_to_its_box(stack: cdk.Stack) -> None:
    owner = EmailAddressIdentity(stack, "Owner", address="owner@shop.example")
    assert owner.with_label("order-7") == "owner+order-7@shop.example"


@pytest.mark.parametrize("address", ["shop.example", "Owner <owner@shop.example>", cdk.Aws.STACK_NAME])
def test_what_is_no_address_is_refused(stack: cdk.Stack, address: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        EmailAddressIdentity(stack, "Owner", address=address)
    assert caught.value.setting == "address"
    assert caught.value.fix
    assert caught.value.at == "Mail/Owner"


def test_a_mail_from_domain_elsewhere_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="is not a subdomain"):
        EmailAddressIdentity(
            stack, "Owner", address="owner@mailbox.example", mail_from_domain="bounce.shop.example"
        )


def test_forwarding_is_not_switched_off_without_another_way(stack: cdk.Stack) -> None:
    with pytest.raises(ConflictingSettingsError, match="feedback_forwarding"):
        EmailAddressIdentity(stack, "Owner", address="owner@shop.example", feedback_forwarding=False)


def test_a_region_without_identities_is_refused(app: cdk.App) -> None:
    far = cdk.Stack(app, "Far", env=cdk.Environment(region="cn-north-1"))
    with pytest.raises(UnavailableInRegionError):
        EmailAddressIdentity(far, "Owner", address="owner@shop.example")
