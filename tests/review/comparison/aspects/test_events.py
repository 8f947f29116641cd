"""Which events reach whom."""

from __future__ import annotations

from collections.abc import Callable

Told = Callable[[str, str], dict[str, list[str]]]


def destination(events: str, *, topic: str = "arn:a", enabled: str = "true") -> str:
    return f"""
    Problems: {{Type: AWS::SES::ConfigurationSetEventDestination, Properties: {{ConfigurationSetName: mail,
      EventDestination: {{Enabled: {enabled}, MatchingEventTypes: {events},
        SnsDestination: {{TopicARN: '{topic}'}}}}}}}}
    """


def test_the_same_events_are_no_change(told: Told) -> None:
    assert told(destination("[bounce, click]"), destination("[CLICK, BOUNCE]")) == {}


def test_bounces_that_nobody_hears_of_are_an_error(told: Told) -> None:
    found = told(destination("[bounce, send]"), destination("[send]"))
    assert found["problem-events-lost"] == ["bounce of configuration set mail is published no longer"]
    assert "events-lost" not in found


def test_other_lost_events_are_a_warning(told: Told) -> None:
    assert told(destination("[bounce, send]"), destination("[bounce]"))["events-lost"] == [
        "send of configuration set mail is published no longer"
    ]


def test_a_destination_that_is_switched_off_publishes_nothing(told: Told) -> None:
    assert "problem-events-lost" in told(destination("[bounce]"), destination("[bounce]", enabled="false"))


def test_another_target_is_told(told: Told) -> None:
    found = told(destination("[bounce]"), destination("[bounce]", topic="arn:other"))
    assert found["event-target-lost"] == [
        "bounce of configuration set mail goes to SnsDestination arn:other, no longer to SnsDestination arn:a"
    ]
    assert "problem-events-lost" not in found


def test_more_events_are_a_note(told: Told) -> None:
    assert told(destination("[bounce]"), destination("[bounce, complaint]"))["events-added"] == [
        "complaint of configuration set mail is published to SnsDestination arn:a"
    ]


def test_events_that_only_the_deployment_knows_are_not_called_lost(told: Told) -> None:
    assert "problem-events-lost" not in told(destination("[bounce]"), destination("!Ref Events"))
