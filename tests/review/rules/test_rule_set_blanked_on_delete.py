"""The rule rule-set-blanked-on-delete."""

from __future__ import annotations

from collections.abc import Callable


def test_a_name_on_delete_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    C:
      Type: Custom::AWS
      Properties:
        Delete: '{"service":"SES","action":"setActiveReceiptRuleSet","parameters":{"RuleSetName":"old"}}'
    """
    assert found(template) == []


def test_no_name_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    C: {Type: "Custom::AWS", Properties: {Delete: !Join ["",
      ['{"service":"SES","action":"setActiveReceiptRuleSet","physicalResourceId":"', !Ref Set, '"}']]}}
    """
    assert found(template) == ["C"]
