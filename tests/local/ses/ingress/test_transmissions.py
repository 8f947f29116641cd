"""Actions that send mail."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.local.ses.aws import DOMAIN, Account, FakeWorld, parse
from tests.local.ses.ingress.mail import RAW, ROLE, Gate, rule

SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:relay-a1b2c3"
OURS = f"From: Us <us@{DOMAIN}>\r\nTo: you@example.net\r\nSubject: s\r\n\r\nx\r\n".encode()
SEND = rule({"Send": {"RoleArn": ROLE}})
BOUNCE = {
    "RoleArn": ROLE,
    "Sender": f"mailer-daemon@{DOMAIN}",
    "StatusCode": "5.1.1",
    "SmtpReplyCode": "550",
    "DiagnosticMessage": "no such mailbox",
    "Message": "Nobody here has that name.",
}


def in_production(account: Account) -> None:
    account.verify()
    account.v2.put_account_details(
        MailType="TRANSACTIONAL",
        WebsiteURL="https://example.com",
        UseCaseDescription="tests",
        ProductionAccessEnabled=True,
    )


def relay(account: Account, authentication: dict[str, Any]) -> str:
    made = account.mail_manager.create_relay(
        RelayName="out", ServerName="mx.example.net", ServerPort=2525, Authentication=authentication
    )
    return str(made["RelayId"])


def test_ses_sends_to_the_envelope_s_recipients(account: Account, world: FakeWorld) -> None:
    in_production(account)
    result = Gate(account, SEND).take("someone@example.org", raw=OURS)
    (sent,) = account.ses.sent(account.place)
    assert result.actions == (f"Send {sent.message_id}",)
    assert (sent.source, sent.recipients) == (f"us@{DOMAIN}", ("someone@example.org",))
    assert sent.raw.endswith(OURS)
    identity = account.arn(f"identity/{DOMAIN}")
    assert world.asked == [("ses:SendRawEmail", identity), ("ses:SendEmail", identity)]


def test_the_identity_s_own_configuration_set_is_asked_about(account: Account, world: FakeWorld) -> None:
    in_production(account)
    account.v2.create_configuration_set(ConfigurationSetName="own")
    account.v2.put_email_identity_configuration_set_attributes(EmailIdentity=DOMAIN, ConfigurationSetName="own")
    Gate(account, SEND).take(raw=OURS)
    assert ("ses:SendRawEmail", account.arn("configuration-set/own")) in world.asked


def test_ses_sends_only_for_its_own_identities(account: Account) -> None:
    in_production(account)
    (failure,) = Gate(account, SEND).take().failures
    assert "Email address is not verified" in failure


def test_a_role_that_may_not_sends_nothing(account: Account, world: FakeWorld) -> None:
    in_production(account)
    world.refused[ROLE] = "may not"
    assert Gate(account, SEND).take(raw=OURS).failures == ("Send of rule rule: may not",)
    assert account.ses.sent(account.place) == []


@pytest.mark.parametrize("by_arn", [False, True])
def test_a_relay_gets_the_message(account: Account, world: FakeWorld, by_arn: bool) -> None:
    account.verify()
    identifier = relay(account, {"NoAuthentication": {}})
    name = account.arn(f"mailmanager-smtp-relay/{identifier}") if by_arn else identifier
    Gate(account, rule({"Relay": {"Relay": name, "MailFrom": "PRESERVE"}})).take()
    (parcel,) = world.relayed
    assert (parcel.host, parcel.port, parcel.user) == ("mx.example.net", 2525, "")
    assert (parcel.sender, parcel.recipients) == ("you@example.net", (f"me@{DOMAIN}",))
    assert parcel.message.endswith(RAW)


def test_a_relay_may_get_another_envelope_sender(account: Account, world: FakeWorld) -> None:
    account.verify()
    name = relay(account, {"NoAuthentication": {}})
    Gate(account, rule({"Relay": {"Relay": name, "MailFrom": "REPLACE"}})).take()
    assert world.relayed[0].sender.endswith("@us-east-1.amazonses.com")


def test_a_relay_without_a_login_is_for_verified_identities_alone(account: Account, world: FakeWorld) -> None:
    account.verify()
    gate = Gate(account, rule({"Relay": {"Relay": relay(account, {"NoAuthentication": {}})}}))
    (failure,) = gate.take(f"me@{DOMAIN}", "them@example.org").failures
    assert failure.endswith("no verified identities, to which alone it goes: them@example.org")
    assert [parcel.recipients for parcel in world.relayed] == [(f"me@{DOMAIN}",)]
    assert gate.take("them@example.org").actions == ()
    assert len(world.relayed) == 1


def test_a_relay_is_logged_in_to_with_its_secret(account: Account, world: FakeWorld) -> None:
    world.secrets[SECRET] = [json.dumps({"username": "u", "password": "p"}), "{}"]
    Gate(account, rule({"Relay": {"Relay": relay(account, {"SecretArn": SECRET})}})).take()
    assert (world.relayed[0].user, world.relayed[0].password) == ("u", "p")
    assert "'p'" not in repr(world.relayed[0])


@pytest.mark.parametrize("text", ["{}", "[]", "no json"])
def test_a_secret_of_another_shape_is_a_failure(account: Account, world: FakeWorld, text: str) -> None:
    world.secrets[SECRET] = [text]
    (failure,) = Gate(account, rule({"Relay": {"Relay": relay(account, {"SecretArn": SECRET})}})).take().failures
    assert failure.endswith("has no keys username and password")


def test_a_relay_that_is_gone_is_a_failure(account: Account) -> None:
    (failure,) = Gate(account, rule({"Relay": {"Relay": "r-none"}})).take().failures
    assert failure.endswith("Relay r-none does not exist.")


def test_a_bounce_is_a_delivery_status_notification(account: Account, world: FakeWorld) -> None:
    in_production(account)
    result = Gate(account, rule({"Bounce": BOUNCE})).take()
    (sent,) = account.ses.sent(account.place)
    assert (sent.source, sent.recipients) == ("", ("you@example.net",))
    message = parse(sent.raw)
    assert message.get_content_type() == "multipart/report"
    assert message["Auto-Submitted"] == "auto-replied"
    text, status = message.iter_parts()
    assert "Nobody here has that name." in text.as_string()
    assert status.get_content_type() == "message/delivery-status"
    for line in (f"Final-Recipient: rfc822; me@{DOMAIN}", "Status: 5.1.1", "Diagnostic-Code: smtp; 550 no such"):
        assert line in status.as_string()
    assert world.asked == [("ses:SendBounce", account.arn(f"identity/{DOMAIN}"))]
    assert result.bounces[0].recipient == "you@example.net"


def test_a_bounce_itself_is_not_bounced(account: Account) -> None:
    in_production(account)
    result = Gate(account, rule({"Bounce": BOUNCE})).take(source="")
    assert (result.bounces, result.failures) == ((), ())
    assert account.ses.sent(account.place) == []


def test_only_a_verified_sender_bounces(account: Account) -> None:
    (failure,) = Gate(account, rule({"Bounce": BOUNCE})).take().failures
    assert "Email address is not verified" in failure
