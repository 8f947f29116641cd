"""What stands in front of SES changes nothing and keeps nothing."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk.assertions import Template

from ses_constructs.configuration_sets.tracking_distribution import TrackingDistribution
from ses_constructs.dns import Dns

CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"
"""Both from the CloudFront guide, managed policies."""


def test_host_is_handed_on_and_nothing_is_cached(stack: cdk.Stack) -> None:
    TrackingDistribution(
        stack,
        "Links",
        domain="links.shop.example",
        origin="r.eu-west-1.awstrack.me",
        dns=Dns.in_zone_with_id("Z1", zone_name="shop.example"),
        certificate=None,
    )
    template = Template.from_stack(stack)
    (made,) = template.find_resources("AWS::CloudFront::Distribution").values()
    config = made["Properties"]["DistributionConfig"]
    behavior = config["DefaultCacheBehavior"]
    assert behavior["CachePolicyId"] == CACHING_DISABLED
    assert behavior["OriginRequestPolicyId"] == ALL_VIEWER
    assert behavior["ViewerProtocolPolicy"] == "redirect-to-https"
    (origin,) = config["Origins"]
    assert origin["DomainName"] == "r.eu-west-1.awstrack.me"
    assert origin["CustomOriginConfig"] == {
        "OriginProtocolPolicy": "https-only",
        "OriginSSLProtocols": ["TLSv1.2"],
    }
    assert config["Aliases"] == ["links.shop.example"]
    assert config["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"
    template.has_resource_properties(
        "AWS::CertificateManager::Certificate",
        {
            "DomainName": "links.shop.example",
            "ValidationMethod": "DNS",
            "DomainValidationOptions": [{"DomainName": "links.shop.example", "HostedZoneId": "Z1"}],
        },
    )
