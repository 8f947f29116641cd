"""The domain in tracked links and pixels, instead of one of Amazon's."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct, IDependable

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import regions
from ses_constructs.facts.domains import checked_domain
from ses_constructs.facts.hosts import tracking_host
from ses_constructs.shared import Aws, is_known, located
from ses_constructs.shared.setting_types import checks_types

SEE = "Configuring custom domains to handle open and click tracking"


@checks_types
class TrackingDomain(Construct):
    """A tracking domain for ``ConfigurationSet(tracking=...)``: ``HttpsTrackingDomain`` or ``HttpTrackingDomain``.

    This class itself creates nothing; :meth:`from_domain_name` is for a domain that is set up already.

    Args:
        domain: Such as ``links.shop.example``.
        https_policy: Which tracked addresses begin with ``https``.

    Raises:
        InvalidSettingError: for a name that is no domain.

    Guide: Configuring custom domains to handle open and click tracking.
    """

    def __init__(self, scope: Construct, id: str, *, domain: str, https_policy: ses.HttpsPolicy) -> None:
        super().__init__(scope, id)
        with located(self):
            self.domain_name = checked_domain("domain", domain) if is_known(domain) else domain
            """The domain, in lower case."""
        self.https_policy = https_policy
        """Which tracked addresses begin with ``https``."""
        self.dns_records: list[DnsRecord] = []
        """The records that were published, or that somebody else has to."""
        self.set_up: tuple[IDependable, ...] = ()
        """What exists before SES is told of the domain."""

    @classmethod
    def from_domain_name(
        cls,
        scope: Construct,
        id: str,
        domain_name: str,
        *,
        https_policy: ses.HttpsPolicy = ses.HttpsPolicy.REQUIRE,
    ) -> TrackingDomain:
        """A domain that is verified, and leads to SES, already.

        Args:
            scope: Where the construct goes.
            id: Of the construct.
            domain_name: Such as ``links.shop.example``.
            https_policy: Left out: REQUIRE, for which a certificate must be in front of the domain.
        """
        return TrackingDomain(scope, id, domain=domain_name, https_policy=https_policy)

    def _host(self) -> str:
        """Where SES answers for tracked links of this region; warns where the guide does not say so."""
        region = Aws.of(self).region
        host = tracking_host(region)
        if is_known(region) and region not in regions.TRACKING:
            cdk.Annotations.of(self).add_warning_v2(
                "ses-constructs:tracking-region",
                f"the guide lists no tracking host for {region}; make sure that {host}, which is spelt like "
                "those of other regions, is there before you deploy",
            )
        return host

    def _check_place(self, dns: Dns) -> None:
        """Refuses names that cannot be a CNAME.

        Raises:
            InvalidSettingError: for the apex of a domain, or a name outside the zone.
        """
        if not is_known(self.domain_name):
            return
        dns.check_holds("domain", self.domain_name)
        zone = dns.zone_name if dns.zone_name is not None and is_known(dns.zone_name) else ""
        if self.domain_name == zone.rstrip(".").lower() or self.domain_name.count(".") < 2:
            raise InvalidSettingError(
                "domain",
                self.domain_name,
                "is the apex of a domain, where no CNAME can be",
                fix=f"use a name below it that nothing else uses, such as 'links.{self.domain_name}'",
                see=SEE,
            )
