"""A filter takes a proper range of IPv4 addresses."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-filter-range",
    severity=Severity.ERROR,
    why="The deployment fails, or the filter is not about the range that was meant.",
    cure="Give the first address of the range, such as 10.0.0.0/24.",
    source="Guide: Creating IP address filters",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for one in assembly.resources("AWS::SES::ReceiptFilter"):
        cidr = one.get("Filter.IpFilter.Cidr")
        wrong = _fault(cidr.literal) if cidr.literal is not None else ""
        if wrong:
            yield RULE.at(cidr.place, f"{cidr.literal!r} {wrong}")


def _fault(cidr: str) -> str:
    try:
        given = ipaddress.ip_interface(cidr)
    except ValueError:
        return "is no range of addresses"
    if given.version != 4:
        return "is not IPv4"
    return "" if given.ip == given.network.network_address else f"is not the start of {given.network}"
