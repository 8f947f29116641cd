"""Who may deliver to an ingress point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts.mail_manager import IngressType
from ses_constructs.shared import is_known
from ses_constructs.shared.setting_types import checks_types

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_secretsmanager as secretsmanager

_CERTIFICATE = "-----BEGIN CERTIFICATE-----"
_REVOCATION_LIST = "-----BEGIN X509 CRL-----"
_SEE = "Mutual TLS (mTLS) authentication for ingress endpoints"


@checks_types
@dataclass(frozen=True, slots=True)
class IngressAccess:
    """Made by :meth:`open`, :meth:`password` or :meth:`mutual_tls`. Another kind is another ingress point.

    Guide: Configuring your environment to use an ingress endpoint.
    """

    type: IngressType
    secret: secretsmanager.ISecret | None = None
    ca_certificates: str | None = None
    revocation_list: str | None = None
    encryption_key: kms.IKey | None = None

    @classmethod
    def open(cls) -> IngressAccess:
        """Every mail server, on port 25: what an MX record names."""
        return cls(IngressType.OPEN)

    @classmethod
    def password(cls, secret: secretsmanager.ISecret | None = None) -> IngressAccess:
        """Who has the password, on ports 25 and 587. The user name is the id of the ingress point.

        Args:
            secret: With the key ``password``, of 8 to 64 characters, encrypted with a key of your own. Mail
                Manager takes its current and its previous version, so that it may be rotated. Left out: one is
                made, with a key.
        """
        return cls(IngressType.AUTHENTICATED, secret=secret)

    @classmethod
    def mutual_tls(
        cls,
        *,
        ca_certificates: str,
        revocation_list: str | None = None,
        encryption_key: kms.IKey | None = None,
    ) -> IngressAccess:
        """Who has a certificate of one of these authorities, on port 25.

        Args:
            ca_certificates: In PEM format, up to 500,000 characters. SES leaves out those that have expired.
            revocation_list: In PEM format. SES trusts its authority no more when the list expires. Left out:
                none is revoked.
            encryption_key: What SES encrypts both with. Its policy has to let SES use it, which is left to you: a
                warning says so. Left out: a key of AWS.

        Raises:
            InvalidSettingError: for another format, a text that is too long, or a private key.
        """
        _check_pem("ca_certificates", ca_certificates, _CERTIFICATE)
        if revocation_list is not None:
            _check_pem("revocation_list", revocation_list, _REVOCATION_LIST)
        return cls(
            IngressType.MUTUAL_TLS,
            ca_certificates=ca_certificates,
            revocation_list=revocation_list,
            encryption_key=encryption_key,
        )


def _check_pem(setting: str, text: str, begin: str) -> None:
    if not is_known(text):
        return
    wrong = ""
    if "PRIVATE KEY" in text:
        wrong = "holds a private key, which everybody could read in the template"
    elif begin not in text:
        wrong = f"has no {begin!r}"
    elif len(text) > facts.PEM_LENGTH:
        wrong = f"has more than {facts.PEM_LENGTH:,} characters"
    elif any(not mark.isprintable() and not mark.isspace() for mark in text):
        wrong = "has a control character"
    if wrong:
        # The text itself is left out: it is long, and may be secret.
        raise InvalidSettingError(
            setting, f"<{len(text)} characters>", wrong, fix="give the public part in PEM format alone", see=_SEE
        )
