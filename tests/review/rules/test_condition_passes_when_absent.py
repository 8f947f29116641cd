"""The rule condition-passes-when-absent."""

from __future__ import annotations

from collections.abc import Callable


def test_a_guard_against_its_absence_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: "ses:*",
      Condition: {"ForAllValues:StringLike": {"ses:Recipients": "*@b.example"}, "Null": {
      "ses:Recipients": "false"}}}]}}}
    """
    assert found(template) == []


def test_calls_that_always_carry_recipients_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:SendEmail", Condition: {"ForAllValues:StringLike": {"ses:Recipients": "*@b.example"}}}]}}}
    """
    assert found(template) == []


def test_other_calls_without_the_guard_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: "ses:*",
      Condition: {"ForAllValues:StringLike": {"ses:Recipients": "*@b.example"}}}]}}}
    """
    assert found(template) == ["P"]
