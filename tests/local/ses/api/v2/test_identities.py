"""Identities in v2."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.local.ses.aws import DOMAIN, Account
from tests.local.ses.test_dkim_keys import PKCS1

NAME = {"EmailIdentity": DOMAIN}


@pytest.fixture
def owner(account: Account) -> Account:
    account.v2.create_email_identity(**NAME, Tags=[{"Key": "a", "Value": "b"}])
    return account


def described(owner: Account, name: str = DOMAIN) -> dict[str, Any]:
    return dict(owner.v2.get_email_identity(EmailIdentity=name))


def test_a_fresh_domain_is_pending_with_three_tokens(owner: Account) -> None:
    found = described(owner)
    assert found["IdentityType"] == "DOMAIN"
    assert found["VerifiedForSendingStatus"] is False
    assert found["FeedbackForwardingStatus"] is True
    assert found["Tags"] == [{"Key": "a", "Value": "b"}]
    assert found["Policies"] == {}
    assert "MailFromAttributes" not in found
    dkim = found["DkimAttributes"]
    assert (dkim["Status"], dkim["SigningEnabled"], dkim["SigningAttributesOrigin"]) == (
        "PENDING",
        True,
        "AWS_SES",
    )
    assert len(dkim["Tokens"]) == 3
    assert dkim["SigningHostedZone"] == "dkim.amazonses.com"


def test_an_address_shows_the_dkim_of_its_domain(owner: Account) -> None:
    owner.v2.create_email_identity(EmailIdentity=f"me@{DOMAIN}")
    owner.v2.create_email_identity(EmailIdentity="me@example.org")
    assert described(owner, f"me@{DOMAIN}")["DkimAttributes"]["Status"] == "PENDING"
    alone = described(owner, "me@example.org")["DkimAttributes"]
    assert (alone["Status"], alone["SigningEnabled"]) == ("NOT_STARTED", False)


def test_settings_are_read_back(owner: Account) -> None:
    owner.v2.create_configuration_set(ConfigurationSetName="news")
    owner.v2.put_email_identity_dkim_attributes(**NAME, SigningEnabled=False)
    owner.v2.put_email_identity_feedback_attributes(**NAME, EmailForwardingEnabled=False)
    owner.v2.put_email_identity_configuration_set_attributes(**NAME, ConfigurationSetName="news")
    owner.v2.put_email_identity_mail_from_attributes(**NAME, MailFromDomain=f"bounce.{DOMAIN}")
    found = described(owner)
    assert found["DkimAttributes"]["SigningEnabled"] is False
    assert found["FeedbackForwardingStatus"] is False
    assert found["ConfigurationSetName"] == "news"
    assert found["MailFromAttributes"] == {
        "MailFromDomain": f"bounce.{DOMAIN}",
        "MailFromDomainStatus": "PENDING",
        "BehaviorOnMxFailure": "USE_DEFAULT_VALUE",
    }
    owner.v2.put_email_identity_configuration_set_attributes(**NAME)
    owner.v2.put_email_identity_mail_from_attributes(**NAME)
    assert not {"ConfigurationSetName", "MailFromAttributes"} & described(owner).keys()


def test_dkim_can_change_its_kind(owner: Account) -> None:
    answer = owner.v2.put_email_identity_dkim_signing_attributes(
        **NAME,
        SigningAttributesOrigin="EXTERNAL",
        SigningAttributes={"DomainSigningSelector": "mine", "DomainSigningPrivateKey": PKCS1},
    )
    assert (answer["DkimStatus"], answer["DkimTokens"]) == ("PENDING", ["mine"])
    assert PKCS1 not in str(described(owner))
    answer = owner.v2.put_email_identity_dkim_signing_attributes(
        **NAME,
        SigningAttributesOrigin="AWS_SES",
        SigningAttributes={"NextSigningKeyLength": "RSA_1024_BIT"},
    )
    assert len(answer["DkimTokens"]) == 3
    assert answer["SigningHostedZone"] == "dkim.amazonses.com"
    assert described(owner)["DkimAttributes"]["CurrentSigningKeyLength"] == "RSA_1024_BIT"


def test_a_refused_creation_leaves_nothing_behind(account: Account) -> None:
    bad = {"DomainSigningSelector": "mine", "DomainSigningPrivateKey": "AAAA"}
    with pytest.raises(account.v2.exceptions.BadRequestException):
        account.v2.create_email_identity(**NAME, DkimSigningAttributes=bad)
    with pytest.raises(account.v2.exceptions.NotFoundException):
        account.v2.create_email_identity(**NAME, ConfigurationSetName="none")
    assert account.v2.list_email_identities()["EmailIdentities"] == []


def test_identities_are_listed_and_deleted(owner: Account) -> None:
    assert owner.v2.list_email_identities()["EmailIdentities"] == [
        {
            "IdentityType": "DOMAIN",
            "IdentityName": DOMAIN,
            "SendingEnabled": False,
            "VerificationStatus": "PENDING",
        }
    ]
    owner.v2.delete_email_identity(**NAME)
    for call in (owner.v2.get_email_identity, owner.v2.delete_email_identity):
        with pytest.raises(owner.v2.exceptions.NotFoundException):
            call(**NAME)


def test_a_name_is_taken_once(owner: Account) -> None:
    with pytest.raises(owner.v2.exceptions.AlreadyExistsException):
        owner.v2.create_email_identity(**NAME)


def test_policies_are_kept(owner: Account) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "210987654321"},
        "Action": "ses:SendEmail",
        "Resource": owner.arn(f"identity/{DOMAIN}"),
    }
    policy = json.dumps({"Statement": [statement]})
    where = {**NAME, "PolicyName": "p"}
    owner.v2.create_email_identity_policy(**where, Policy=policy)
    with pytest.raises(owner.v2.exceptions.AlreadyExistsException):
        owner.v2.create_email_identity_policy(**where, Policy=policy)
    assert owner.v2.get_email_identity_policies(**NAME)["Policies"] == {"p": policy}
    changed = policy.replace("Allow", "Deny")
    owner.v2.update_email_identity_policy(**where, Policy=changed)
    assert described(owner)["Policies"] == {"p": changed}
    owner.v2.delete_email_identity_policy(**where)
    assert owner.v2.get_email_identity_policies(**NAME)["Policies"] == {}


@pytest.mark.parametrize("region", ["af-south-1", "ap-northeast-3", "eu-south-1"])
def test_regions_with_a_dkim_domain_of_their_own_say_so(account_in: Callable[[str], Account], region: str) -> None:
    created = account_in(region).v2.create_email_identity(**NAME)
    assert created["DkimAttributes"]["SigningHostedZone"] == f"dkim.{region}.amazonses.com"
