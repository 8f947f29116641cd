"""A tenant sends with resources associated with it."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY
from ses_constructs.review.template import Assembly
from ses_constructs.review.value import Value

RULE = Rule(
    id="tenant-without-configuration-set",
    severity=Severity.WARNING,
    why="Sends for the tenant with a configuration set that is not associated are refused.",
    cure=(
        "Add the ARN of a configuration set, and of an identity, to ResourceAssociations; accept this "
        "finding when the API associates them."
    ),
    source="API: SendEmail (TenantName); Schema of AWS::SES::Tenant",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for tenant in assembly.resources("AWS::SES::Tenant"):
        associations = tenant.get("ResourceAssociations")
        if not (associations.complete or associations.absent):
            continue
        arns = [one.get("ResourceArn") for one in associations.items]
        if not any(_may_be_set(arn) for arn in arns):
            yield RULE.at(associations.place, "no configuration set is associated with the tenant")


def _may_be_set(arn: Value) -> bool:
    """True for the ARN of a set, and for one that only the deployment knows."""
    return "configuration-set/" in arn.shape or (arn.shape in ("", "*") and arn.names(IDENTITY) is None)
