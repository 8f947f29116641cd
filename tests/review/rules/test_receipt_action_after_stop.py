"""The rule receipt-action-after-stop."""

from __future__ import annotations

from collections.abc import Callable


def test_a_stop_at_the_end_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {BucketName: a}}, {
      StopAction: {Scope: RuleSet}}]}}}
    """
    assert found(template) == []


def test_an_action_after_it_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{StopAction: {Scope: RuleSet}}, {
      S3Action: {BucketName: a}}]}}}
    """
    assert found(template) == ["Rule"]
