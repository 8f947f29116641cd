"""The rule receipt-header-refused."""

from __future__ import annotations

from collections.abc import Callable


def test_a_plain_header_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{AddHeaderAction: {HeaderName: X-Seen,
      HeaderValue: "yes"}}]}}}
    """
    assert found(template) == []


def test_a_space_in_the_name_and_two_lines_are_found(found: Callable[[str], list[str]]) -> None:
    template = r"""
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{AddHeaderAction: {HeaderName: X Seen,
      HeaderValue: "a\nb"}}]}}}
    """
    assert found(template) == ["Rule", "Rule"]
