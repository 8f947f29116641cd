"""The files that a BIMI record names, served over HTTPS."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_certificatemanager as acm
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import BimiLogo, Dmarc, DomainIdentity

ZONE = Dns.in_zone_with_id("Z1", zone_name="shop.example")
HOST = "brand.shop.example"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny-ps" viewBox="0 0 1 1">'
    "<title>Shop</title></svg>"
)
PEM = "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n"
ARN = "arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234-1234-1234-123456789012"


def served(stack: cdk.Stack) -> dict[str, str]:
    """Content by type."""
    methods = Template.from_stack(stack).find_resources("AWS::ApiGateway::Method").values()
    (answers,) = zip(
        *[method["Properties"]["Integration"]["IntegrationResponses"] for method in methods], strict=True
    )
    return {
        answer["ResponseParameters"]["method.response.header.Content-Type"]: answer["ResponseTemplates"][
            "application/json"
        ]
        for answer in answers
    }


def test_the_logo_and_its_certificate_are_served_and_named(irish_stack: cdk.Stack) -> None:
    logo = BimiLogo(irish_stack, "Logo", host=HOST, svg=SVG, dns=ZONE, mark_certificate=PEM)
    assert served(irish_stack) == {"'image/svg+xml'": SVG, "'application/pem-certificate-chain'": PEM}
    assert logo.bimi.text == (
        "v=BIMI1; l=https://brand.shop.example/logo.svg; a=https://brand.shop.example/mark.pem"
    )
    template = Template.from_stack(irish_stack)
    (group,) = template.find_resources("AWS::Route53::RecordSetGroup").values()
    (record,) = group["Properties"]["RecordSets"]
    assert (record["Name"], record["Type"]) == (f"{HOST}.", "CNAME")


def test_the_identity_publishes_the_record(irish_stack: cdk.Stack) -> None:
    logo = BimiLogo(irish_stack, "Logo", host=HOST, svg=SVG, dns=ZONE)
    identity = DomainIdentity(
        irish_stack,
        "Shop",
        domain="shop.example",
        dns=ZONE,
        mail_from_domain="bounce.shop.example",
        dmarc=Dmarc.reject(),
        bimi=logo.bimi,
    )
    (record,) = [each for each in identity.dns_records if "_bimi" in each.name]
    assert record.value == '"v=BIMI1; l=https://brand.shop.example/logo.svg; a="'


def test_by_hand_it_needs_a_certificate(irish_stack: cdk.Stack) -> None:
    with pytest.raises(ConflictingSettingsError, match="can validate a certificate"):
        BimiLogo(irish_stack, "Refused", host=HOST, svg=SVG, dns=Dns.by_hand())
    given = acm.Certificate.from_certificate_arn(irish_stack, "Certificate", ARN)
    BimiLogo(irish_stack, "Logo", host=HOST, svg=SVG, dns=Dns.by_hand(), certificate=given)
    template = Template.from_stack(irish_stack)
    template.resource_count_is("AWS::CertificateManager::Certificate", 0)
    assert "BIMI: the logo is here" in str(template.find_outputs("*"))


@pytest.mark.parametrize(
    ("setting", "value", "wrong"),
    [
        ("host", "brand.other.example", "is not in the hosted zone"),
        ("host", "https://brand.shop.example", "DNS does not allow"),
        ("svg", "<svg/>", "not the root of an SVG"),
        ("mark_certificate", "mark.pem", "is not one or several PEM certificates"),
        ("mark_certificate", f"{PEM}and more", "is not one or several PEM certificates"),
        ("mark_certificate", PEM.replace("QUJD", "A" * 70_000), "is longer than"),
    ],
)
def test_what_nobody_could_show_is_refused(irish_stack: cdk.Stack, setting: str, value: str, wrong: str) -> None:
    given: dict[str, Any] = {"host": HOST, "svg": SVG, "mark_certificate": PEM, setting: value}
    with pytest.raises(InvalidSettingError, match=wrong) as caught:
        BimiLogo(irish_stack, "Logo", dns=ZONE, **given)
    assert caught.value.at == "Irish/Logo"


def test_a_private_key_is_refused_and_not_shown(irish_stack: cdk.Stack) -> None:
    key = PEM.replace("CERTIFICATE", "PRIVATE KEY")
    with pytest.raises(InvalidSettingError, match="which everybody could read") as caught:
        BimiLogo(irish_stack, "Logo", host=HOST, svg=SVG, dns=ZONE, mark_certificate=key)
    assert "QUJD" not in str(caught.value)


def test_cdk_nag_finds_nothing() -> None:
    app = cdk.App()
    BimiLogo(cdk.Stack(app, "Mail"), "Logo", host=HOST, svg=SVG, dns=ZONE)
    report = AwsSolutionsChecks(app).validate_scope(app)
    assert [violation.rule_name for violation in report.violations] == []
