"""The MX record that brings a domain's mail to an ingress point."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord, ExistingRecords
from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.facts.dns_text import MX_PRIORITY
from ses_constructs.facts.domains import checked_domain
from ses_constructs.facts.mail_manager import IngressType
from ses_constructs.shared import is_known, located

from .ingress_point import IngressPoint


class IngressMx(Construct):
    """Sends the mail of a domain to an ingress point.

    Creates: an MX record for the ingress point's own name with priority 10, after the ingress point; by hand: a
    stack output. Mail that went elsewhere so far, also to receipt rules, goes to Mail Manager as soon as the
    record is published: put the rules into the rule set first. A note says so at each synthesis.

    Args:
        domain: What stands after the ``@``. It must not be a MAIL FROM domain, whose MX record is another one.
        dns: Where the record goes.
        ingress_point: A public one that is open: strangers have neither a password nor a certificate.

    Raises:
        InvalidSettingError: for an address, ``www.``, or a domain that the zone cannot hold.
        ConflictingSettingsError: for another kind of ingress point, or when another construct of the app publishes
            an MX record of that name, such as ``receiving.InboundMx``.

    Guide: Receiving email through the public endpoints.
    """

    def __init__(self, scope: Construct, id: str, *, domain: str, dns: Dns, ingress_point: IngressPoint) -> None:
        super().__init__(scope, id)
        with located(self):
            if ingress_point.access is not IngressType.OPEN or ingress_point.is_private:
                raise ConflictingSettingsError(
                    f"mail servers of the internet cannot deliver to {ingress_point.node.path}",
                    fix="use an IngressPoint with access=IngressAccess.open() and a public network",
                    see="Receiving email through the public endpoints",
                )
            if is_known(domain):
                domain = checked_domain("domain", domain)
            dns.check_holds("domain", domain)
            record = DnsRecord(
                name=domain,
                type="MX",
                value=f"{MX_PRIORITY} {ingress_point.host}",
                purpose="mail for the domain goes to Mail Manager",
            )
            self.dns_records: list[DnsRecord] = [record]
            """For somebody else's DNS."""
            dns.publish(self, "Records", self.dns_records)
        self._tell_of_the_cut(domain, dns)

    def _tell_of_the_cut(self, domain: str, dns: Dns) -> None:
        told = (
            f"all mail of {domain} goes to Mail Manager from the moment this MX record is published, and to its "
            "receipt rules or former servers no more"
        )
        notes = cdk.Annotations.of(self)
        if dns.writer is not None and dns.writer.existing is ExistingRecords.ADOPT:
            notes.add_warning_v2("ses-constructs:mail-cuts-over", f"{told}: a record that is there is replaced")
        else:
            notes.add_info_v2("ses-constructs:mail-cuts-over", told)
