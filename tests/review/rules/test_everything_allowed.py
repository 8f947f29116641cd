"""The rule everything-allowed."""

from __future__ import annotations

from collections.abc import Callable


def test_the_two_actions_of_a_sender_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: ["ses:SendEmail", "ses:SendRawEmail"], Resource: a}]}}}
    """
    assert found(template) == []


def test_denying_everything_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Deny, Action: "ses:*",
      Resource: "*"}]}}}
    """
    assert found(template) == []


def test_the_star_and_the_full_access_policy_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: {Effect: Allow, Action: "SES:*",
      Resource: "*"}}}}
    Role: {Type: AWS::IAM::Role, Properties: {
      ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::aws:policy/AmazonSESFullAccess"]}}
    """
    assert found(template) == ["P", "Role"]
