"""Who sends mail needs two actions, not all."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import statements
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="everything-allowed",
    severity=Severity.WARNING,
    why="ses:* lets an application delete identities, lift a pause and empty the suppression list.",
    cure="Allow ses:SendEmail and ses:SendRawEmail on the identity and its configuration set.",
    source="Guide: Identity and access management in Amazon SES",
)


_FULL = "AmazonSESFullAccess"


def check(assembly: Assembly) -> Iterator[Finding]:
    for statement in statements(assembly):
        actions = statement.value.get("Action")
        if statement.allows and any(one.lower() == "ses:*" for one in statement.actions):
            yield RULE.at(actions.place, "every action of SES is allowed")
    for resource in assembly.resources("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"):
        for policy in resource.get("ManagedPolicyArns").items:
            if policy.shape.endswith(_FULL):
                yield RULE.at(policy.place, f"the managed policy {_FULL} allows every action of SES")
