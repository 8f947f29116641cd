"""A certificate for S/MIME."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_certificatemanager as acm
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError, UnavailableInRegionError
from ses_constructs.identities import DomainIdentity, EmailAddressIdentity, EmailIdentityCertificate

ARN = "arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234-1234-1234-123456789012"


def certificate(stack: cdk.Stack) -> acm.ICertificate:
    return acm.Certificate.from_certificate_arn(stack, "Certificate", ARN)


def test_it_ties_a_sender_to_a_certificate_after_the_identity(stack: cdk.Stack) -> None:
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=Dns.by_hand())
    EmailIdentityCertificate(
        stack, "Signed", identity=shop, from_address="Bill@Shop.example", certificate=certificate(stack)
    )
    template = Template.from_stack(stack)
    (identity,) = template.find_resources("AWS::SES::EmailIdentity")
    (made,) = template.find_resources("AWS::SES::EmailIdentityCertificate").values()
    assert made["Properties"] == {
        "EmailIdentity": "shop.example",
        "FromAddress": "Bill@shop.example",
        "CertificateArn": ARN,
    }
    assert made["DependsOn"] == [identity]


def test_an_address_is_its_own_sender(stack: cdk.Stack) -> None:
    owner = EmailAddressIdentity(stack, "Owner", address="owner@shop.example")
    EmailIdentityCertificate(stack, "Signed", identity=owner, certificate=certificate(stack))
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::EmailIdentityCertificate",
        {"EmailIdentity": "owner@shop.example", "FromAddress": "owner@shop.example"},
    )


@pytest.mark.parametrize("from_address", [None, "bill@other.example"])
def test_a_sender_that_is_not_of_the_identity_is_refused(stack: cdk.Stack, from_address: str | None) -> None:
    shop = DomainIdentity.from_domain_name(stack, "Shop", "shop.example")
    with pytest.raises(InvalidSettingError, match="from_address") as caught:
        EmailIdentityCertificate(
            stack, "Signed", identity=shop, from_address=from_address, certificate=certificate(stack)
        )
    assert caught.value.fix
    assert caught.value.at == "Mail/Signed"


def test_an_address_has_no_other_sender(stack: cdk.Stack) -> None:
    owner = EmailAddressIdentity.from_address(stack, "Owner", "owner@shop.example")
    with pytest.raises(InvalidSettingError, match="is not a sender") as caught:
        EmailIdentityCertificate(
            stack, "Signed", identity=owner, from_address="bill@shop.example", certificate=certificate(stack)
        )
    assert caught.value.fix == "leave it out"


def test_a_region_that_is_known_to_have_none_is_refused(app: cdk.App) -> None:
    stack = cdk.Stack(app, "Far", env=cdk.Environment(region="me-central-1"))
    shop = DomainIdentity.from_domain_name(stack, "Shop", "shop.example")
    with pytest.raises(UnavailableInRegionError, match="me-central-1"):
        EmailIdentityCertificate(
            stack, "Signed", identity=shop, from_address="a@shop.example", certificate=certificate(stack)
        )
