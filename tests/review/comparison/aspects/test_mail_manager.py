"""Mail Manager."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Told = Callable[[str, str], dict[str, list[str]]]
CONDITION = "Conditions: [{IpExpression: {Evaluate: {Attribute: SENDER_IP}, Operator: CIDR_MATCHES, Values: [a]}}]"
POLICY = f"""
Policy: {{Type: AWS::SES::MailManagerTrafficPolicy, Properties: {{DefaultAction: DENY, PolicyStatements: [
  {{Action: ALLOW, {CONDITION}}}, {{Action: DENY, {CONDITION}}}]}}}}
"""
RULES = """
Rules: {Type: AWS::SES::MailManagerRuleSet, Properties: {Rules: [{Name: a, Actions: [{Drop: {}}]},
  {Name: b, Actions: [{Archive: {TargetArchive: x}}]}]}}
"""
INGRESS = """
In: {Type: AWS::SES::MailManagerIngressPoint, Properties: {Type: OPEN, RuleSetId: r, TrafficPolicyId: t}}
"""


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("DefaultAction: DENY", "DefaultAction: ALLOW"),
        (f", {{Action: DENY, {CONDITION}}}", ""),
        ("{Action: ALLOW", f"{{Action: ALLOW, {CONDITION.replace('[a]', '[b]')}}}, {{Action: ALLOW"),
    ],
)
def test_what_lets_more_in_is_a_warning_and_the_other_way_round_a_note(told: Told, was: str, becomes: str) -> None:
    new = POLICY.replace(was, becomes, 1)
    assert new != POLICY
    assert len(told(POLICY, new)["traffic-policy-loosened"]) == 1
    assert "traffic-policy-loosened" not in told(new, POLICY)
    assert len(told(new, POLICY)["traffic-policy-tightened"]) == 1


def test_a_rule_that_is_gone_is_told(told: Told) -> None:
    found = told(RULES, RULES.replace("{Name: a, Actions: [{Drop: {}}]},", ""))
    (text,) = found["mail-manager-rule-lost"]
    assert text.startswith("a rule is gone or changes; it was {")
    assert '"Name": "a"' in text
    assert "mail-manager-rules-reordered" not in found


def test_another_order_is_told(told: Told) -> None:
    new = """
    Rules: {Type: AWS::SES::MailManagerRuleSet, Properties: {Rules: [
      {Name: b, Actions: [{Archive: {TargetArchive: x}}]}, {Name: a, Actions: [{Drop: {}}]}]}}
    """
    assert told(RULES, new)["mail-manager-rules-reordered"] == ["the rules that stay come in another order"]
    assert told(RULES, RULES) == {}


def test_other_rules_for_an_ingress_point_are_told(told: Told) -> None:
    assert told(INGRESS, INGRESS.replace("RuleSetId: r", "RuleSetId: s"))["ingress-point-changed"] == [
        "RuleSetId changes from r to s"
    ]


def test_what_only_the_deployment_knows_is_not_judged(told: Told) -> None:
    hidden = "Rules: {Type: AWS::SES::MailManagerRuleSet, Properties: {Rules: !Ref Given}}"
    assert told(RULES, hidden) == {}
