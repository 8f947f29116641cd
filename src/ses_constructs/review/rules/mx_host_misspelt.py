"""Feedback goes to amazonses.com, inbound mail to amazonaws.com."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="mx-host-misspelt",
    severity=Severity.ERROR,
    why="The name does not exist: bounces or inbound mail go nowhere.",
    cure=(
        "Use feedback-smtp.<region>.amazonses.com for MAIL FROM, inbound-smtp.<region>.amazonaws.com to receive."
    ),
    source="Guide: Publishing an MX record; Using a custom MAIL FROM domain",
)


_WRONG = re.compile(r"\b(feedback-smtp\..+\.amazonaws\.com|inbound-smtp\..+\.amazonses\.com)\.?$")


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dns_records(assembly):
        for value in record.values if record.type == "MX" else ():
            found = _WRONG.search(value.shape)
            if found is not None:
                yield RULE.at(value.place, f"{found.group(1)!r} is no host of SES")
