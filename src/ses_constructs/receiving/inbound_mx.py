"""The MX record that brings a domain's mail to SES."""

from __future__ import annotations

from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.dns.mx import publish_mx
from ses_constructs.facts.hosts import inbound_host
from ses_constructs.shared import Aws, located
from ses_constructs.shared.setting_types import checks_types

from .receiving_region import check_region


@checks_types
class InboundMx(Construct):
    """Sends the mail of a domain to SES.

    Creates: an MX record for ``inbound-smtp.<region>.amazonaws.com`` with priority 10; by hand: a stack output.
    Mail that went elsewhere so far goes to SES from then on.

    >>> mx = InboundMx(stack, "Mx", domain="inbox.example.com", dns=Dns.by_hand())
    >>> mx.dns_records[0].type
    'MX'

    Args:
        domain: What stands after the ``@``. SES receives for verified domains only. It must not be a MAIL FROM
            domain, whose MX record is another one.
        dns: Where the record goes: ``Dns.in_zone(zone)``, ``Dns.in_zone_with_id(...)`` or ``Dns.by_hand()``.

    Raises:
        InvalidSettingError: for an address, ``www.``, or a domain that the zone cannot hold.
        ConflictingSettingsError: when another construct of the app publishes an MX record of that name.
        UnavailableInRegionError: when the region receives no mail.

    Guide: Publishing an MX record for Amazon SES email receiving.
    """

    def __init__(self, scope: Construct, id: str, *, domain: str, dns: Dns) -> None:
        super().__init__(scope, id)
        with located(self):
            check_region(self)
            record = publish_mx(
                self,
                domain=domain,
                dns=dns,
                host=inbound_host(Aws.of(self).region),
                purpose="mail for the domain goes to Amazon SES",
            )
        self.dns_records: list[DnsRecord] = [record]
        """For somebody else's DNS."""
