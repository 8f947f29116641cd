"""Settings that keep mail safe."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Told = Callable[[str, str], dict[str, list[str]]]
SET = """
Set: {Type: AWS::SES::ConfigurationSet, Properties: {Name: mail, DeliveryOptions: {TlsPolicy: REQUIRE},
  TrackingOptions: {CustomRedirectDomain: click.shop.example, HttpsPolicy: REQUIRE},
  SuppressionOptions: {SuppressedReasons: [BOUNCE, COMPLAINT]},
  ReputationOptions: {ReputationMetricsEnabled: true}}}
Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example,
  ConfigurationSetAttributes: {ConfigurationSetName: mail}, DkimAttributes: {SigningEnabled: true},
  DkimSigningAttributes: {NextSigningKeyLength: RSA_2048_BIT},
  MailFromAttributes: {MailFromDomain: bounce.shop.example}}}
Rule: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: set, Rule: {Enabled: true, ScanEnabled: true,
  TlsPolicy: Require, Recipients: [a@shop.example]}}}
"""


@pytest.mark.parametrize(
    ("was", "becomes", "kind"),
    [
        ("TlsPolicy: REQUIRE", "TlsPolicy: OPTIONAL", "tls-loosened"),
        ("DeliveryOptions: {TlsPolicy: REQUIRE},", "", "tls-loosened"),
        ("HttpsPolicy: REQUIRE", "HttpsPolicy: OPTIONAL", "tls-loosened"),
        ("TlsPolicy: Require,", "", "tls-loosened"),
        ("[BOUNCE, COMPLAINT]", "[BOUNCE]", "suppression-loosened"),
        ("[BOUNCE, COMPLAINT]", "[]", "suppression-loosened"),
        ("ReputationMetricsEnabled: true", "ReputationMetricsEnabled: false", "reputation-metrics-switched-off"),
        ("Name: mail,", "Name: mail, SendingOptions: {SendingEnabled: false},", "sending-switched"),
        ("SigningEnabled: true", "SigningEnabled: false", "signing-loosened"),
        ("RSA_2048_BIT", "RSA_1024_BIT", "signing-loosened"),
        ("MailFromAttributes: {MailFromDomain: bounce.shop.example}", "", "signing-loosened"),
        (
            "ConfigurationSetAttributes: {ConfigurationSetName: mail}, ",
            "",
            "default-configuration-set-changed",
        ),
    ],
)
def test_a_looser_setting_is_told_and_a_tighter_one_is_not(told: Told, was: str, becomes: str, kind: str) -> None:
    assert was in SET
    new = SET.replace(was, becomes, 1)
    assert len(told(SET, new)[kind]) == 1
    assert kind == "sending-switched" or kind not in told(new, SET)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("TlsPolicy: OPTIONAL", "TlsPolicy: REQUIRE"),
        ("MetricsEnabled: false", "MetricsEnabled: true"),
        ("[BOUNCE]", "[BOUNCE, COMPLAINT]"),
        ("NextSigningKeyLength: RSA_1024_BIT", "NextSigningKeyLength: RSA_2048_BIT"),
        ("Domain: shop.example", "Domain: shop.example, MailFromDomain: bounce.shop.example"),
    ],
)
def test_a_protection_that_comes_is_told(told: Told, was: str, becomes: str) -> None:
    loose = """
    Set: {Type: AWS::SES::ConfigurationSet, Properties: {DeliveryOptions: {TlsPolicy: OPTIONAL},
      SuppressionOptions: {SuppressedReasons: [BOUNCE]}, ReputationOptions: {ReputationMetricsEnabled: false}}}
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example,
      DkimSigningAttributes: {NextSigningKeyLength: RSA_1024_BIT}, MailFromAttributes: {Domain: shop.example}}}
    """
    assert was in loose
    tight = loose.replace(was, becomes)
    assert len(told(loose, tight)["protection-added"]) == 1
    assert "protection-added" not in told(tight, loose)


def test_what_only_the_deployment_knows_is_not_judged(told: Told) -> None:
    found = told(
        SET, SET.replace("[BOUNCE, COMPLAINT]", "!Ref Reasons").replace("TlsPolicy: REQUIRE", "TlsPolicy: !Ref T")
    )
    assert found == {}


def test_reasons_that_take_the_place_of_the_accounts_are_told_when_one_is_missing(told: Told) -> None:
    old = SET.replace("SuppressionOptions: {SuppressedReasons: [BOUNCE, COMPLAINT]},", "")
    assert "suppression-loosened" in told(old, SET.replace(", COMPLAINT", ""))
    assert "suppression-loosened" not in told(old, SET)


def test_a_default_set_that_a_custom_resource_chooses_counts(told: Told) -> None:
    chosen = """
Chosen: {Type: Custom::SesDefaultConfigurationSet, Properties: {Identity: Shop.example, ConfigurationSet: b}}
"""
    found = told(SET + chosen, SET + chosen.replace("ConfigurationSet: b", "ConfigurationSet: c"))
    assert found["default-configuration-set-changed"] == ["the default configuration set changes from b to c"]
    assert "default-configuration-set-changed" in told(SET + chosen, SET)
