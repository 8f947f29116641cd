"""A tracking domain without a certificate."""

from __future__ import annotations

from aws_cdk import aws_ses as ses
from constructs import Construct, IDependable

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .tracking_domain import TrackingDomain


@checks_types
class HttpTrackingDomain(TrackingDomain):
    """A tracking domain that leads straight to SES: cheap, and without a certificate.

    Creates: a CNAME record for ``r.<region>.awstrack.me``; by hand: a stack output.

    Links to ``https`` addresses stay ``https`` only by a host that has a certificate for them, which this one has
    not: mail programs warn, and everybody on the way can read the links. Prefer ``HttpsTrackingDomain``.

    Args:
        domain: A name that nothing else uses, such as ``links.shop.example``; it or a parent is a verified
            identity.
        dns: Where the record goes.
        verified: What SES must have verified before it takes the domain, such as ``identity.verified``. Left out:
            the identity is verified already.

    Raises:
        InvalidSettingError: for the apex of a domain, or a name outside the zone.
        ConflictingSettingsError: when the name is a MAIL FROM domain, receives mail, or has another record.

    Guide: Configuring custom domains to handle open and click tracking.
    """

    def __init__(
        self, scope: Construct, id: str, *, domain: str, dns: Dns, verified: IDependable | None = None
    ) -> None:
        super().__init__(scope, id, domain=domain, https_policy=ses.HttpsPolicy.OPTIONAL)
        with located(self):
            self._check_place(dns)
            self.dns_records = [
                DnsRecord(
                    name=self.domain_name,
                    type="CNAME",
                    value=self._host(),
                    purpose="open and click tracking",
                )
            ]
            records = dns.publish(self, "Records", self.dns_records)
        self.set_up = tuple(one for one in (records, verified) if one is not None)
