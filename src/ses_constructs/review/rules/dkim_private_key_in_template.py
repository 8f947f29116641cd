"""A private key must not stand in a template."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY
from ses_constructs.review.template import Assembly
from ses_constructs.review.value import Value

RULE = Rule(
    id="dkim-private-key-in-template",
    severity=Severity.ERROR,
    why="Whoever reads the template, cdk.out or the stack can sign mail as the domain.",
    cure="Keep the key in Secrets Manager and name it as {{resolve:secretsmanager:...}}.",
    source="Schema of AWS::SES::EmailIdentity (DomainSigningPrivateKey is plain text)",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for identity in assembly.resources(IDENTITY):
        key = identity.get("DkimSigningAttributes.DomainSigningPrivateKey")
        literal = key.literal
        if literal and "{{resolve:" not in literal:
            yield RULE.at(key.place, "the private DKIM key stands in the template")
        elif _is_open_parameter(key):
            yield RULE.at(key.place, "the private DKIM key comes from a parameter without NoEcho")


def _is_open_parameter(key: Value) -> bool:
    name = key.raw.get("Ref") if isinstance(key.raw, dict) else None
    parameter = key.resource.template.section("Parameters").get(name) if isinstance(name, str) else None
    return isinstance(parameter, dict) and str(parameter.get("NoEcho", "")).lower() != "true"
