"""IP address filters: whose connections are not taken at all."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from ses_constructs.local.ses.documents import Document


def blocks(filters: Iterable[Document], source_ip: str) -> bool:
    """Whether the filters keep an address out; an allowing filter beats every blocking one.

    Guide: Creating IP address filters (everybody is blocked but a list).
    """
    policies = {each["IpFilter"]["Policy"] for each in filters if contains(each["IpFilter"]["Cidr"], source_ip)}
    return "Block" in policies and "Allow" not in policies


def contains(cidr: str, source_ip: str) -> bool:
    """Whether an address is in a range (or is the one address given); never of the other IP version."""
    return ip_address(source_ip) in ip_network(cidr, strict=False)
