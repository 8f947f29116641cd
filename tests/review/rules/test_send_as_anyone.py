"""The rule send-as-anyone."""

from __future__ import annotations

from collections.abc import Callable


def test_a_named_identity_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:SendEmail", Resource: !Sub "arn:aws:ses:eu-west-1:1:identity/${Domain}"}]}}}
    """
    assert found(template) == []


def test_a_limit_on_the_sender_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:SendEmail", Resource: "*", Condition: {StringEquals: {"ses:FromAddress": a@b.example}}}]}}}
    """
    assert found(template) == []


def test_every_resource_and_every_identity_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:SendRawEmail", Resource: !Sub "arn:aws:ses:${AWS::Region}:1:identity/*"}]}}}
    F: {Type: AWS::Serverless::Function, Properties: {Policies: [AWSLambdaBasicExecutionRole, {Statement: [{
      Effect: Allow, Action: ["ses:SendEmail"], Resource: "*"}]}]}}
    """
    assert found(template) == ["P", "F"]
