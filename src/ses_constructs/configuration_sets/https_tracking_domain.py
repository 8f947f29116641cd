"""A tracking domain with a certificate, by a CloudFront distribution in front of SES."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct, IDependable

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.shared import Aws, is_known, located
from ses_constructs.shared.setting_types import checks_types

from .tracking_distribution import CERTIFICATE_REGION, TrackingDistribution
from .tracking_domain import SEE, TrackingDomain

if TYPE_CHECKING:
    from aws_cdk import aws_certificatemanager as acm


@checks_types
class HttpsTrackingDomain(TrackingDomain):
    """A tracking domain whose links and pixels are HTTPS.

    Creates: a CloudFront distribution that hands every request to SES as it came and caches nothing, a certificate
    unless it is given, and a CNAME record for the distribution; by hand: a stack output.

    CloudFront takes certificates of us-east-1 only. In a stack of another region the certificate, the distribution
    and the record go to a second stack there, ``<stack>-tracking``, which is deployed first; none of the three
    belongs to a region. Bootstrap us-east-1 once for it.

    Costs: a request to CloudFront for each open and click.

    With ``verified=`` the set that uses this waits for the identity, so that it cannot be the identity's
    ``configuration_set=``; ``DefaultConfigurationSet`` makes it the default afterwards.

    Args:
        domain: A name that nothing else uses, such as ``links.shop.example``; it or a parent is a verified
            identity.
        dns: Where the record goes, and where a certificate that is made here is validated.
        certificate: For the domain, in us-east-1. Left out: one is made.
        https_policy: Left out: REQUIRE, both links and pixels. REQUIRE_OPEN_ONLY leaves links as they were.
        verified: What SES must have verified before it takes the domain, such as ``identity.verified``. Left out:
            the identity is verified already.

    Raises:
        InvalidSettingError: for the apex of a domain, a name outside the zone, a certificate of another region, or
            the policy OPTIONAL.
        ConflictingSettingsError: when the name is a MAIL FROM domain, receives mail, or has another record; and
            when no certificate is given where none can be made: by hand, in a zone of another account, in a
            stack without a region, or in a zone that a stack of another region makes.

    Guide: Configuring custom domains to handle open and click tracking.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        domain: str,
        dns: Dns,
        certificate: acm.ICertificate | None = None,
        https_policy: ses.HttpsPolicy = ses.HttpsPolicy.REQUIRE,
        verified: IDependable | None = None,
    ) -> None:
        super().__init__(scope, id, domain=domain, https_policy=https_policy)
        with located(self):
            self._check_place(dns)
            _check_policy(https_policy)
            home = self._home(dns, certificate)
            distribution = TrackingDistribution(
                home,
                "Distribution",
                domain=self.domain_name,
                origin=self._host(),
                dns=dns,
                certificate=certificate,
            )
            self.distribution = distribution.distribution
            """The distribution; in another region's stack, its tokens are of that stack."""
            self.dns_records = [
                DnsRecord(
                    name=self.domain_name,
                    type="CNAME",
                    value=self.distribution.distribution_domain_name,
                    purpose="open and click tracking",
                )
            ]
            records = dns.publish(home, "Records", self.dns_records)
        here = [records, self.distribution] if home is self else []
        self.set_up = tuple(one for one in (*here, verified) if one is not None)

    def _home(self, dns: Dns, certificate: acm.ICertificate | None) -> Construct:
        """Where certificate, distribution and record go: here, or in a stack in us-east-1."""
        if certificate is not None:
            _check_region(certificate)
            return self
        _check_validation(dns)
        region = Aws.of(self).region
        if region == CERTIFICATE_REGION:
            return self
        if not is_known(region):
            raise ConflictingSettingsError(
                f"the stack knows no region, and CloudFront takes certificates of {CERTIFICATE_REGION} only",
                fix="give the stack env=cdk.Environment(region=...), or this a certificate",
                see=SEE,
            )
        if not is_known(dns.hosted_zone_id or ""):
            raise ConflictingSettingsError(
                f"the certificate is made in {CERTIFICATE_REGION}, where the id of a hosted zone of this app is "
                "not known",
                fix="give the zone with Dns.in_zone_with_id(...), or this a certificate",
                see=SEE,
            )
        return Construct(self._stack_of_certificates(), self._path_in_stack())

    def _stack_of_certificates(self) -> cdk.Stack:
        """The stack in us-east-1 that belongs to this one; deployed before it."""
        stack = Aws.of(self).stack
        stage = cdk.Stage.of(self)
        id = f"{stack.node.id}-tracking"
        if stage is None:
            raise ConflictingSettingsError("the stack belongs to no app", fix="give it a cdk.App or cdk.Stage")
        found = stage.node.try_find_child(id)
        if isinstance(found, cdk.Stack):
            return found
        account = Aws.of(self).account
        made = cdk.Stack(
            stage,
            id,
            stack_name=f"{stack.stack_name}-tracking",
            description=f"HTTPS for tracked links of {stack.stack_name}",
            env=cdk.Environment(account=account if is_known(account) else None, region=CERTIFICATE_REGION),
        )
        stack.add_stack_dependency(made, "the tracking domain works before Amazon SES is told of it")
        return made

    def _path_in_stack(self) -> str:
        path: str = self.node.path
        return path.removeprefix(Aws.of(self).stack.node.path).strip("/").replace("/", "-")


def _check_policy(policy: ses.HttpsPolicy) -> None:
    if policy is ses.HttpsPolicy.OPTIONAL:
        raise InvalidSettingError(
            "https_policy",
            policy.name,
            "sends opens over plain HTTP although there is a certificate",
            fix="leave it out, or use HttpTrackingDomain",
            see=SEE,
        )


def _check_region(certificate: acm.ICertificate) -> None:
    arn = certificate.certificate_arn
    region = arn.split(":")[3] if is_known(arn) and arn.count(":") > 3 else certificate.env.region
    if is_known(region) and region != CERTIFICATE_REGION and region != "unknown-region":
        raise InvalidSettingError(
            "certificate",
            arn if is_known(arn) else certificate.node.path,
            f"is in {region}, and CloudFront takes certificates of {CERTIFICATE_REGION} only",
            fix=f"give one of {CERTIFICATE_REGION}, or leave it out",
            see=SEE,
        )


def _check_validation(dns: Dns) -> None:
    """Refuses DNS in which CloudFormation cannot prove that the domain is ours."""
    foreign = dns.writer is not None and dns.writer.role_arn is not None
    if dns.is_by_hand or foreign:
        where = "by hand" if dns.is_by_hand else "into a zone of another account"
        raise ConflictingSettingsError(
            f"records go {where}, so that a certificate would wait for a record that this deployment cannot write",
            fix=f"request a certificate in {CERTIFICATE_REGION} beforehand, and give it as certificate=",
            see=SEE,
        )
