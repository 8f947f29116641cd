"""What could not be compared, because only the deployment knew a condition."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.doctor.conditions import open_conditions
from ses_constructs.doctor.deployed_stack import DeployedStack
from ses_constructs.review import Finding, Rule, Severity

NOT_JUDGED = Rule(
    id="condition-not-known",
    severity=Severity.NOTE,
    why="Which of two values was deployed cannot be told from the stack's parameters, so neither was compared.",
    cure="Compare it by hand; a parameter without NoEcho could be read back.",
    source="CloudFormation user guide: Condition functions",
)
RULES = (NOT_JUDGED,)
_LOOKED_AT = (
    "AWS::CloudWatch::Alarm",
    "AWS::Route53::RecordSet",
    "AWS::SES::",
    "AWS::SNS::",
    "Custom::Ses",
)
"""How the types begin that other checks compare."""


def check(stack: DeployedStack) -> Iterator[Finding]:
    for resource in stack.assembly.resources():
        if not resource.type.startswith(_LOOKED_AT):
            continue
        parts = list(resource.properties.entries) or [("all of it", resource.properties)]
        for name, value in parts:
            conditions = ", ".join(dict.fromkeys(open_conditions(value.raw)))
            if conditions:
                place = stack.place(stack.physical_id(resource), resource)
                yield NOT_JUDGED.at(place, f"not judged: {name} depends on {conditions}")
