"""The rule identity-without-configuration-set."""

from __future__ import annotations

from collections.abc import Callable


def test_an_identity_with_a_default_configuration_set_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    Shop:
      Type: AWS::SES::EmailIdentity
      Properties: {EmailIdentity: shop.example, ConfigurationSetAttributes: {ConfigurationSetName: !Ref Mail}}
    """
    assert found(template) == []


def test_a_condition_that_may_choose_one_is_not_judged(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop:
      Type: AWS::SES::EmailIdentity
      Properties: {EmailIdentity: shop.example, ConfigurationSetAttributes: !If [Known, {
        ConfigurationSetName: a}, !Ref AWS::NoValue]}
    """
    assert found(template) == []


def test_an_identity_that_only_receives_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: inbox, Rule: {
      Recipients: [help@shop.example]}}}
    """
    assert found(template) == []


def test_a_domain_from_a_parameter_beside_a_rule_for_all_mail_is_not_judged(
    found: Callable[[str], list[str]],
) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: !Ref Domain}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: inbox, Rule: {Enabled: true}}}
    """
    assert found(template) == []


def test_an_identity_that_is_shared_with_other_accounts_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    Share: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:CreateEmailIdentityPolicy", Resource: "*"}]}}}
    """
    assert found(template) == []


def test_an_identity_without_one_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    """
    assert found(template) == ["Shop"]


def test_leaving_it_out_by_aws_novalue_counts_as_leaving_it_out(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop:
      Type: AWS::SES::EmailIdentity
      Properties: {EmailIdentity: shop.example, ConfigurationSetAttributes: !Ref AWS::NoValue}
    """
    assert found(template) == ["Shop"]


def test_an_identity_that_a_custom_resource_gives_one_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: Shop.example}}
    News: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: news.example}}
    Default: {Type: Custom::SesDefaultConfigurationSet, Properties: {Identity: shop.example, ConfigurationSet: a}}
    """
    assert len(found(template)) == 1


INBOX = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    Inbox: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: inbox.example}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: inbox, Rule: {
      Recipients: [help@inbox.example]}}}
"""


def test_an_inbox_beside_what_sends_passes(found: Callable[[str], list[str]]) -> None:
    assert found(INBOX) == []


def test_an_inbox_that_somebody_may_answer_from_is_found(found: Callable[[str], list[str]]) -> None:
    template = f"""{INBOX}
    Answer: {{Type: AWS::IAM::Policy, Properties: {{PolicyDocument: {{Statement: [{{Effect: Allow,
      Action: "ses:SendEmail", Resource: "arn:aws:ses:us-east-1:111122223333:identity/inbox.example"}}]}}}}}}
    """
    assert found(template) == ["Inbox"]


def test_only_what_the_provider_shares_is_shared(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    News: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: news.example}}
    SesConstructsProviderIdentities: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{
      Effect: Allow, Action: "ses:CreateEmailIdentityPolicy", Resource: "*"}]}}}
    Settings: {Type: Custom::SesIdentitySettings, Properties: {Identity: shop.example, Policies: {Partner: {
      Statement: []}}}}
    Others: {Type: Custom::SesIdentitySettings, Properties: {Identity: news.example, Forwarding: "no"}}
    """
    assert found(template) == ["News"]
