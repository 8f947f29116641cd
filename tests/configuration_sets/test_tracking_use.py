"""A tracking domain for which nothing is tracked."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match

from ses_constructs.configuration_sets import ConfigurationSet, Destination, Event, TrackingDomain, VdmOverrides


def warnings(stack: cdk.Stack) -> int:
    cdk.App.of(stack).synth()  # type: ignore[union-attr]
    return len(Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp("nothing is tracked")))


def tracked_set(stack: cdk.Stack) -> ConfigurationSet:
    links = TrackingDomain.from_domain_name(stack, "Links", "links.shop.example")
    return ConfigurationSet(stack, "Set", tracking=links)


@pytest.mark.parametrize("event", [Event.OPEN, Event.CLICK])
def test_a_destination_added_later_is_enough(stack: cdk.Stack, event: Event) -> None:
    tracked_set(stack).add_destination("Bus", Destination.event_bus(), events=[Event.SEND, event])
    assert warnings(stack) == 0


def test_a_rule_on_clicks_is_enough(stack: cdk.Stack) -> None:
    tracked_set(stack).on_event("Clicks", events=[Event.CLICK])
    assert warnings(stack) == 0


def test_other_events_are_not_enough(stack: cdk.Stack) -> None:
    made = tracked_set(stack)
    made.add_destination("Bus", Destination.event_bus())
    made.add_destination("Resting", Destination.event_bus(), events=[Event.CLICK], enabled=False)
    assert warnings(stack) == 1


def test_engagement_tracking_is_enough(stack: cdk.Stack) -> None:
    links = TrackingDomain.from_domain_name(stack, "Links", "links.shop.example")
    ConfigurationSet(stack, "Set", tracking=links, vdm_overrides=VdmOverrides.marketing())
    assert warnings(stack) == 0


def test_a_set_without_a_tracking_domain_is_not_asked(stack: cdk.Stack) -> None:
    ConfigurationSet(stack, "Set")
    assert warnings(stack) == 0
