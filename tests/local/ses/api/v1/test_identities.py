"""Identities in v1."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from tests.local.ses.aws import DOMAIN, Account, FakeWorld


def test_domains_and_addresses_are_listed_by_kind(account: Account) -> None:
    account.v1.verify_domain_identity(Domain=DOMAIN)
    account.v1.verify_email_identity(EmailAddress="me@example.org")
    account.v1.verify_email_identity(EmailAddress="me@example.org")
    assert account.v1.list_identities()["Identities"] == [DOMAIN, "me@example.org"]
    assert account.v1.list_identities(IdentityType="Domain")["Identities"] == [DOMAIN]
    assert account.v1.list_identities(IdentityType="EmailAddress")["Identities"] == ["me@example.org"]
    account.v1.delete_identity(Identity=DOMAIN)
    account.v1.delete_identity(Identity=DOMAIN)
    assert account.v1.list_identities(IdentityType="Domain")["Identities"] == []


def test_an_identity_that_was_never_submitted_is_absent(account: Account) -> None:
    token = account.v1.verify_domain_identity(Domain=DOMAIN)["VerificationToken"]
    found = account.v1.get_identity_verification_attributes(Identities=[DOMAIN, "example.org"])
    assert found["VerificationAttributes"] == {
        DOMAIN: {"VerificationStatus": "Pending", "VerificationToken": token}
    }


def test_dkim_tokens_are_those_of_v2(account: Account) -> None:
    tokens = account.v1.verify_domain_dkim(Domain=DOMAIN)["DkimTokens"]
    assert account.v2.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["Tokens"] == tokens
    account.publish_dkim(DOMAIN)
    account.v1.set_identity_dkim_enabled(Identity=DOMAIN, DkimEnabled=False)
    found = account.v1.get_identity_dkim_attributes(Identities=[DOMAIN])["DkimAttributes"]
    assert found == {DOMAIN: {"DkimEnabled": False, "DkimVerificationStatus": "Success", "DkimTokens": tokens}}


def test_mail_from_is_spelled_as_v1_does(account: Account, world: FakeWorld) -> None:
    account.v1.verify_domain_identity(Domain=DOMAIN)
    name = f"bounce.{DOMAIN}"
    account.v1.set_identity_mail_from_domain(
        Identity=DOMAIN, MailFromDomain=name, BehaviorOnMXFailure="RejectMessage"
    )
    world.dns[name, "MX"] = ["10 feedback-smtp.us-east-1.amazonses.com"]
    found = account.v1.get_identity_mail_from_domain_attributes(Identities=[DOMAIN])
    assert found["MailFromDomainAttributes"] == {
        DOMAIN: {
            "MailFromDomain": name,
            "MailFromDomainStatus": "Success",
            "BehaviorOnMXFailure": "RejectMessage",
        }
    }
    account.v1.set_identity_mail_from_domain(Identity=DOMAIN)
    found = account.v1.get_identity_mail_from_domain_attributes(Identities=[DOMAIN])
    assert found["MailFromDomainAttributes"] == {}


def test_policies_are_put_listed_and_removed(account: Account) -> None:
    account.v1.verify_domain_identity(Domain=DOMAIN)
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "210987654321"},
        "Action": "ses:SendEmail",
        "Resource": account.arn(f"identity/{DOMAIN}"),
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    account.v1.put_identity_policy(Identity=DOMAIN, PolicyName="p", Policy=policy)
    account.v1.put_identity_policy(Identity=DOMAIN, PolicyName="p", Policy=policy)
    assert account.v1.list_identity_policies(Identity=DOMAIN)["PolicyNames"] == ["p"]
    found = account.v1.get_identity_policies(Identity=DOMAIN, PolicyNames=["p", "none"])
    assert found["Policies"] == {"p": policy}
    account.v1.delete_identity_policy(Identity=DOMAIN, PolicyName="p")
    assert account.v1.list_identity_policies(Identity=DOMAIN)["PolicyNames"] == []
    with pytest.raises(account.v1.exceptions.InvalidPolicyException):
        account.v1.put_identity_policy(Identity=DOMAIN, PolicyName="p", Policy="{}")


def test_an_identity_that_is_not_there_cannot_be_changed(account: Account) -> None:
    with pytest.raises(ClientError, match=r"InvalidParameterValue.*<example.org> does not exist"):
        account.v1.set_identity_dkim_enabled(Identity="example.org", DkimEnabled=True)
