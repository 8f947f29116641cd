"""The rule receipt-filter-range."""

from __future__ import annotations

from collections.abc import Callable


def test_a_range_and_an_address_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ReceiptFilter, Properties: {Filter: {IpFilter: {Cidr: 10.0.0.0/24}}}}
    B: {Type: AWS::SES::ReceiptFilter, Properties: {Filter: {IpFilter: {Cidr: 10.0.0.1}}}}
    """
    assert found(template) == []


def test_host_bits_and_the_other_ip_and_nonsense_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ReceiptFilter, Properties: {Filter: {IpFilter: {Cidr: 10.0.0.1/24}}}}
    B: {Type: AWS::SES::ReceiptFilter, Properties: {Filter: {IpFilter: {Cidr: "2001:db8::/32"}}}}
    C: {Type: AWS::SES::ReceiptFilter, Properties: {Filter: {IpFilter: {Cidr: somewhere}}}}
    """
    assert found(template) == ["A", "B", "C"]
