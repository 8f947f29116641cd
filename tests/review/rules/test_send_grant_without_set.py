"""The rule send-grant-without-set."""

from __future__ import annotations

from collections.abc import Callable


def test_a_grant_on_both_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: a.example, ConfigurationSetAttributes: {
      ConfigurationSetName: !Ref Mail}}}
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:SendEmail", Resource: [!Sub "arn:aws:ses:eu-west-1:1:identity/${Shop}",
      !Sub "arn:aws:ses:eu-west-1:1:configuration-set/${Mail}"]}]}}}
    """
    assert found(template) == []


def test_a_grant_in_a_second_statement_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: a.example, ConfigurationSetAttributes: {
      ConfigurationSetName: !Ref Mail}}}
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:SendEmail", Resource: "arn:aws:ses:eu-west-1:1:identity/a.example"}, {Effect: Allow,
      Action: "ses:SendEmail", Resource: !Sub "arn:aws:ses:eu-west-1:1:configuration-set/${Mail}"}]}}}
    """
    assert found(template) == []


def test_a_grant_on_the_identity_alone_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: a.example, ConfigurationSetAttributes: {
      ConfigurationSetName: !Ref Mail}}}
    P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:SendEmail", Resource: "arn:aws:ses:eu-west-1:1:identity/a.example"}]}}}
    """
    assert found(template) == ["P"]
