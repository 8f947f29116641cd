"""Events reach every kind of destination, and a target that refuses stops nobody."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import DOMAIN, Account, FakeWorld

YOU = "you@example.net"


@pytest.fixture
def sender(account: Account) -> Account:
    account.verify()
    account.v2.create_configuration_set(ConfigurationSetName="all")
    return account


def add(account: Account, name: str, events: list[str], enabled: bool = True, **target: Any) -> None:
    account.v2.create_configuration_set_event_destination(
        ConfigurationSetName="all",
        EventDestinationName=name,
        EventDestination={"Enabled": enabled, "MatchingEventTypes": events, **target},
    )


def test_firehose_gets_a_line_of_json(sender: Account, world: FakeWorld) -> None:
    stream, role = "arn:aws:firehose:us-east-1:123456789012:deliverystream/s", "arn:aws:iam::1:role/r"
    target = {"DeliveryStreamArn": stream, "IamRoleArn": role}
    add(sender, "lake", ["DELIVERY"], KinesisFirehoseDestination=target)
    sender.send(YOU, ConfigurationSetName="all")
    ((where, through, data, source),) = world.records
    assert (where, through, source) == (stream, role, sender.arn("configuration-set/all"))
    assert data.endswith(b"}\n")
    assert json.loads(data)["eventType"] == "Delivery"


def test_the_event_bus_gets_the_record_as_detail(sender: Account, world: FakeWorld) -> None:
    bus = sender.place.arn("events", "event-bus/default")
    add(sender, "bus", ["SEND", "BOUNCE"], EventBridgeDestination={"EventBusArn": bus})
    sender.send("x@bounce.test", ConfigurationSetName="all")
    assert [(kind, resources) for kind, resources, _ in world.bus] == [
        ("Email Sent", [sender.arn("configuration-set/all")]),
        ("Email Bounced", [sender.arn("configuration-set/all")]),
    ]
    assert world.bus[1][2]["bounce"]["bounceType"] == "Permanent"


def test_cloudwatch_gets_a_metric_with_the_dimensions_of_the_destination(
    sender: Account, world: FakeWorld
) -> None:
    dimensions = [
        ("campaign", "MESSAGE_TAG", "none"),
        ("missing", "MESSAGE_TAG", "none"),
        ("ses:configuration-set", "MESSAGE_TAG", "none"),
        ("X-Stream", "EMAIL_HEADER", "main"),
        ("link", "LINK_TAG", "unclicked"),
    ]
    configurations = [
        {"DimensionName": name, "DimensionValueSource": source, "DefaultDimensionValue": default}
        for name, source, default in dimensions
    ]
    add(sender, "cw", ["SEND"], CloudWatchDestination={"DimensionConfigurations": configurations})
    sender.v2.send_email(
        FromEmailAddress=f"hello@{DOMAIN}",
        Destination={"ToAddresses": [YOU]},
        Content={"Raw": {"Data": b"X-Stream: fast\r\nSubject: s\r\n\r\nt"}},
        ConfigurationSetName="all",
        EmailTags=[{"Name": "campaign", "Value": "spring"}],
    )
    (metric,) = (each for each in world.metrics if each.dimensions and each.name == "Send")
    assert metric.dimensions == {
        "campaign": "spring",
        "missing": "none",
        "ses:configuration-set": "all",
        "X-Stream": "fast",
        "link": "unclicked",
    }


def test_only_matching_events_of_enabled_destinations_are_published(sender: Account, world: FakeWorld) -> None:
    add(sender, "bounces", ["BOUNCE"], SnsDestination={"TopicArn": sender.topic("bounces")})
    add(sender, "off", ["SEND", "DELIVERY"], False, SnsDestination={"TopicArn": sender.topic("off")})
    sender.send(YOU, ConfigurationSetName="all")
    assert world.published == []


def test_nothing_is_published_without_a_configuration_set(sender: Account, world: FakeWorld) -> None:
    add(sender, "all", ["SEND"], SnsDestination={"TopicArn": sender.topic("all")})
    sender.send(YOU)
    assert world.published == []


def test_the_account_has_metrics_without_dimensions(sender: Account, world: FakeWorld) -> None:
    sender.send(YOU, "x@bounce.test", "x@complaint.test")
    assert world.values("Send") == [3]
    assert world.values("Delivery") == [1, 1]
    assert world.values("Bounce") == [1]
    assert world.values("Complaint") == [1]
    assert world.values("DeliveryDelay") == []


def test_a_target_that_refuses_does_not_fail_the_send_and_is_remembered(
    sender: Account, world: FakeWorld, ses: Ses
) -> None:
    add(sender, "sns", ["SEND"], SnsDestination={"TopicArn": sender.topic("gone")})
    world.refused[sender.topic("gone")] = "the topic does not exist"
    message_id = sender.send(YOU, ConfigurationSetName="all")
    (entry,) = ses.undelivered(sender.place)
    assert entry["target"] == "sns"
    assert message_id in entry["what"]
    assert entry["reason"] == "the topic does not exist"


def test_a_destination_that_is_not_emulated_is_never_silent(sender: Account, ses: Ses) -> None:
    add(sender, "pp", ["SEND"], PinpointDestination={"ApplicationArn": "arn:aws:mobiletargeting:x"})
    sender.send(YOU, ConfigurationSetName="all")
    assert "not emulated" in ses.undelivered(sender.place)[0]["reason"]


def test_the_topic_of_an_identity_gets_notifications(sender: Account, world: FakeWorld) -> None:
    for kind in ("Bounce", "Delivery"):
        sender.v1.set_identity_notification_topic(
            Identity=DOMAIN, NotificationType=kind, SnsTopic=sender.topic(kind)
        )
    sender.v1.set_identity_headers_in_notifications_enabled(
        Identity=DOMAIN, NotificationType="Delivery", Enabled=True
    )
    sender.send(YOU, "x@bounce.test", "x@complaint.test")
    records = [json.loads(published.message) for published in world.published]
    assert [each["notificationType"] for each in records] == ["Delivery", "Bounce", "Delivery"]
    delivery, bounce, _ = records
    assert {"headers", "commonHeaders", "headersTruncated"} <= set(delivery["mail"])
    assert not {"headers", "commonHeaders", "tags"} & set(bounce["mail"])
    assert {"sourceIp", "callerIdentity", "sourceArn"} <= set(bounce["mail"])
    assert world.published[0].source == sender.arn(f"identity/{DOMAIN}")


def test_published_code_may_call_ses_again(sender: Account, world: FakeWorld, ses: Ses) -> None:
    """What a topic sets off runs in other threads and must find the lock free."""
    from threading import Thread

    add(sender, "sns", ["SEND"], SnsDestination={"TopicArn": sender.topic("pause")})
    finished = []

    def pause() -> None:
        sender.v2.put_account_sending_attributes(SendingEnabled=False)
        finished.append(True)

    def run() -> None:
        thread = Thread(target=pause)
        thread.start()
        thread.join(timeout=30)

    world.during_call = run
    sender.send(YOU, ConfigurationSetName="all")
    assert finished == [True]
    assert sender.v1.get_account_sending_enabled()["Enabled"] is False
