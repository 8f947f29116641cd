"""A domain's consent to get DMARC reports about other domains."""

from __future__ import annotations

from collections.abc import Sequence

from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.domains import checked_domain
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .dmarc import report_authorization


@checks_types
class DmarcReportAuthorization(Construct):
    """Lets receivers send DMARC reports about other domains to addresses of this one.

    Creates: one TXT record for each domain, in one ``AWS::Route53::RecordSetGroup``; by hand: a stack output.
    Without such a record receivers send nothing, and tell nobody.

    >>> consent = DmarcReportAuthorization(
    ...     stack, "Reports", receiver="reports.example", about=["shop.example"], dns=Dns.by_hand()
    ... )
    >>> consent.dns_records[0].name
    'shop.example._report._dmarc.reports.example'

    Args:
        receiver: The domain of the addresses that get the reports.
        about: The domains they are about, or ``["*"]`` for all domains.
        dns: Where the records of ``receiver`` go.

    Raises:
        InvalidSettingError: for no domains, a name that is none, or a receiver outside the zone.
        ConflictingSettingsError: when another construct of the app publishes one of the records.

    RFC 7489, section 7.1.
    """

    def __init__(self, scope: Construct, id: str, *, receiver: str, about: Sequence[str], dns: Dns) -> None:
        super().__init__(scope, id)
        with located(self):
            receiver = checked_domain("receiver", receiver)
            dns.check_holds("receiver", receiver)
            names = [name if name == "*" else checked_domain("about", name) for name in dict.fromkeys(about)]
            if not names:
                raise InvalidSettingError(
                    "about", about, "names no domain", fix="give domains, or ['*'] for all of them"
                )
            self.dns_records: list[DnsRecord] = [report_authorization(name, receiver) for name in names]
            dns.publish(self, "Records", self.dns_records)
