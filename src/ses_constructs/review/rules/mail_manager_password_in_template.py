"""A password must not stand in a template."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="mail-manager-password-in-template",
    severity=Severity.ERROR,
    why="Whoever reads the template or the stack can send through the ingress point.",
    cure="Keep it in Secrets Manager, and give SecretArn or {{resolve:secretsmanager:...}}.",
    source="Schema of AWS::SES::MailManagerIngressPoint",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for ingress in assembly.resources("AWS::SES::MailManagerIngressPoint"):
        password = ingress.get("IngressPointConfiguration.SmtpPassword")
        if password.literal and "{{resolve:" not in password.literal:
            yield RULE.at(password.place, "the SMTP password stands in the template")
