"""What is checked before a message is taken."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import DOMAIN, Account, FakeWorld

YOU = "you@example.net"
V1_MESSAGE: dict[str, Any] = {
    "Source": f"hello@{DOMAIN}",
    "Destination": {"ToAddresses": [YOU]},
    "Message": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}},
}


@pytest.fixture
def sender(account: Account) -> Account:
    account.verify()
    return account


def test_a_verified_domain_sends_and_the_message_is_kept(sender: Account, ses: Ses) -> None:
    message_id = sender.send(YOU)
    (sent,) = ses.sent(sender.place)
    assert sent.message_id == message_id
    assert sent.recipients == (YOU,)
    assert b"Hello." in sent.raw


def test_a_subdomain_sends_with_its_parent_verified(sender: Account) -> None:
    assert sender.send(YOU, sender=f"news@shop.{DOMAIN}")


def test_a_paused_account_refuses_to_send(sender: Account) -> None:
    sender.v2.put_account_sending_attributes(SendingEnabled=False)
    with pytest.raises(sender.v2.exceptions.SendingPausedException, match="paused for this account"):
        sender.send(YOU)
    with pytest.raises(sender.v1.exceptions.AccountSendingPausedException):
        sender.v1.send_email(**V1_MESSAGE)
    sender.v2.put_account_sending_attributes(SendingEnabled=True)
    assert sender.send(YOU)


def test_a_paused_configuration_set_refuses_its_mail_and_no_other(sender: Account) -> None:
    for name in ("news", "orders"):
        sender.v2.create_configuration_set(ConfigurationSetName=name)
    sender.v2.put_configuration_set_sending_options(ConfigurationSetName="news", SendingEnabled=False)
    with pytest.raises(sender.v2.exceptions.SendingPausedException, match="<news>"):
        sender.send(YOU, ConfigurationSetName="news")
    with pytest.raises(sender.v1.exceptions.ConfigurationSetSendingPausedException):
        sender.v1.send_email(**V1_MESSAGE, ConfigurationSetName="news")
    assert sender.send(YOU, ConfigurationSetName="orders")
    assert sender.send(YOU)


def test_an_unknown_configuration_set_is_refused(sender: Account) -> None:
    with pytest.raises(sender.v2.exceptions.NotFoundException, match="<none> does not exist"):
        sender.send(YOU, ConfigurationSetName="none")
    with pytest.raises(sender.v1.exceptions.ConfigurationSetDoesNotExistException):
        sender.v1.send_email(**V1_MESSAGE, ConfigurationSetName="none")


def test_the_default_set_of_the_address_beats_that_of_the_domain(sender: Account, world: FakeWorld) -> None:
    for name in ("of-domain", "of-address", "explicit"):
        sender.listen(name, "SEND", topic=name)
    sender.v2.create_email_identity(EmailIdentity=f"vip@{DOMAIN}", ConfigurationSetName="of-address")
    sender.v2.put_email_identity_configuration_set_attributes(
        EmailIdentity=DOMAIN, ConfigurationSetName="of-domain"
    )
    sender.send(YOU)
    sender.send(YOU, sender=f"vip@{DOMAIN}")
    sender.send(YOU, sender=f"vip@{DOMAIN}", ConfigurationSetName="explicit")
    topics = [published.topic.rpartition(":")[2] for published in world.published]
    assert topics == ["of-domain", "of-address", "explicit"]


def test_a_deleted_default_set_makes_sending_fail(sender: Account) -> None:
    sender.v2.create_configuration_set(ConfigurationSetName="gone")
    sender.v2.put_email_identity_configuration_set_attributes(EmailIdentity=DOMAIN, ConfigurationSetName="gone")
    sender.v2.delete_configuration_set(ConfigurationSetName="gone")
    with pytest.raises(sender.v2.exceptions.NotFoundException):
        sender.send(YOU)


@pytest.mark.parametrize(("behavior", "refused"), [("REJECT_MESSAGE", True), ("USE_DEFAULT_VALUE", False)])
def test_a_missing_mx_record_does_what_the_identity_says(sender: Account, behavior: str, refused: bool) -> None:
    sender.v2.put_email_identity_mail_from_attributes(
        EmailIdentity=DOMAIN, MailFromDomain=f"bounce.{DOMAIN}", BehaviorOnMxFailure=behavior
    )
    if not refused:
        assert sender.send(YOU)
        return
    with pytest.raises(sender.v2.exceptions.MailFromDomainNotVerifiedException):
        sender.send(YOU)
    with pytest.raises(sender.v1.exceptions.MailFromDomainNotVerifiedException):
        sender.v1.send_email(**V1_MESSAGE)


def test_in_the_sandbox_recipients_must_be_verified_too(sender: Account) -> None:
    sender.v2.put_account_details(
        MailType="TRANSACTIONAL", WebsiteURL="https://example.com", ProductionAccessEnabled=False
    )
    with pytest.raises(sender.v2.exceptions.MessageRejected, match=YOU):
        sender.send(YOU)
    assert sender.send(f"me@{DOMAIN}", "success@simulator.amazonses.com")


def test_nobody_and_more_than_fifty_recipients_are_refused(sender: Account) -> None:
    with pytest.raises(sender.v2.exceptions.BadRequestException, match="no recipient"):
        sender.send()
    with pytest.raises(sender.v2.exceptions.BadRequestException, match="exceeds 50"):
        sender.send(*(f"you{number}@example.net" for number in range(51)))


@pytest.mark.parametrize("address", ["you", "@example.net", "you@"])
def test_an_address_without_both_halves_is_refused(sender: Account, address: str) -> None:
    with pytest.raises(sender.v2.exceptions.BadRequestException):
        sender.send(address)


@pytest.mark.parametrize(("name", "value"), [("a b", "c"), ("a", "b c"), ("a", "b@c")])
def test_message_tags_hold_few_characters(sender: Account, name: str, value: str) -> None:
    with pytest.raises(sender.v2.exceptions.BadRequestException, match="only letters"):
        sender.send(YOU, EmailTags=[{"Name": name, "Value": value}])


def test_the_quota_counts_recipients_of_a_day_without_the_simulator(sender: Account, world: FakeWorld) -> None:
    sender.send(YOU, "two@example.net", "success@simulator.amazonses.com")
    assert sender.v2.get_account()["SendQuota"]["SentLast24Hours"] == 2
    world.pass_hours(25)
    assert sender.v1.get_send_quota()["SentLast24Hours"] == 0


def test_what_is_refused_is_not_sent(sender: Account, ses: Ses, world: FakeWorld) -> None:
    sender.v2.put_account_sending_attributes(SendingEnabled=False)
    with pytest.raises(ClientError):
        sender.send(YOU)
    assert ses.sent(sender.place) == []
    assert world.metrics == []


def test_an_address_without_a_mail_from_domain_uses_that_of_its_domain(sender: Account) -> None:
    sender.v2.put_email_identity_mail_from_attributes(
        EmailIdentity=DOMAIN, MailFromDomain=f"bounce.{DOMAIN}", BehaviorOnMxFailure="REJECT_MESSAGE"
    )
    sender.v2.create_email_identity(EmailIdentity=f"vip@{DOMAIN}")
    with pytest.raises(sender.v2.exceptions.MailFromDomainNotVerifiedException):
        sender.send(YOU, sender=f"vip@{DOMAIN}")
