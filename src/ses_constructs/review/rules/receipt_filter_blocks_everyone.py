"""Blocking every address needs exceptions."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-filter-blocks-everyone",
    severity=Severity.ERROR,
    why="All inbound mail of the account in this region is refused.",
    cure="Add filters that allow the wanted ranges, or narrow the blocked one.",
    source="Guide: Creating IP address filters",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    filters = list(assembly.resources("AWS::SES::ReceiptFilter"))
    allowed = [one for one in filters if one.get("Filter.IpFilter.Policy").literal != "Block"]
    for one in filters if not allowed else ():
        cidr = one.get("Filter.IpFilter.Cidr")
        if cidr.literal == "0.0.0.0/0":
            yield RULE.at(cidr.place, "every address is blocked, and none is allowed")
