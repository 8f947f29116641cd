"""Bounce and complaint rates, of the account and of configuration sets."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import Account, FakeWorld


@pytest.fixture
def sender(account: Account) -> Account:
    account.verify()
    account.v2.create_configuration_set(
        ConfigurationSetName="news", ReputationOptions={"ReputationMetricsEnabled": True}
    )
    account.v2.put_account_suppression_attributes(SuppressedReasons=[])
    return account


def test_rates_are_fractions_of_sends(sender: Account, world: FakeWorld) -> None:
    for address in ("a@example.net", "x@bounce.test", "b@example.net", "x@complaint.test"):
        sender.send(address, ConfigurationSetName="news")
    for dimensions in ({}, {"ses_configuration_set": "news"}):
        assert world.values("Reputation.BounceRate", **dimensions)[-1] == 0.25
        assert world.values("Reputation.ComplaintRate", **dimensions)[-1] == 0.25


def test_a_set_without_reputation_metrics_has_none(sender: Account, world: FakeWorld) -> None:
    sender.v2.create_configuration_set(ConfigurationSetName="quiet")
    sender.send("x@bounce.test", ConfigurationSetName="quiet")
    assert world.values("Reputation.BounceRate", ses_configuration_set="quiet") == []
    assert world.values("Reputation.BounceRate")[-1] == 1


def test_nothing_is_published_before_the_first_send(sender: Account, world: FakeWorld, ses: Ses) -> None:
    ses.refresh()
    assert world.metrics == []


def test_a_refresh_publishes_the_rates_again(sender: Account, world: FakeWorld, ses: Ses) -> None:
    sender.send("x@bounce.test", ConfigurationSetName="news")
    world.metrics.clear()
    ses.refresh()
    assert world.values("Reputation.BounceRate") == [1]
    assert world.values("Reputation.BounceRate", ses_configuration_set="news") == [1]


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_resuming_a_paused_set_starts_its_numbers_over_and_not_the_accounts(
    sender: Account, world: FakeWorld, version: str
) -> None:
    def switch(enabled: bool) -> None:
        if version == "v1":
            sender.v1.update_configuration_set_sending_enabled(ConfigurationSetName="news", Enabled=enabled)
        else:
            sender.v2.put_configuration_set_sending_options(ConfigurationSetName="news", SendingEnabled=enabled)

    sender.send("x@bounce.test", ConfigurationSetName="news")
    switch(True)
    described = sender.v2.get_configuration_set(ConfigurationSetName="news")
    assert "LastFreshStart" not in described["ReputationOptions"]
    switch(False)
    switch(True)
    described = sender.v2.get_configuration_set(ConfigurationSetName="news")
    assert described["ReputationOptions"]["LastFreshStart"] == world.moment
    sender.send("a@example.net", ConfigurationSetName="news")
    assert world.values("Reputation.BounceRate", ses_configuration_set="news")[-1] == 0
    assert world.values("Reputation.BounceRate")[-1] == 0.5


def test_a_refused_metric_is_remembered(sender: Account, world: FakeWorld, ses: Ses) -> None:
    world.refused["Reputation.BounceRate"] = "no"
    sender.send("x@bounce.test")
    assert {entry["what"] for entry in ses.undelivered(sender.place)} == {"metric Reputation.BounceRate"}
