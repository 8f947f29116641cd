"""Only an owner can verify a domain."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="identity-of-mail-provider",
    severity=Severity.ERROR,
    why="The DNS records cannot be published, so the identity stays unverified.",
    cure="Verify a single address there, or a domain of your own.",
    source="Guide: Troubleshooting verified identities",
)


_PROVIDERS = {
    "aol.com",
    "gmail.com",
    "gmx.de",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "outlook.com",
    "proton.me",
    "qq.com",
    "web.de",
    "yahoo.com",
    "yandex.ru",
}


def check(assembly: Assembly) -> Iterator[Finding]:
    for identity in assembly.resources(IDENTITY):
        name = identity.get("EmailIdentity")
        if (name.literal or "").lower() in _PROVIDERS:
            yield RULE.at(name.place, f"{name.literal!r} belongs to a mail provider")
