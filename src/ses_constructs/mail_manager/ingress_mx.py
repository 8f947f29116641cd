"""The MX record that brings a domain's mail to an ingress point."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord, ExistingRecords
from ses_constructs.dns.mx import publish_mx
from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.facts.mail_manager import IngressType
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .imported_ingress_point import ImportedIngressPoint
from .ingress_point import IngressPoint


@checks_types
class IngressMx(Construct):
    """Sends the mail of a domain to an ingress point.

    Creates: an MX record for the ingress point's own name with priority 10, after the ingress point; by hand: a
    stack output. Mail that went elsewhere so far, also to receipt rules, goes to Mail Manager as soon as the
    record is published: put the rules into the rule set first. A note says so at each synthesis.

    Args:
        domain: What stands after the ``@``. It must not be a MAIL FROM domain, whose MX record is another one.
        dns: Where the record goes.
        ingress_point: A public one that is open: strangers have neither a password nor a certificate. Of an
            imported one, whose ``host`` has to be given, that is taken on trust.

    Raises:
        InvalidSettingError: for an address, ``www.``, or a domain that the zone cannot hold.
        ConflictingSettingsError: for another kind of ingress point, one whose name is not known, or when another
            construct of the app publishes an MX record of that name, such as ``receiving.InboundMx``.

    Guide: Receiving email through the public endpoints.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        domain: str,
        dns: Dns,
        ingress_point: IngressPoint | ImportedIngressPoint,
    ) -> None:
        super().__init__(scope, id)
        with located(self):
            if isinstance(ingress_point, IngressPoint):
                _check_open(ingress_point)
            record = publish_mx(
                self,
                domain=domain,
                dns=dns,
                host=ingress_point.host,
                purpose="mail for the domain goes to Mail Manager",
            )
        self.dns_records: list[DnsRecord] = [record]
        """For somebody else's DNS."""
        self._tell_of_the_cut(record.name, dns)

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


def _check_open(ingress_point: IngressPoint) -> None:
    if ingress_point.access is not IngressType.OPEN or ingress_point.is_private:
        raise ConflictingSettingsError(
            f"mail servers of the internet cannot deliver to {ingress_point.node.path}",
            fix="use an IngressPoint with access=IngressAccess.open() and a public network",
            see="Receiving email through the public endpoints",
        )
