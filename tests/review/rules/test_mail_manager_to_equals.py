"""The rule mail-manager-to-equals."""

from __future__ import annotations

from collections.abc import Callable


def test_the_recipient_of_the_envelope_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    R: {Type: AWS::SES::MailManagerRuleSet, Properties: {Rules: [{Conditions: [{StringExpression: {Evaluate: {
      Attribute: RECIPIENT}, Operator: EQUALS, Values: [a]}}]}]}}
    """
    assert found(template) == []


def test_the_whole_header_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    R: {Type: AWS::SES::MailManagerRuleSet, Properties: {Rules: [{Conditions: [{StringExpression: {Evaluate: {
      Attribute: TO}, Operator: EQUALS, Values: [a]}}]}]}}
    """
    assert found(template) == ["R"]
