"""The rule stream-role-without-permission."""

from __future__ import annotations

from collections.abc import Callable


def test_a_role_with_both_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow,
      Principal: {Service: ses.amazonaws.com}, Action: "sts:AssumeRole"}]}}}
    Write: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Role], PolicyDocument: {Statement: [{
      Effect: Allow, Action: "firehose:Put*", Resource: "*"}]}}}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      KinesisFirehoseDestination: {IAMRoleARN: !GetAtt Role.Arn}}}}
    """
    assert found(template) == []


def test_a_managed_policy_may_hold_the_permission(found: Callable[[str], list[str]]) -> None:
    template = """
    Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [a], AssumeRolePolicyDocument: {Statement: [{
      Effect: Allow, Principal: {Service: ses.amazonaws.com}, Action: "sts:AssumeRole"}]}}}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      KinesisFirehoseDestination: {IAMRoleARN: !GetAtt Role.Arn}}}}
    """
    assert found(template) == []


def test_the_wrong_service_and_the_wrong_action_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow,
      Principal: {Service: firehose.amazonaws.com}, Action: "sts:AssumeRole"}]}, Policies: [{PolicyDocument: {
      Statement: [{Effect: Allow, Action: "firehose:PutRecord", Resource: "*"}]}}]}}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      KinesisFirehoseDestination: {IAMRoleARN: !GetAtt Role.Arn}}}}
    """
    assert found(template) == ["A", "A"]
