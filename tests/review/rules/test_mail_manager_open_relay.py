"""The rule mail-manager-open-relay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

TEMPLATE = """
    Policy: {{Type: AWS::SES::MailManagerTrafficPolicy, Properties: {policy}}}
    Rules: {{Type: AWS::SES::MailManagerRuleSet, Properties: {{Rules: {rules}}}}}
    In: {{Type: AWS::SES::MailManagerIngressPoint, Properties: {{Type: {kind}, TrafficPolicyId: !Ref Policy,
      RuleSetId: !GetAtt Rules.RuleSetId}}}}
"""
EVERYTHING = "{DefaultAction: ALLOW, PolicyStatements: []}"
RELAYED = "[{Actions: [{Relay: {Relay: a}}]}]"


def template(policy: str = EVERYTHING, rules: str = RELAYED, kind: str = "OPEN") -> str:
    return TEMPLATE.format(policy=policy, rules=rules, kind=kind)


def allowed(*conditions: str) -> str:
    statements = ", ".join(f"{{Action: ALLOW, Conditions: [{one}]}}" for one in conditions)
    return f"{{DefaultAction: DENY, PolicyStatements: [{statements}]}}"


def ends_with(end: str) -> str:
    return f"{{StringExpression: {{Evaluate: {{Attribute: RECIPIENT}}, Operator: ENDS_WITH, Values: ['{end}']}}}}"


def from_range(attribute: str, one: str) -> str:
    return f"{{IpExpression: {{Evaluate: {{Attribute: {attribute}}}, Operator: CIDR_MATCHES, Values: [{one}]}}}}"


@pytest.mark.parametrize(
    "passing",
    [
        template(policy="{DefaultAction: DENY, PolicyStatements: []}"),
        template(policy=allowed(ends_with("@shop.example"), from_range("SENDER_IP", "192.0.2.0/24"))),
        template(kind="AUTH"),
        template(rules=f"[{{Conditions: [{ends_with('@shop.example')}], Actions: [{{Relay: {{Relay: a}}}}]}}]"),
        template(rules=f"[{{Unless: [{ends_with('@shop.example')}], Actions: [{{Drop: {{}}}}]}}, {RELAYED[1:]}"),
        template(rules="[{Actions: [{ReplaceRecipient: {}}, {Relay: {Relay: a}}]}]"),
        template(rules="[{Actions: [{Archive: {}}]}]"),
        template(rules="!Ref Rules"),
        template(policy="{DefaultAction: ALLOW, PolicyStatements: !Ref Statements}"),
    ],
)
def test_what_keeps_strangers_out_passes(found: Callable[[str], list[str]], passing: str) -> None:
    assert found(passing) == []


@pytest.mark.parametrize(
    "open_to_all",
    [
        template(),
        template(rules="[{Actions: [{AddHeader: {}}, {Send: {RoleArn: a}}]}]"),
        template(policy=allowed(ends_with(".co.uk"))),
        template(policy=allowed(ends_with("@"))),
        template(policy=allowed(from_range("SENDER_IP", "0.0.0.0/1"), from_range("SENDER_IP", "128.0.0.0/1"))),
        template(
            rules=f"[{{Conditions: [{from_range('SOURCE_IP', '64.0.0.0/8')}], Actions: [{{Relay: {{}}}}]}}, "
            f"{{Conditions: [{from_range('SOURCE_IP', '65.0.0.0/8')}], Actions: [{{Relay: {{}}}}]}}]"
        ),
    ],
)
def test_letting_all_in_and_out_is_found(found: Callable[[str], list[str]], open_to_all: str) -> None:
    assert found(open_to_all) == ["Rules"]
