"""What stands in front of SES for tracked links: hands on every request as it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.dns import Dns

if TYPE_CHECKING:
    from aws_cdk import aws_certificatemanager as acm

CERTIFICATE_REGION = "us-east-1"
"""The one region whose certificates CloudFront takes. CloudFront guide: Requirements for certificates."""
_ACKNOWLEDGED = {
    "CFR1": "people open their mail everywhere",
    "CFR2": "there is no application behind it but the redirects of Amazon SES",
    "CFR3": "its log would say who opened and clicked what, which Amazon SES publishes to those who may see it",
}


class TrackingDistribution(Construct):
    """A CloudFront distribution for a tracking domain.

    SES finds out whose link was clicked from the ``Host`` header, so that this forwards all of them, and answers
    differ for every recipient, so that it caches none.
    Guide: Configuring custom domains to handle open and click tracking.

    Args:
        domain: The tracking domain.
        origin: Where SES answers for it.
        dns: Where a certificate is validated.
        certificate: Left out: one is made.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        domain: str,
        origin: str,
        dns: Dns,
        certificate: acm.ICertificate | None,
    ) -> None:
        super().__init__(scope, id)
        from aws_cdk import aws_cloudfront as cloudfront
        from aws_cdk import aws_cloudfront_origins as origins

        self.distribution = cloudfront.Distribution(
            self,
            "Resource",
            comment=f"Tracked links of {domain}",
            domain_names=[domain],
            certificate=certificate if certificate is not None else _certificate(self, domain, dns),
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.HttpOrigin(
                    origin,
                    protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
                    origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
                ),
                # Links in mail that went out before there was a certificate are plain HTTP.
                viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
                allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
                cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
                origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER,
            ),
        )
        """The distribution."""
        for finding, reason in _ACKNOWLEDGED.items():
            cdk.Validations.of(self.distribution).acknowledge(
                cdk.Acknowledgment(id=f"AwsSolutions-{finding}", reason=reason)
            )


def _certificate(scope: Construct, domain: str, dns: Dns) -> acm.ICertificate:
    from aws_cdk import aws_certificatemanager as acm

    option = acm.CfnCertificate.DomainValidationOptionProperty(
        domain_name=domain, hosted_zone_id=dns.hosted_zone_id
    )
    made = acm.CfnCertificate(
        scope, "Certificate", domain_name=domain, validation_method="DNS", domain_validation_options=[option]
    )
    return acm.Certificate.from_certificate_arn(scope, "ImportedCertificate", made.ref)
