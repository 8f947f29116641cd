"""The MAIL FROM domain of an identity: where bounces go, and what SPF is checked against."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_ses as ses

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.dns_text import MX_PRIORITY, SPF_OF_MAIL_FROM, quoted
from ses_constructs.facts.domains import checked_domain, is_below
from ses_constructs.facts.hosts import feedback_host
from ses_constructs.shared import is_known

_USE_DEFAULT = "USE_DEFAULT_VALUE"
_REJECT = "REJECT_MESSAGE"
_SEE = "Using a custom MAIL FROM domain"


@dataclass(frozen=True, slots=True)
class MailFrom:
    """A checked MAIL FROM domain, and what SES does while its MX record is missing."""

    domain: str
    reject_when_mx_is_missing: bool

    @classmethod
    def checked(
        cls, name: str | None, *, below: str, dns: Dns | None, reject_when_mx_is_missing: bool
    ) -> MailFrom | None:
        """The MAIL FROM domain of an identity, or ``None`` when it has none of its own.

        Args:
            name: As typed.
            below: The domain of the identity.
            dns: Where its records go. Left out: they are not published.

        Raises:
            InvalidSettingError: when it is not a strict subdomain, or not in the zone.
        """
        if name is None:
            if reject_when_mx_is_missing:
                raise InvalidSettingError(
                    "reject_when_mx_is_missing",
                    True,
                    "does nothing without a mail_from_domain",
                    fix=f"give one, such as mail_from_domain='bounce.{below}'",
                    see=_SEE,
                )
            return None
        return cls(_checked_name(name, below, dns), reject_when_mx_is_missing)

    @property
    def behavior(self) -> str:
        """What SES does while the MX record is missing, in its own words."""
        return _REJECT if self.reject_when_mx_is_missing else _USE_DEFAULT

    @property
    def attributes(self) -> ses.CfnEmailIdentity.MailFromAttributesProperty:
        """The settings as the template wants them."""
        return ses.CfnEmailIdentity.MailFromAttributesProperty(
            mail_from_domain=self.domain,
            behavior_on_mx_failure=self.behavior,
        )

    def records(self, region: str) -> list[DnsRecord]:
        """The two records, always together: SES reports success without the second, and SPF then fails."""
        return [
            DnsRecord(
                name=self.domain,
                type="MX",
                value=f"{MX_PRIORITY} {feedback_host(region)}",
                purpose="MAIL FROM: bounces come back here",
            ),
            DnsRecord(name=self.domain, type="TXT", value=quoted(SPF_OF_MAIL_FROM), purpose="MAIL FROM: SPF"),
        ]


def _checked_name(name: str, below: str, dns: Dns | None) -> str:
    if not is_known(name):
        raise InvalidSettingError(
            "mail_from_domain",
            name,
            "is a value that only the deployment knows",
            fix=f"give it as text, such as 'bounce.{below}'",
            see=_SEE,
        )
    name = checked_domain("mail_from_domain", name)
    if not is_below(name, below):
        raise InvalidSettingError(
            "mail_from_domain",
            name,
            f"is not a subdomain of {below!r}",
            fix=f"use a name below the identity, such as 'bounce.{below}'",
            see=_SEE,
        )
    if dns is not None:
        dns.check_holds("mail_from_domain", name)
    return name
