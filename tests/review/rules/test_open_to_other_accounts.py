"""The rule open-to-other-accounts."""

from __future__ import annotations

from collections.abc import Callable


def test_a_limit_on_the_account_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Policy: {Type: AWS::SNS::TopicPolicy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Principal: {Service: ses.amazonaws.com}, Action: "sns:Publish", Condition: {StringEquals: {
      "AWS:SourceAccount": !Ref AWS::AccountId}}}]}}}
    Permission: {Type: AWS::Lambda::Permission, Properties: {Principal: ses.amazonaws.com,
      SourceAccount: !Ref AWS::AccountId}}
    """
    assert found(template) == []


def test_no_limit_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Policy: {Type: AWS::S3::BucketPolicy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Principal: {Service: ses.amazonaws.com}, Action: "s3:PutObject"}]}}}
    Permission: {Type: AWS::Lambda::Permission, Properties: {Principal: ses.amazonaws.com}}
    """
    assert found(template) == ["Policy", "Permission"]
