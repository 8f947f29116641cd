"""Reports of senders that could not deliver to a domain over TLS."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.addresses import checked_addresses, mailto
from ses_constructs.facts.dns_text import quoted
from ses_constructs.facts.domains import checked_domain
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types


@checks_types
class TlsReporting(Construct):
    """Asks senders for a daily report on the TLS connections they made to a domain's mail servers.

    Creates: the TXT record ``_smtp._tls.<domain>``; by hand: a stack output.

    >>> reporting = TlsReporting(
    ...     stack, "Tls", domain="inbox.example", reports_to="tls@inbox.example", dns=Dns.by_hand()
    ... )
    >>> reporting.dns_records[0].value
    '"v=TLSRPTv1; rua=mailto:tls@inbox.example"'

    Args:
        domain: What stands after the ``@``.
        reports_to: Addresses that get the reports, or ``https://`` addresses that take them by POST.
        dns: Where the record goes.

    Raises:
        InvalidSettingError: for no receiver, or one that would break the record.
        ConflictingSettingsError: when another construct of the app publishes the record.

    RFC 8460, section 3.
    """

    def __init__(
        self, scope: Construct, id: str, *, domain: str, reports_to: str | Sequence[str], dns: Dns
    ) -> None:
        super().__init__(scope, id)
        with located(self):
            domain = checked_domain("domain", domain)
            dns.check_holds("domain", domain)
            self.dns_records: list[DnsRecord] = [
                DnsRecord(
                    name=f"_smtp._tls.{domain}",
                    type="TXT",
                    value=quoted(f"v=TLSRPTv1; rua={','.join(_uris(reports_to))}"),
                    purpose="TLS reports",
                )
            ]
            dns.publish(self, "Records", self.dns_records)


def _uris(reports_to: str | Sequence[str]) -> list[str]:
    given = [reports_to] if isinstance(reports_to, str) else list(dict.fromkeys(reports_to))
    if not given:
        raise InvalidSettingError(
            "reports_to", reports_to, "names nobody", fix="give an address such as 'tls@example.com'"
        )
    return [uri for receiver in given for uri in _uri(receiver)]


def _uri(receiver: str) -> list[str]:
    if "://" not in receiver:
        return [mailto(address) for address in checked_addresses("reports_to", receiver)]
    parts = urlsplit(receiver)
    breaks = not receiver.isascii() or any(mark in receiver for mark in " ,;!")
    if parts.scheme != "https" or not parts.hostname or breaks:
        raise InvalidSettingError(
            "reports_to",
            receiver,
            "is not an https address without spaces, ',', ';' and '!'",
            fix="give one such as 'https://reports.example.com/tls', or an e-mail address",
        )
    return [receiver]
