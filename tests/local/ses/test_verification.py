"""Verification is earned, by DNS or by a click."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.ses.dkim_keys import public_key
from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import DOMAIN, Account, FakeWorld
from tests.local.ses.test_dkim_keys import PKCS1


def status(account: Account, name: str = DOMAIN) -> tuple[str, bool]:
    found = account.v2.get_email_identity(EmailIdentity=name)
    return found["VerificationStatus"], found["VerifiedForSendingStatus"]


def test_a_domain_is_pending_until_all_three_records_are_there(account: Account, world: FakeWorld) -> None:
    account.v2.create_email_identity(EmailIdentity=DOMAIN)
    assert status(account) == ("PENDING", False)
    account.publish_dkim(DOMAIN)
    last = world.dns.popitem()
    assert status(account) == ("PENDING", False)
    world.dns[last[0]] = last[1]
    assert status(account) == ("SUCCESS", True)


def test_a_record_with_a_typed_target_of_another_region_does_not_verify(
    account_in: Callable[[str], Account], world: FakeWorld
) -> None:
    account = account_in("eu-south-1")
    account.v2.create_email_identity(EmailIdentity=DOMAIN)
    for token in account.v2.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["Tokens"]:
        world.dns[f"{token}._domainkey.{DOMAIN}", "CNAME"] = [f"{token}.dkim.amazonses.com"]
    assert status(account) == ("PENDING", False)
    info = account.v2.get_email_identity(EmailIdentity=DOMAIN)["VerificationInfo"]
    assert info["ErrorType"] == "INVALID_VALUE"


def test_records_that_vanish_make_a_temporary_failure_and_in_the_end_a_failure(
    account: Account, world: FakeWorld, ses: Ses
) -> None:
    account.verify()
    assert status(account) == ("SUCCESS", True)
    world.dns.clear()
    ses.refresh()
    assert status(account) == ("TEMPORARY_FAILURE", False)
    world.pass_hours(73)
    assert status(account) == ("FAILED", False)
    account.v2.delete_email_identity(EmailIdentity=DOMAIN)
    account.verify()
    assert status(account) == ("SUCCESS", True)


def test_nobody_waits_longer_than_72_hours(account: Account, world: FakeWorld) -> None:
    account.v2.create_email_identity(EmailIdentity=DOMAIN)
    world.pass_hours(71)
    assert status(account) == ("PENDING", False)
    world.pass_hours(1)
    assert status(account) == ("FAILED", False)


def test_an_address_waits_for_the_click(account: Account, ses: Ses) -> None:
    account.v2.create_email_identity(EmailIdentity="me@example.org")
    assert status(account, "me@example.org") == ("PENDING", False)
    ses.confirm_address(account.place, "me@example.org")
    assert status(account, "me@example.org") == ("SUCCESS", True)


def test_only_an_address_can_be_clicked(account: Account, ses: Ses) -> None:
    account.v2.create_email_identity(EmailIdentity=DOMAIN)
    with pytest.raises(KeyError):
        ses.confirm_address(account.place, DOMAIN)


def test_an_address_inherits_its_verified_domain(account: Account) -> None:
    account.verify()
    account.v2.create_email_identity(EmailIdentity=f"me@{DOMAIN}")
    assert status(account, f"me@{DOMAIN}") == ("PENDING", True)


def test_the_legacy_txt_record_verifies_too(account: Account, world: FakeWorld) -> None:
    token = account.v1.verify_domain_identity(Domain=DOMAIN)["VerificationToken"]
    world.dns[f"_amazonses.{DOMAIN}", "TXT"] = [token]
    assert status(account) == ("SUCCESS", True)


def test_mail_from_waits_for_exactly_one_right_mx(account: Account, world: FakeWorld) -> None:
    account.verify()
    account.v2.put_email_identity_mail_from_attributes(
        EmailIdentity=DOMAIN, MailFromDomain=f"bounce.{DOMAIN}", BehaviorOnMxFailure="REJECT_MESSAGE"
    )
    right = "10 feedback-smtp.us-east-1.amazonses.com"

    def mail_from() -> str:
        found = account.v2.get_email_identity(EmailIdentity=DOMAIN)["MailFromAttributes"]
        return str(found["MailFromDomainStatus"])

    assert mail_from() == "PENDING"
    for wrong in (["10 feedback-smtp.us-east-1.amazonaws.com"], [right, "20 mx.example.net"]):
        world.dns[f"bounce.{DOMAIN}", "MX"] = wrong
        assert mail_from() == "PENDING"
    world.dns[f"bounce.{DOMAIN}", "MX"] = [right]
    assert mail_from() == "SUCCESS"
    del world.dns[f"bounce.{DOMAIN}", "MX"]
    assert mail_from() == "TEMPORARY_FAILURE"
    world.pass_hours(72)
    assert mail_from() == "FAILED"
    world.dns[f"bounce.{DOMAIN}", "MX"] = [right]
    assert mail_from() == "FAILED"
    account.v2.put_email_identity_mail_from_attributes(EmailIdentity=DOMAIN, MailFromDomain=f"bounce.{DOMAIN}")
    assert mail_from() == "SUCCESS"


def test_an_own_key_is_verified_by_its_txt_record(account: Account, world: FakeWorld) -> None:
    account.v2.create_email_identity(
        EmailIdentity=DOMAIN,
        DkimSigningAttributes={"DomainSigningSelector": "mine", "DomainSigningPrivateKey": PKCS1},
    )
    name = f"mine._domainkey.{DOMAIN}", "TXT"
    world.dns[name] = ["p=AAAA"]
    assert status(account) == ("PENDING", False)
    world.dns[name] = [f"v=DKIM1; k=rsa; p={public_key(PKCS1)}"]
    assert status(account) == ("SUCCESS", True)
    found = account.v2.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]
    assert found["SigningAttributesOrigin"] == "EXTERNAL"


def test_a_replica_uses_the_keys_of_its_primary(account_in: Callable[[str], Account], world: FakeWorld) -> None:
    replica, primary = account_in("us-east-1"), account_in("eu-south-1")
    replicate: dict[str, Any] = {"DomainSigningAttributesOrigin": "AWS_SES_EU_SOUTH_1"}
    replica.v2.create_email_identity(EmailIdentity=DOMAIN, DkimSigningAttributes=replicate)
    info = replica.v2.get_email_identity(EmailIdentity=DOMAIN)["VerificationInfo"]
    assert info["ErrorType"] == "REPLICATION_PRIMARY_NOT_FOUND"
    primary.verify()
    assert status(replica) == ("SUCCESS", True)
    found = replica.v2.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]
    assert found["SigningHostedZone"] == "dkim.eu-south-1.amazonses.com"
    assert found["Tokens"] == primary.v2.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["Tokens"]


def test_nobody_sends_from_an_unverified_identity(account: Account) -> None:
    account.v2.create_email_identity(EmailIdentity=DOMAIN)
    with pytest.raises(account.v2.exceptions.MessageRejected, match=re.escape(f"US-EAST-1: hello@{DOMAIN}")):
        account.send("you@example.net")
    with pytest.raises(ClientError, match="MessageRejected"):
        account.v1.send_email(
            Source=f"hello@{DOMAIN}",
            Destination={"ToAddresses": ["you@example.net"]},
            Message={"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}},
        )
