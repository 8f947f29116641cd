"""By hand with the CDK's own L2 constructs in Python: ``python -m benchmarks.by_hand 500 cdk.out``."""

from __future__ import annotations

import sys

import aws_cdk as cdk
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_ses as ses

from benchmarks.shape import BY_HAND, domain, stacks, zone_id


def main(domains: int, outdir: str) -> None:
    app = cdk.App(outdir=outdir)
    for index, numbers in enumerate(stacks(domains, BY_HAND)):
        stack = cdk.Stack(app, f"Domains{index}")
        configuration_set = ses.ConfigurationSet(
            stack,
            "Mail",
            reputation_metrics=True,
            tls_policy=ses.ConfigurationSetTlsPolicy.REQUIRE,
            suppression_reasons=ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS,
        )
        for number in numbers:
            name = domain(number)
            zone = route53.PublicHostedZone.from_public_hosted_zone_attributes(
                stack, f"{name}Zone", hosted_zone_id=zone_id(number), zone_name=name
            )
            ses.EmailIdentity(
                stack,
                name,
                identity=ses.Identity.public_hosted_zone(zone),
                mail_from_domain=f"bounce.{name}",
                configuration_set=configuration_set,
            )
            route53.TxtRecord(
                stack,
                f"{name}Dmarc",
                zone=zone,
                record_name="_dmarc",
                values=[f"v=DMARC1; p=quarantine; rua=mailto:dmarc@{name}"],
            )
    app.synth()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
