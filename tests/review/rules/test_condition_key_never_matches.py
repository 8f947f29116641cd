"""The rule condition-key-never-matches."""

from __future__ import annotations

from collections.abc import Callable


def test_actions_that_carry_the_key_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: ["ses:SendEmail", "ses:SendRawEmail"], Condition: {StringEquals: {
      "ses:FromAddress": a@b.example}}}]}}}
    """
    assert found(template) == []


def test_an_action_without_the_key_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: ["ses:SendEmail", "ses:SendBulkEmail"], Condition: {StringEquals: {
      "ses:FromAddress": a@b.example}}}]}}}
    """
    assert found(template) == ["P"]
