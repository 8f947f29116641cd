"""A BIMI logo is an SVG behind HTTPS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records, txt
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="bimi-logo-unusable",
    severity=Severity.ERROR,
    why="Mailbox providers do not load anything else, so no logo is shown.",
    cure="Give l=https://.../logo.svg, in the SVG Tiny PS profile.",
    source="Guide: Using BIMI in Amazon SES",
)


_LOGO = re.compile(r"\bl=([^;]*)")


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dns_records(assembly):
        for value in record.values if "._bimi." in record.name.shape else ():
            found = _LOGO.search(txt(value) or "")
            logo = found.group(1).strip() if found is not None else ""
            if logo and not (logo.startswith("https://") and logo.lower().endswith(".svg")):
                yield RULE.at(value.place, f"the logo is {logo!r}")
