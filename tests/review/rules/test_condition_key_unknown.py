"""The rule condition-key-unknown."""

from __future__ import annotations

from collections.abc import Callable


def test_keys_of_ses_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:SendEmail", Condition: {StringEquals: {"ses:FromAddress": a@b.example,
      "aws:SourceAccount": "1"}}}]}}}
    """
    assert found(template) == []


def test_a_key_that_does_not_exist_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:SendEmail", Condition: {StringEquals: {"ses:ConfigurationSetName": mail}}}]}}}
    """
    assert found(template) == ["P"]
