"""The rule mail-manager-open-relay."""

from __future__ import annotations

from collections.abc import Callable


def test_a_policy_that_denies_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Policy: {Type: AWS::SES::MailManagerTrafficPolicy, Properties: {DefaultAction: DENY,
      PolicyStatements: []}}
    Rules: {Type: AWS::SES::MailManagerRuleSet, Properties: {Rules: [{Actions: [{Relay: {Relay: a}}]}]}}
    In: {Type: AWS::SES::MailManagerIngressPoint, Properties: {Type: OPEN, TrafficPolicyId: !Ref Policy,
      RuleSetId: !GetAtt Rules.RuleSetId}}
    """
    assert found(template) == []


def test_letting_all_in_and_out_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Policy: {Type: AWS::SES::MailManagerTrafficPolicy, Properties: {DefaultAction: ALLOW,
      PolicyStatements: []}}
    Rules: {Type: AWS::SES::MailManagerRuleSet, Properties: {Rules: [{Actions: [{Relay: {Relay: a}}]}]}}
    In: {Type: AWS::SES::MailManagerIngressPoint, Properties: {Type: OPEN, TrafficPolicyId: !Ref Policy,
      RuleSetId: !GetAtt Rules.RuleSetId}}
    """
    assert found(template) == ["Rules"]
