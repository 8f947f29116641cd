"""The rule topic-key-without-ses."""

from __future__ import annotations

from collections.abc import Callable


def test_a_key_that_admits_ses_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Statement: [{Effect: Allow, Principal: {
      Service: ses.amazonaws.com}, Action: ["kms:GenerateDataKey*", "kms:Decrypt"], Resource: "*"}]}}}
    Topic: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: !Ref Key}}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {SnsDestination: {
      TopicARN: !Ref Topic}}}}
    """
    assert found(template) == []


def test_a_key_from_elsewhere_is_not_judged(found: Callable[[str], list[str]]) -> None:
    template = """
    Topic: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: !ImportValue key}}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {SnsDestination: {
      TopicARN: !Ref Topic}}}}
    """
    assert found(template) == []


def test_a_key_for_the_account_alone_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Statement: [{Effect: Allow, Principal: {
      AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}, Action: "kms:*", Resource: "*"}]}}}
    Topic: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: !GetAtt Key.Arn}}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {SnsDestination: {
      TopicARN: !Ref Topic}}}}
    """
    assert found(template) == ["Topic"]


def test_the_managed_key_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Topic: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: alias/aws/sns}}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {SnsDestination: {
      TopicARN: !Ref Topic}}}}
    """
    assert found(template) == ["Topic"]
