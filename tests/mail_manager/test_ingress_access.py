"""Who may deliver."""

from __future__ import annotations

import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import IngressAccess, IngressType

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
REVOKED = "-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n"


def test_the_makers_name_the_three_kinds() -> None:
    assert IngressAccess.open().type is IngressType.OPEN
    assert IngressAccess.password().type is IngressType.AUTHENTICATED
    made = IngressAccess.mutual_tls(ca_certificates=CERTIFICATE, revocation_list=REVOKED)
    assert (made.type, made.ca_certificates, made.revocation_list) == (
        IngressType.MUTUAL_TLS,
        CERTIFICATE,
        REVOKED,
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "has no '-----BEGIN CERTIFICATE-----'"),
        (REVOKED, "has no '-----BEGIN CERTIFICATE-----'"),
        (CERTIFICATE + "-----BEGIN PRIVATE KEY-----", "holds a private key"),
        (CERTIFICATE + "x" * 500_000, "more than 500,000"),
        (CERTIFICATE + "\x00", "control character"),
    ],
)
def test_what_is_no_trust_store_is_refused_without_being_printed(text: str, wrong: str) -> None:
    with pytest.raises(InvalidSettingError, match=wrong) as caught:
        IngressAccess.mutual_tls(ca_certificates=text)
    assert "MIIB" not in str(caught.value)


def test_a_revocation_list_is_another_format() -> None:
    with pytest.raises(InvalidSettingError, match="revocation_list=.*X509 CRL"):
        IngressAccess.mutual_tls(ca_certificates=CERTIFICATE, revocation_list=CERTIFICATE)
