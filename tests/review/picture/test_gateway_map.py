"""The map of Mail Manager."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ses_constructs.review.picture.flow import Flow
from ses_constructs.review.picture.gateway_map import gateway_flow
from ses_constructs.review.picture.part import Kind
from tests.review.conftest import assembly_of

GATEWAY = """
Door:
  Type: AWS::SES::MailManagerIngressPoint
  Properties: {Type: OPEN, RuleSetId: !Ref Rules, TrafficPolicyId: !Ref Who}
Who:
  Type: AWS::SES::MailManagerTrafficPolicy
  Properties: {DefaultAction: DENY, PolicyStatements: [{Action: ALLOW, Conditions: []}]}
Mail: {Type: AWS::S3::Bucket}
Rules:
  Type: AWS::SES::MailManagerRuleSet
  Properties:
    Rules:
    - Name: keep
      Actions: [{WriteToS3: {S3Bucket: !Ref Mail, RoleArn: r}}, {Archive: {TargetArchive: a-1}}]
    - Conditions: [{}, {}]
      Actions: [{Drop: {}}, {AddHeader: {HeaderName: X-A, HeaderValue: b}}]
"""


def test_mail_runs_through_the_door_and_the_rules(seen: Callable[[Flow], set[str]]) -> None:
    assert seen(gateway_flow(assembly_of(GATEWAY))) == {
        "Senders > Door",
        "Door > 1. keep",
        "Door > 2. rule",
        "1. keep > Mail",
        "1. keep > a-1",
        "2. rule > Dropped",
    }


def test_boxes_say_who_is_let_in_and_when_a_rule_applies() -> None:
    parts = {part.title: part for part in gateway_flow(assembly_of(GATEWAY)).parts}
    assert parts["Door"].line == "open to the internet"
    assert parts["Door"].facts[0].value == "1 statement; everybody else is turned away"
    assert [parts["1. keep"].line, parts["2. rule"].line] == ["for all mail", "if 2 conditions hold"]


def test_outcomes_and_what_takes_over_are_told_in_words() -> None:
    flow = gateway_flow(
        assembly_of(
            """
            In: {Type: AWS::SES::MailManagerIngressPoint, Properties: {Type: OPEN, RuleSetId: !Ref Rules}}
            Other: {Type: AWS::SES::MailManagerRelay}
            Rules: {Type: AWS::SES::MailManagerRuleSet, Properties: {Rules: [
              {Name: a, Conditions: [{}], Actions: [{Relay: {Relay: !Ref Other}}, {Drop: {}}]},
              {Name: b, Actions: [{Bounce: {SmtpReplyCode: "550"}}, {Send: {}}]}]}}
            """
        )
    )
    lines = {part.title: part.line for part in flow.parts}
    assert lines["1. a"] == "if 1 condition holds"
    assert lines["Other"] == "passed on to the relay"
    assert (lines["Dropped"], lines["Bounced 550"]) == ("nobody is told", "its sender is told")
    assert lines["Sent on"] == "to its recipients, by SES"
    assert next(part for part in flow.parts if part.title == "Other").kind is Kind.RELAY


@pytest.mark.parametrize(
    ("properties", "line"),
    [
        ("Type: AUTH", "asks for a password"),
        ("Type: MTLS", "asks for a certificate"),
        ("Type: OPEN, NetworkConfiguration: {PrivateNetworkConfiguration: {}}", "open to a VPC"),
        ("Type: !Ref Kind", ""),
    ],
)
def test_each_kind_of_door_says_who_may_come_in(properties: str, line: str) -> None:
    flow = gateway_flow(
        assembly_of(f"Door: {{Type: AWS::SES::MailManagerIngressPoint, Properties: {{{properties}}}}}")
    )
    assert {part.line for part in flow.parts if part.kind is Kind.GATEWAY} == {line}
