"""Easy DKIM and a key of one's own exclude each other."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="dkim-settings-contradict",
    severity=Severity.ERROR,
    why="SES refuses the identity, so the deployment fails.",
    cure="Give DomainSigningSelector and DomainSigningPrivateKey together, or NextSigningKeyLength alone.",
    source="API: DkimSigningAttributes",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for identity in assembly.resources(IDENTITY):
        settings = identity.get("DkimSigningAttributes")
        if settings.hidden:
            continue
        selector, key = settings.get("DomainSigningSelector"), settings.get("DomainSigningPrivateKey")
        if selector.present != key.present:
            yield RULE.at(settings.place, "of the selector and the private key only one is given")
        elif key.present and settings.get("NextSigningKeyLength").present:
            yield RULE.at(settings.place, "a key of one's own stands beside the key length of Easy DKIM")
