"""The rule receipt-filter-blocks-everyone."""

from __future__ import annotations

from collections.abc import Callable


def test_an_allowed_range_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    All: {Type: AWS::SES::ReceiptFilter, Properties: {Filter: {IpFilter: {Policy: Block, Cidr: 0.0.0.0/0}}}}
    Ours: {Type: AWS::SES::ReceiptFilter, Properties: {Filter: {IpFilter: {Policy: Allow,
      Cidr: 192.0.2.0/24}}}}
    """
    assert found(template) == []


def test_blocking_all_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    All: {Type: AWS::SES::ReceiptFilter, Properties: {Filter: {IpFilter: {Policy: Block, Cidr: 0.0.0.0/0}}}}
    """
    assert found(template) == ["All"]
