"""The files that a BIMI record names, served over HTTPS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts.domains import checked_domain
from ses_constructs.shared import located
from ses_constructs.shared.public_texts import PublicText, PublicTexts
from ses_constructs.shared.setting_types import checks_types

from .bimi import Bimi
from .tiny_ps import check_logo

if TYPE_CHECKING:
    from aws_cdk import aws_certificatemanager as acm

_LOGO, _MARK = "logo.svg", "mark.pem"
_LONGEST_PEM = 64 * 1024
"""Far above a mark certificate with its chain, and below the 300 KB of a mapping template (API Gateway quotas)."""
_PEM = re.compile(r"\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+")
_SEE = "Using BIMI in Amazon SES"


@checks_types
class BimiLogo(Construct):
    """Serves a brand's logo, and its mark certificate, where mailbox providers fetch them.

    Creates: at ``https://<host>/logo.svg`` an API of API Gateway that answers with the logo, and with the mark
    certificate at ``mark.pem``: a domain name with a certificate, a mapping, and a CNAME record. Nothing runs when
    nobody asks.

    The record is the identity's: ``DomainIdentity(..., bimi=logo.bimi)``, which wants an enforced DMARC record.

    Args:
        host: A name of its own, such as ``brand.shop.example``.
        svg: The text of the logo, at most 32 kilobytes: SVG *Tiny Portable/Secure*, square, with a title.
        dns: Where the records go. By hand, and in another account's zone, ``certificate`` is needed.
        mark_certificate: The PEM text of the mark certificate, and of its chain. Gmail and Apple Mail want one.
            Left out: none.
        certificate: Of TLS, for ``host``, in this region. Left out: one is made, which the zone validates.

    Raises:
        InvalidSettingError: for a logo outside the profile, what is no certificate, or a host outside the zone.
        ConflictingSettingsError: for records by hand, or in another account, without a certificate.

    Guide: Using BIMI in Amazon SES.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        host: str,
        svg: str,
        dns: Dns,
        mark_certificate: str | None = None,
        certificate: acm.ICertificate | None = None,
    ) -> None:
        super().__init__(scope, id)
        with located(self):
            host = checked_domain("host", host)
            dns.check_holds("host", host)
            check_logo("svg", svg)
            texts = [PublicText(path=_LOGO, content=svg, content_type="image/svg+xml")]
            if mark_certificate is not None:
                _check_certificate(mark_certificate)
                texts.append(
                    PublicText(
                        path=_MARK, content=mark_certificate, content_type="application/pem-certificate-chain"
                    )
                )
            if certificate is None and not dns.validates_certificates:
                raise ConflictingSettingsError(
                    "only a hosted zone of this account can validate a certificate",
                    fix=f"give certificate=, for {host!r}",
                )
            site = PublicTexts(
                self,
                "Site",
                host=host,
                texts=texts,
                description=f"The logo at {host}",
                hosted_zone_id=dns.hosted_zone_id,
                certificate=certificate,
            )
            self.bimi = Bimi(
                logo_url=f"https://{host}/{_LOGO}",
                certificate_url=None if mark_certificate is None else f"https://{host}/{_MARK}",
            )
            """The record that names the files."""
            self.dns_records: list[DnsRecord] = [
                DnsRecord(name=host, type="CNAME", value=site.alias, purpose="BIMI: the logo is here")
            ]
            dns.publish(self, "Records", self.dns_records)


def _check_certificate(pem: str) -> None:
    wrong = ""
    if "PRIVATE KEY" in pem:
        # Before anything is shown: what is refused here must not be printed either.
        raise InvalidSettingError(
            "mark_certificate",
            "a text",
            "holds a private key, which everybody could read",
            fix="give the certificates alone",
            see=_SEE,
        )
    if _PEM.fullmatch(pem) is None:
        wrong = "is not one or several PEM certificates"
    elif len(pem) > _LONGEST_PEM:
        wrong = f"is longer than {_LONGEST_PEM} characters"
    if wrong:
        raise InvalidSettingError(
            "mark_certificate", pem[:40], wrong, fix="give the PEM text that the authority has sent", see=_SEE
        )
