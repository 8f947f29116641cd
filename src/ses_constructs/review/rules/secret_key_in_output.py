"""A secret must not be an output."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="secret-key-in-output",
    severity=Severity.ERROR,
    why=(
        "Outputs are shown in the console, in logs of deployments, and to everyone who may describe the "
        "stack; with this one they can send mail."
    ),
    cure="Put it into Secrets Manager, and output the secret's ARN.",
    source="Guide: Obtaining Amazon SES SMTP credentials",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for template in assembly.templates:
        for name, output in template.outputs.items():
            text = output.get("Value").text
            for reference in text.references if text is not None else ():
                if reference.attribute == "SecretAccessKey":
                    yield RULE.at(
                        output.place, f"output {name} shows the secret key of {reference.resource.logical_id}"
                    )
