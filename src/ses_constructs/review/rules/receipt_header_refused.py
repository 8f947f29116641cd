"""An added header has letters, digits and dashes in its name."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts import names, quotas
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import actions_of_kind
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-header-refused",
    severity=Severity.ERROR,
    why="SES refuses the rule, so the deployment fails.",
    cure=(
        "Use up to 50 letters, digits and dashes for the name, and one line of up to 2,047 characters for "
        "the value."
    ),
    source="Guide: Add header action",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for action in actions_of_kind(assembly, "AddHeaderAction"):
        header, value = action.settings.get("HeaderName"), action.settings.get("HeaderValue")
        if header.literal is not None and names.HEADER.fullmatch(header.literal) is None:
            yield RULE.at(header.place, f"{header.literal!r} is no name of a header")
        literal = value.literal or ""
        if len(literal) > quotas.HEADER_VALUE_LENGTH or "\n" in literal or "\r" in literal:
            yield RULE.at(value.place, "the value is too long or has several lines")
