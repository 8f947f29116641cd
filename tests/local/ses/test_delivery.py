"""Each outcome has its events, and moves reputation and suppression list or leaves them alone."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.ses.events import EventType
from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import DOMAIN, Account, FakeWorld


@pytest.fixture
def sender(account: Account) -> Account:
    account.verify()
    account.listen("all", *(event.value for event in EventType))
    return account


def story(world: FakeWorld) -> list[str]:
    told = []
    for published in world.published:
        record = json.loads(published.message)
        bounce = record.get("bounce", {})
        kind = f" {bounce['bounceType']}/{bounce['bounceSubType']}" if bounce else ""
        told.append(record["eventType"] + kind)
    return told


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("you@example.net", ["Send", "Delivery"]),
        ("x@bounce.test", ["Send", "Bounce Permanent/General"]),
        ("x@softbounce.test", ["Send", "Bounce Transient/MailboxFull"]),
        ("x@complaint.test", ["Send", "Delivery", "Complaint"]),
        ("x@delay.test", ["Send", "DeliveryDelay", "Delivery"]),
        ("ooto@simulator.amazonses.com", ["Send", "Delivery", "Bounce Transient/General"]),
        ("suppressionlist@simulator.amazonses.com", ["Send", "Bounce Permanent/Suppressed"]),
    ],
)
def test_the_events_of_an_outcome(sender: Account, world: FakeWorld, address: str, expected: list[str]) -> None:
    sender.send(address, ConfigurationSetName="all")
    assert story(world) == expected


def test_a_suppressed_address_gets_no_mail(sender: Account, world: FakeWorld) -> None:
    sender.v2.put_suppressed_destination(EmailAddress="You@example.net", Reason="BOUNCE")
    sender.send("you@example.net", ConfigurationSetName="all")
    assert story(world) == ["Send", "Bounce Permanent/OnAccountSuppressionList"]
    assert world.values("Reputation.BounceRate") == []


@pytest.mark.parametrize(
    "address",
    ["bounce@simulator.amazonses.com", "complaint@simulator.amazonses.com"],
)
def test_the_simulator_moves_neither_reputation_nor_the_list(
    sender: Account, world: FakeWorld, address: str
) -> None:
    sender.send(address)
    assert world.values("Reputation.BounceRate") == []
    assert sender.v2.list_suppressed_destinations()["SuppressedDestinationSummaries"] == []


@pytest.mark.parametrize(("address", "reason"), [("x@bounce.test", "BOUNCE"), ("x@complaint.test", "COMPLAINT")])
def test_hard_bounces_and_complaints_enter_the_list(sender: Account, address: str, reason: str) -> None:
    message_id = sender.send(address)
    found = sender.v2.get_suppressed_destination(EmailAddress=address)["SuppressedDestination"]
    assert found["Reason"] == reason
    assert found["Attributes"]["MessageId"] == message_id


def test_soft_bounces_do_not_enter_the_list_and_do_not_count(sender: Account, world: FakeWorld) -> None:
    sender.send("x@softbounce.test")
    with pytest.raises(ClientError, match="NotFound"):
        sender.v2.get_suppressed_destination(EmailAddress="x@softbounce.test")
    assert set(world.values("Reputation.BounceRate")) == {0}


def test_bounces_of_the_own_domain_do_not_count(sender: Account, world: FakeWorld, ses: Ses) -> None:
    sender.verify("bounce.test")
    ses.refresh()
    sender.send("x@bounce.test")
    assert world.values("Reputation.BounceRate")[-1] == 0


def test_a_message_without_recipients_left_counts_once(sender: Account, world: FakeWorld) -> None:
    sender.send("x@bounce.test", f"me@{DOMAIN}")
    assert world.values("Reputation.BounceRate")[-1] == 0.5
