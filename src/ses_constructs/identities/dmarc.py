"""What receivers do with mail that claims to come from a domain and is not signed for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ses_constructs.dns import DnsRecord
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts.addresses import checked_addresses, domain_of, mailto
from ses_constructs.facts.dns_text import quoted
from ses_constructs.facts.domains import is_below
from ses_constructs.shared.setting_types import checks_types

_SEE = "Complying with DMARC authentication protocol in Amazon SES"
_LONGEST_INTERVAL = 2**32 - 1
"""``ri`` is an unsigned number of 32 bits. RFC 7489, section 6.3."""


class DmarcPolicy(StrEnum):
    """What receivers are asked to do with mail that fails DMARC."""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"


class DmarcFailure(StrEnum):
    """Which mail a failure report is asked for (``fo``; RFC 7489, section 6.3)."""

    ALL = "0"
    """Neither SPF nor DKIM passes and aligns; what receivers do when nothing is said."""
    ANY = "1"
    """One of the two does not."""
    DKIM = "d"
    """A signature does not verify, aligned or not."""
    SPF = "s"
    """SPF does not pass, aligned or not."""


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class Dmarc:
    """The DMARC record of a domain, in the order a rollout goes: :meth:`none`, :meth:`quarantine`, :meth:`reject`.

    Start with ``none`` on the domain, or with a stricter record on a subdomain, read the reports for some weeks,
    then go on. Receivers that report to another domain ask that domain first: :meth:`report_authorizations`.

    >>> Dmarc.quarantine(percent=25, reports_to="dmarc@shop.example").text
    'v=DMARC1; p=quarantine; pct=25; rua=mailto:dmarc@shop.example'

    Settings that each maker takes:
        reports_to: Addresses for the aggregate reports. Left out: nobody gets them.
        report_interval: Seconds between two aggregate reports. Left out: a day, which is all that most
            receivers offer.
        failure_reports_to: Addresses for reports on single mails, which few receivers send, since they hold
            people's data. Left out: nobody gets them.
        failure_reports_on: Which mails. Left out: those for which neither SPF nor DKIM passes.
        subdomains: The policy for subdomains without a record of their own. Left out: that of the domain.
        strict_dkim: A signature must be of the very domain in From, not of its parent: right only when every
            subdomain that sends is an identity of its own. Left out: false.
        strict_spf: The MAIL FROM domain must be the very domain in From. With SES it never is, so that only
            DKIM is left to pass. Left out: false.

    Raises:
        InvalidSettingError: for a value that receivers would not understand.
        ConflictingSettingsError: for ``failure_reports_on`` without ``failure_reports_to``, or with both ``ALL``
            and ``ANY``.

    Guide: Complying with DMARC authentication protocol in Amazon SES.
    """

    policy: DmarcPolicy
    subdomains: DmarcPolicy | None = None
    percent: int | None = None
    reports_to: tuple[str, ...] = ()
    report_interval: int | None = None
    failure_reports_to: tuple[str, ...] = ()
    failure_reports_on: tuple[DmarcFailure, ...] = ()
    strict_dkim: bool = False
    strict_spf: bool = False

    def __post_init__(self) -> None:
        _check_number("percent", self.percent, 100, "leave it out for all mail")
        _check_number("report_interval", self.report_interval, _LONGEST_INTERVAL, "leave it out for a day")
        if self.failure_reports_on and not self.failure_reports_to:
            raise ConflictingSettingsError(
                "failure_reports_on is given, and receivers ignore it without failure_reports_to",
                fix="give failure_reports_to too, or neither",
                see=_SEE,
            )

        if {DmarcFailure.ALL, DmarcFailure.ANY} <= set(self.failure_reports_on):
            raise ConflictingSettingsError(
                "failure_reports_on holds ALL and ANY, which contradict each other",
                fix="leave DmarcFailure.ALL out: ANY is about its mail too",
                see=_SEE,
            )

    @classmethod
    def none(
        cls,
        *,
        reports_to: str | Sequence[str] | None = None,
        report_interval: int | None = None,
        failure_reports_to: str | Sequence[str] | None = None,
        failure_reports_on: Sequence[DmarcFailure] = (),
        subdomains: DmarcPolicy | None = None,
        strict_dkim: bool = False,
        strict_spf: bool = False,
    ) -> Dmarc:
        """Changes nothing for mail that fails; the first step, to read the reports."""
        return cls(
            policy=DmarcPolicy.NONE,
            subdomains=subdomains,
            reports_to=checked_addresses("reports_to", reports_to),
            report_interval=report_interval,
            failure_reports_to=checked_addresses("failure_reports_to", failure_reports_to),
            failure_reports_on=tuple(failure_reports_on),
            strict_dkim=strict_dkim,
            strict_spf=strict_spf,
        )

    @classmethod
    def quarantine(
        cls,
        *,
        percent: int | None = None,
        reports_to: str | Sequence[str] | None = None,
        report_interval: int | None = None,
        failure_reports_to: str | Sequence[str] | None = None,
        failure_reports_on: Sequence[DmarcFailure] = (),
        subdomains: DmarcPolicy | None = None,
        strict_dkim: bool = False,
        strict_spf: bool = False,
    ) -> Dmarc:
        """Mail that fails goes to the spam folder.

        Args:
            percent: To how much of such mail this applies, from 1 to 100. Receivers that follow RFC 9989, which
                dropped it, take it for all mail. Left out: all of it.
        """
        return cls(
            policy=DmarcPolicy.QUARANTINE,
            percent=percent,
            subdomains=subdomains,
            reports_to=checked_addresses("reports_to", reports_to),
            report_interval=report_interval,
            failure_reports_to=checked_addresses("failure_reports_to", failure_reports_to),
            failure_reports_on=tuple(failure_reports_on),
            strict_dkim=strict_dkim,
            strict_spf=strict_spf,
        )

    @classmethod
    def reject(
        cls,
        *,
        percent: int | None = None,
        reports_to: str | Sequence[str] | None = None,
        report_interval: int | None = None,
        failure_reports_to: str | Sequence[str] | None = None,
        failure_reports_on: Sequence[DmarcFailure] = (),
        subdomains: DmarcPolicy | None = None,
        strict_dkim: bool = False,
        strict_spf: bool = False,
    ) -> Dmarc:
        """Mail that fails is refused; the last step.

        Args:
            percent: As in :meth:`quarantine`.
        """
        return cls(
            policy=DmarcPolicy.REJECT,
            percent=percent,
            subdomains=subdomains,
            reports_to=checked_addresses("reports_to", reports_to),
            report_interval=report_interval,
            failure_reports_to=checked_addresses("failure_reports_to", failure_reports_to),
            failure_reports_on=tuple(failure_reports_on),
            strict_dkim=strict_dkim,
            strict_spf=strict_spf,
        )

    @property
    def is_enforced(self) -> bool:
        """True when all mail that fails is quarantined or refused, on subdomains too."""
        return DmarcPolicy.NONE not in (self.policy, self.subdomains) and self.percent in (None, 100)

    @property
    def text(self) -> str:
        """The value of the TXT record, without quotes. Settings that were left out are not in it."""
        tags = {
            "p": self.policy,
            "sp": self.subdomains,
            "pct": self.percent,
            "rua": _uris(self.reports_to),
            "ri": self.report_interval,
            "ruf": _uris(self.failure_reports_to),
            "fo": ":".join(self.failure_reports_on),
            "adkim": "s" if self.strict_dkim else None,
            "aspf": "s" if self.strict_spf else None,
        }
        given = [f"{tag}={value}" for tag, value in tags.items() if value not in (None, "")]
        return "; ".join(["v=DMARC1", *given])

    def record(self, domain: str) -> DnsRecord:
        """The record of a domain."""
        return DnsRecord(name=f"_dmarc.{domain}", type="TXT", value=quoted(self.text), purpose="DMARC")

    def report_authorizations(self, domain: str) -> list[DnsRecord]:
        """The records by which other domains agree to get reports about ``domain``; none when all are its own.

        Each belongs to the DNS of the domain that gets the reports, where
        :class:`~ses_constructs.identities.DmarcReportAuthorization` publishes it. Report services have one for
        every domain already. RFC 7489, section 7.1.
        """
        domain = domain.lower()
        receivers = dict.fromkeys(domain_of(address) for address in (*self.reports_to, *self.failure_reports_to))
        return [
            report_authorization(domain, receiver)
            for receiver in receivers
            if receiver != domain and not is_below(receiver, domain) and not is_below(domain, receiver)
        ]


def report_authorization(domain: str, receiver: str) -> DnsRecord:
    """The record by which ``receiver`` agrees to get reports about ``domain``, or about all with ``*``."""
    return DnsRecord(
        name=f"{domain}._report._dmarc.{receiver}",
        type="TXT",
        value=quoted("v=DMARC1"),
        purpose="DMARC: may report to this domain",
    )


def _check_number(setting: str, number: int | None, most: int, otherwise: str) -> None:
    if number is not None and not 1 <= number <= most:
        raise InvalidSettingError(
            setting, number, "is out of range", fix=f"give 1 to {most}, or {otherwise}", see=_SEE
        )


def _uris(addresses: Sequence[str]) -> str:
    return ",".join(mailto(address) for address in addresses)
