"""The MX record that brings a domain's mail to a host."""

from __future__ import annotations

from constructs import Construct

from ses_constructs.facts.dns_text import MX_PRIORITY
from ses_constructs.facts.domains import checked_domain
from ses_constructs.shared import is_known

from .dns import Dns
from .record import DnsRecord


def publish_mx(scope: Construct, *, domain: str, dns: Dns, host: str, purpose: str) -> DnsRecord:
    """Publishes it, and returns it for somebody else's DNS.

    Args:
        scope: The construct that has it.
        domain: What stands after the ``@``; may be a token.
        dns: Where it goes.
        host: Of the server that takes the mail; may be a token.
        purpose: What it is for, in a few words.

    Raises:
        InvalidSettingError: for an address, ``www.``, or a domain that the zone cannot hold.
        ConflictingSettingsError: when another construct of the app publishes an MX record of that name.
    """
    if is_known(domain):
        domain = checked_domain("domain", domain)
    dns.check_holds("domain", domain)
    record = DnsRecord(name=domain, type="MX", value=f"{MX_PRIORITY} {host}", purpose=purpose)
    dns.publish(scope, "Records", [record])
    return record
