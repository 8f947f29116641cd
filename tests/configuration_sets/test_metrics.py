"""Metrics with the dimensions that CloudWatch knows them by."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.configuration_sets import AutoTag, ConfigurationSet, Destination, Dimension, Event
from ses_constructs.errors import ConflictingSettingsError

BY_SET = Dimension.auto_tag(AutoTag.CONFIGURATION_SET)
CAMPAIGN = Dimension.message_tag("campaign", default="none")


@pytest.mark.parametrize("event", list(Event))
def test_every_event_has_a_metric_of_its_set(stack: cdk.Stack, event: Event) -> None:
    made = ConfigurationSet(stack, "Set", configuration_set_name="receipts")
    made.add_destination("Metrics", Destination.metrics(BY_SET), events=list(Event))
    by_method = getattr(made, f"metric_{event.name.lower()}")()
    for metric in (by_method, made.metric(event)):
        assert metric.namespace == "AWS/SES"
        assert metric.metric_name == event.metric_name
        assert metric.statistic == "Sum"
        assert stack.resolve(metric.dimensions) == {
            "ses:configuration-set": stack.resolve(made.configuration_set_name)
        }


def test_a_metric_by_a_tag_names_every_dimension(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    made.add_destination("Metrics", Destination.metrics(CAMPAIGN))
    metric = made.metric(
        Event.BOUNCE, {"campaign": "spring"}, statistic="Average", period=cdk.Duration.hours(1), label="Spring"
    )
    assert metric.dimensions == {"campaign": "spring"}
    assert (metric.statistic, metric.period.to_minutes(), metric.label) == ("Average", 60, "Spring")


def test_what_nothing_counts_is_refused(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    made.add_destination("Metrics", Destination.metrics(CAMPAIGN))
    with pytest.raises(ConflictingSettingsError, match="nothing counts bounce events") as caught:
        made.metric_bounce()
    assert "AutoTag.CONFIGURATION_SET" in caught.value.fix
    with pytest.raises(ConflictingSettingsError, match="by campaign, country") as caught:
        made.metric(Event.BOUNCE, {"campaign": "a", "country": "b"})
    assert "with these dimensions" in caught.value.fix
    with pytest.raises(ConflictingSettingsError, match="'Metrics' counts .* not open events") as caught:
        made.metric(Event.OPEN, {"campaign": "a"})
    assert caught.value.fix == "add Event.OPEN to its events"


def test_what_rests_counts_nothing(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    made.add_destination("Metrics", Destination.metrics(BY_SET), enabled=False)
    with pytest.raises(ConflictingSettingsError, match="nothing counts send events"):
        made.metric_send()


def test_an_imported_set_is_believed(stack: cdk.Stack) -> None:
    made = ConfigurationSet.from_configuration_set_name(stack, "Set", "receipts")
    assert made.metric_delivery().dimensions == {"ses:configuration-set": "receipts"}
    assert made.metric_bounce_rate().dimensions == {"ses:configuration-set": "receipts"}


def test_rates_are_those_that_ses_publishes(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    bounces, complaints = made.metric_bounce_rate(), made.metric_complaint_rate(period=cdk.Duration.hours(1))
    assert [bounces.metric_name, complaints.metric_name] == ["Reputation.BounceRate", "Reputation.ComplaintRate"]
    assert bounces.statistic == "Average"
    assert complaints.period.to_minutes() == 60


def test_rates_that_are_not_published_are_refused(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set", reputation_metrics=False)
    with pytest.raises(ConflictingSettingsError, match="reputation_metrics=False") as caught:
        made.metric_complaint_rate()
    assert caught.value.fix == "leave reputation_metrics out"
