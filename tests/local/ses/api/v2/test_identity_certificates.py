"""S/MIME certificates of identities."""

from __future__ import annotations

import pytest

from tests.local.ses.aws import DOMAIN, Account

WHO = {"EmailIdentity": DOMAIN, "FromAddress": f"hello@{DOMAIN}"}
CERTIFICATE = {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/1"}


def test_a_certificate_is_tied_listed_and_untied(account: Account) -> None:
    client = account.v2
    client.create_email_identity(EmailIdentity=DOMAIN)
    client.associate_email_identity_certificate(**WHO, **CERTIFICATE)
    with pytest.raises(client.exceptions.AlreadyExistsException):
        client.associate_email_identity_certificate(**WHO, **CERTIFICATE)
    assert client.list_email_identity_certificates(EmailIdentity=DOMAIN)["Certificates"] == [
        {"FromAddress": f"hello@{DOMAIN}", "Status": "ACTIVE", **CERTIFICATE}
    ]
    client.disassociate_email_identity_certificate(**WHO)
    with pytest.raises(client.exceptions.NotFoundException):
        client.disassociate_email_identity_certificate(**WHO)


def test_the_address_belongs_to_an_identity_that_is_there(account: Account) -> None:
    client = account.v2
    with pytest.raises(client.exceptions.NotFoundException):
        client.associate_email_identity_certificate(**WHO, **CERTIFICATE)
    client.create_email_identity(EmailIdentity=DOMAIN)
    with pytest.raises(client.exceptions.BadRequestException, match="does not belong"):
        client.associate_email_identity_certificate(
            EmailIdentity=DOMAIN, FromAddress="hello@example.org", **CERTIFICATE
        )
