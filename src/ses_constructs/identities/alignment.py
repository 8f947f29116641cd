"""Can the mail of an identity pass what the records of its domain ask for?"""

from __future__ import annotations

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts.addresses import domain_of
from ses_constructs.shared import Aws

from .dmarc import Dmarc
from .mail_from import MailFrom
from .neighbours import addresses_under, domains_above, nearest_domain

_SEE = "Complying with DMARC authentication protocol in Amazon SES"


def check_dmarc(dmarc: Dmarc, mail_from: MailFrom | None, *, dkim_signing: bool) -> None:
    """Refuses a DMARC record that the domain's own mail could not pass, or whose reports would be lost.

    Raises:
        ConflictingSettingsError: for strict SPF alignment with a MAIL FROM domain, or for an enforced policy when
            neither DKIM nor SPF can pass.
        InvalidSettingError: for reports to the MAIL FROM domain, where SES takes bounces only.
    """
    if dmarc.strict_spf and mail_from is not None:
        raise ConflictingSettingsError(
            f"strict_spf is set, and the MAIL FROM domain {mail_from.domain!r} is a subdomain, so that SPF never "
            "aligns",
            fix="leave strict_spf out",
            see=_SEE,
        )
    if not dkim_signing and mail_from is None and dmarc.policy != "none":
        raise ConflictingSettingsError(
            f"mail is not signed, has no MAIL FROM domain, and p={dmarc.policy}: all of it fails DMARC",
            fix="leave dkim_signing out, give mail_from_domain, or begin with Dmarc.none()",
            see=_SEE,
        )
    for address in (*dmarc.reports_to, *dmarc.failure_reports_to):
        if mail_from is not None and domain_of(address) == mail_from.domain:
            raise InvalidSettingError(
                "reports_to",
                address,
                "is at the MAIL FROM domain, where SES takes bounces and nothing else",
                fix="give an address at a domain that receives mail",
                see=_SEE,
            )


def check_strict_dkim(aws: Aws, domain: str, dmarc: Dmarc | None) -> None:
    """Refuses strict DKIM alignment when an address of a subdomain is signed with this domain.

    Raises:
        ConflictingSettingsError: names the address.
    """
    if dmarc is None or not dmarc.strict_dkim:
        return
    for address in addresses_under(aws, domain):
        if address.domain != domain:
            raise _not_aligned(address.name, domain)


def check_address_is_aligned(aws: Aws, address: str) -> None:
    """Refuses an address that is signed with a parent domain whose DMARC record wants strict alignment.

    Raises:
        ConflictingSettingsError: names the domain.
    """
    signer = nearest_domain(aws, domain_of(address))
    if signer is None or signer.dmarc is None or signer.name == domain_of(address):
        return
    if signer.dmarc.strict_dkim:
        raise _not_aligned(address, signer.name)


def check_bimi(
    aws: Aws, domain: str, dmarc: Dmarc | None, mail_from: MailFrom | None, *, dkim_signing: bool
) -> None:
    """Refuses a logo that no provider would show.

    Raises:
        ConflictingSettingsError: without an enforced DMARC policy, here and on parent domains of the app, a MAIL
            FROM domain, and signatures.

    Guide: Using BIMI in Amazon SES.
    """
    missing, fix = "", ""
    if dmarc is None or not dmarc.is_enforced:
        missing = "an enforced DMARC policy"
        fix = "give dmarc=Dmarc.quarantine() or Dmarc.reject(), for all mail and for subdomains too"
    elif mail_from is None:
        missing, fix = "a MAIL FROM domain", "give mail_from_domain"
    elif not dkim_signing:
        missing, fix = "signed mail", "leave dkim_signing out"
    for parent in domains_above(aws, domain):
        if not missing and parent.dmarc is not None and not parent.dmarc.is_enforced:
            missing = f"an enforced DMARC policy of the parent domain {parent.name!r}"
            fix = f"give {parent.name!r} Dmarc.quarantine() or Dmarc.reject(), for all mail and for subdomains too"
    if missing:
        raise ConflictingSettingsError(
            f"providers show no logo without {missing}", fix=fix, see="Using BIMI in Amazon SES"
        )


def _not_aligned(address: str, signer: str) -> ConflictingSettingsError:
    return ConflictingSettingsError(
        f"mail from {address!r} is signed with {signer!r}, whose DMARC record has strict_dkim: it never aligns",
        fix=f"make {domain_of(address)!r} an identity of its own, or leave strict_dkim out",
        see=_SEE,
    )
