"""The default dedicated pool is SES's own."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="pool-name-reserved",
    severity=Severity.ERROR,
    why="SES refuses to make or change it, so the deployment fails.",
    cure="Choose another name.",
    source="Guide: Assigning IP pools",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for pool in assembly.resources("AWS::SES::DedicatedIpPool"):
        name = pool.get("PoolName")
        if name.literal == "ses-default-dedicated-pool":
            yield RULE.at(name.place, f"{name.literal!r} is the name of SES's own pool")
