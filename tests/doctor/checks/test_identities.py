"""Verification and signing."""

from __future__ import annotations

from typing import Any

from tests.doctor.conftest import Found

SHOP = "Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}"


def identity(**change: object) -> dict[str, Any]:
    signed = {"SigningEnabled": True, "Status": "SUCCESS"}
    well = {"IdentityType": "DOMAIN", "VerifiedForSendingStatus": True, "DkimAttributes": signed}
    return {"sesv2.get_email_identity": well | change}


def test_a_verified_identity_is_well(found: Found) -> None:
    assert found(SHOP, identity()) == []


def test_the_reason_of_ses_is_told(found: Found) -> None:
    answer = identity(
        VerifiedForSendingStatus=False,
        VerificationStatus="FAILED",
        VerificationInfo={"ErrorType": "TYPE_NOT_FOUND"},
    )
    assert found(SHOP, answer) == [
        ("identity-not-verified", "its verification is FAILED; SES says TYPE_NOT_FOUND")
    ]


def test_signing_that_the_stack_itself_switched_off_is_meant(found: Found) -> None:
    off = SHOP.replace("shop.example}", "shop.example, DkimAttributes: {SigningEnabled: false}}")
    answer = identity(DkimAttributes={"SigningEnabled": False})
    assert found(off, answer) == []
    assert found(SHOP, answer) == [("dkim-switched-off", "SES does not sign its mail")]


def test_an_address_has_no_signature_of_its_own(found: Found) -> None:
    assert found(SHOP, identity(IdentityType="EMAIL_ADDRESS", DkimAttributes={"SigningEnabled": False})) == []


def test_a_mail_from_domain_that_waits_is_told(found: Found) -> None:
    waiting = {"MailFromDomain": "bounce.shop.example", "MailFromDomainStatus": "PENDING"}
    assert found(SHOP, identity(MailFromAttributes=waiting)) == [
        ("mail-from-not-verified", "MAIL FROM bounce.shop.example is PENDING")
    ]


def test_an_identity_that_is_gone_is_told(found: Found) -> None:
    assert found(SHOP, {"sesv2.get_email_identity": "NotFoundException"})[0][0] == "identity-missing"
