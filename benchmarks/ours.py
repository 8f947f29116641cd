"""With this library: ``python -m benchmarks.ours 500 cdk.out``."""

from __future__ import annotations

import sys

import aws_cdk as cdk

from benchmarks.shape import OURS, domain, stacks, zone_id
from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc, DomainIdentity


def main(domains: int, outdir: str) -> None:
    app = cdk.App(outdir=outdir)
    for index, numbers in enumerate(stacks(domains, OURS)):
        stack = cdk.Stack(app, f"Domains{index}")
        configuration_set = ConfigurationSet(stack, "Mail", removal_policy=cdk.RemovalPolicy.DESTROY)
        for number in numbers:
            name = domain(number)
            DomainIdentity(
                stack,
                name,
                domain=name,
                dns=Dns.in_zone_with_id(zone_id(number), zone_name=name),
                mail_from_domain=f"bounce.{name}",
                dmarc=Dmarc.quarantine(reports_to=f"dmarc@{name}"),
                configuration_set=configuration_set,
                removal_policy=cdk.RemovalPolicy.DESTROY,
            )
    app.synth()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
