"""The sending quota, once somebody has given the account one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.ses import pace
from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import Account, FakeWorld

YOU = "you@example.net"
SIMULATED = "success@simulator.amazonses.com"


@pytest.fixture
def sender(account: Account, monkeypatch: pytest.MonkeyPatch) -> Account:
    # The client tries again by itself what is refused for its pace, and the clock of the emulated world stands.
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    account.verify()
    return account


def test_nobody_is_held_to_the_quota_of_a_fresh_account(sender: Account) -> None:
    for _ in range(20):
        sender.send(YOU)
    assert sender.v2.get_account()["SendQuota"]["SentLast24Hours"] == 20


def test_more_in_a_second_than_the_rate_is_refused_and_goes_a_second_later(
    sender: Account, ses: Ses, world: FakeWorld
) -> None:
    ses.set_quota(sender.place, per_second=2, per_day=100)
    sender.send(YOU)
    sender.send(SIMULATED)
    with pytest.raises(ClientError, match=r"TooManyRequestsException.*Maximum sending rate exceeded"):
        sender.send(YOU)
    world.pass_hours(1 / 3600)
    assert sender.send(YOU)


def test_more_in_a_day_than_the_quota_is_refused_but_for_the_simulator(
    sender: Account, ses: Ses, world: FakeWorld
) -> None:
    ses.set_quota(sender.place, per_second=10, per_day=1)
    sender.send(SIMULATED)
    sender.send(YOU)
    with pytest.raises(ClientError, match="Daily message quota exceeded"):
        sender.send(YOU)
    world.moment += timedelta(hours=24)
    assert pace.sent_last_day(ses._store.at(sender.place)) == 0


def test_version_1_says_throttling(sender: Account, ses: Ses) -> None:
    ses.set_quota(sender.place, per_second=0, per_day=100)
    with pytest.raises(ClientError) as refused:
        sender.v1.send_raw_email(
            Source="hello@example.com",
            Destinations=[YOU],
            RawMessage={"Data": b"From: hello@example.com\r\nTo: you@example.net\r\n\r\nx"},
        )
    assert refused.value.response["Error"]["Code"] == "Throttling"
