"""Identities of a template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ses_constructs.local.ses.resources import ResourceError
from tests.local.ses.aws import DOMAIN, Account
from tests.local.ses.stack import Stack
from tests.local.ses.test_dkim_keys import PKCS1

KIND = "AWS::SES::EmailIdentity"


@pytest.mark.parametrize(
    ("region", "host"),
    [("us-east-1", "dkim.amazonses.com"), ("eu-south-1", "dkim.eu-south-1.amazonses.com")],
)
def test_attributes_are_the_records_that_verify_it(
    account_in: Callable[[str], Account], region: str, host: str
) -> None:
    account = account_in(region)
    ref, attributes = Stack(account).create(KIND, {"EmailIdentity": DOMAIN})
    assert ref == DOMAIN
    found = account.v2.get_email_identity(EmailIdentity=DOMAIN)
    for number, token in enumerate(found["DkimAttributes"]["Tokens"], 1):
        name, value = attributes[f"DkimDNSTokenName{number}"], attributes[f"DkimDNSTokenValue{number}"]
        assert (name, value) == (f"{token}._domainkey.{DOMAIN}", f"{token}.{host}")
        account.world.dns[name, "CNAME"] = [value]
    assert account.v2.get_email_identity(EmailIdentity=DOMAIN)["VerifiedForSendingStatus"] is True


def test_settings_are_applied_changed_and_taken_back(stack: Stack, account: Account) -> None:
    account.v2.create_configuration_set(ConfigurationSetName="news")
    old: dict[str, Any] = {
        "EmailIdentity": DOMAIN,
        "ConfigurationSetAttributes": {"ConfigurationSetName": "news"},
        "DkimAttributes": {"SigningEnabled": False},
        "FeedbackAttributes": {"EmailForwardingEnabled": False},
        "MailFromAttributes": {
            "MailFromDomain": f"bounce.{DOMAIN}",
            "BehaviorOnMxFailure": "REJECT_MESSAGE",
        },
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    stack.create(KIND, old)
    found = account.v2.get_email_identity(EmailIdentity=DOMAIN)
    assert found["ConfigurationSetName"] == "news"
    assert found["DkimAttributes"]["SigningEnabled"] is False
    assert found["FeedbackForwardingStatus"] is False
    assert found["MailFromAttributes"]["BehaviorOnMxFailure"] == "REJECT_MESSAGE"
    assert found["Tags"] == [{"Key": "a", "Value": "b"}]
    stack.update(KIND, DOMAIN, old, {"EmailIdentity": DOMAIN})
    found = account.v2.get_email_identity(EmailIdentity=DOMAIN)
    assert not {"ConfigurationSetName", "MailFromAttributes"} & found.keys()
    assert found["DkimAttributes"]["SigningEnabled"] is True
    assert found["FeedbackForwardingStatus"] is True
    assert found["Tags"] == []


def test_an_address_and_an_own_key_have_no_easy_dkim_records(stack: Stack) -> None:
    _, of_address = stack.create(KIND, {"EmailIdentity": f"me@{DOMAIN}"})
    signing = {"DomainSigningSelector": "mine", "DomainSigningPrivateKey": PKCS1}
    _, of_own_key = stack.create(KIND, {"EmailIdentity": DOMAIN, "DkimSigningAttributes": signing})
    assert set(of_address.values()) == set(of_own_key.values()) == {""}


def test_a_refused_setting_leaves_no_identity_behind(stack: Stack, account: Account) -> None:
    wrong = {"MailFromDomain": "bounce.example.org"}
    with pytest.raises(ResourceError, match="not subdomain"):
        stack.create(KIND, {"EmailIdentity": DOMAIN, "MailFromAttributes": wrong})
    assert account.v2.list_email_identities()["EmailIdentities"] == []


def test_an_identity_that_is_there_already_is_refused(stack: Stack, account: Account) -> None:
    account.v2.create_email_identity(EmailIdentity=DOMAIN)
    with pytest.raises(ResourceError, match="AlreadyExists"):
        stack.create(KIND, {"EmailIdentity": DOMAIN})


def test_a_certificate_needs_its_identity(stack: Stack, account: Account) -> None:
    kind = "AWS::SES::EmailIdentityCertificate"
    properties = {
        "EmailIdentity": DOMAIN,
        "FromAddress": f"hello@{DOMAIN}",
        "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/1",
    }
    with pytest.raises(ResourceError, match="NotFound"):
        stack.create(kind, properties)
    stack.create(KIND, {"EmailIdentity": DOMAIN})
    ref, _ = stack.create(kind, properties)
    assert ref == f"{DOMAIN}|hello@{DOMAIN}"
    assert account.v2.list_email_identity_certificates(EmailIdentity=DOMAIN)["Certificates"]
