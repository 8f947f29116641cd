"""What configuration sets publish, and what follows for the feedback of an identity."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.configuration_sets import ConfigurationSet, Destination, Dimension
from ses_constructs.dns import Dns
from ses_constructs.identities import Delegate, DomainIdentity, FeedbackTopics


def identity(stack: cdk.Stack, **more: Any) -> DomainIdentity:
    zone = Dns.in_zone_with_id("Z1", zone_name="shop.example")
    return DomainIdentity(stack, "Shop", domain="shop.example", dns=zone, **more)


def publishing(stack: cdk.Stack, *events: str, enabled: bool = True) -> ses.ConfigurationSet:
    made = ses.ConfigurationSet(stack, "Set")
    if events:
        kind = ses.CfnConfigurationSetEventDestination
        kind(
            stack,
            "Destination",
            configuration_set_name=made.configuration_set_name,
            event_destination=kind.EventDestinationProperty(
                matching_event_types=list(events),
                enabled=enabled,
                event_bridge_destination=kind.EventBridgeDestinationProperty(event_bus_arn="arn:bus"),
            ),
        )
    return made


@pytest.mark.parametrize(("events", "enabled"), [((), True), (("bounce", "delivery"), True), (("bounce",), False)])
def test_a_set_that_does_not_publish_both_fails_the_synthesis(
    stack: cdk.Stack, events: tuple[str, ...], enabled: bool
) -> None:
    identity(stack, feedback_forwarding=False, configuration_set=publishing(stack, *events, enabled=enabled))
    with pytest.raises(RuntimeError, match="tells of (bounce and )?complaint feedback"):
        Template.from_stack(stack)


def test_a_set_that_publishes_both_is_enough(stack: cdk.Stack) -> None:
    identity(stack, feedback_forwarding=False, configuration_set=publishing(stack, "BOUNCE", "complaint"))
    Template.from_stack(stack)


def test_topics_and_a_set_may_share_the_work(stack: cdk.Stack) -> None:
    topics = FeedbackTopics(bounce=sns.Topic(stack, "Topic"))
    some = publishing(stack, "complaint")
    identity(stack, feedback_forwarding=False, feedback_topics=topics, configuration_set=some)
    Template.from_stack(stack)
    Annotations.from_stack(stack).has_no_warning("*", Match.any_value())


def test_what_is_published_twice_is_warned_of(stack: cdk.Stack) -> None:
    topics = FeedbackTopics(bounce=sns.Topic(stack, "Topic"))
    identity(stack, feedback_topics=topics, configuration_set=publishing(stack, "bounce", "send"))
    Annotations.from_stack(stack).has_warning(
        "/Mail/Shop", Match.string_like_regexp("bounce feedback is published twice")
    )


def test_what_is_only_counted_is_not_published_twice(stack: cdk.Stack) -> None:
    topics = FeedbackTopics(bounce=sns.Topic(stack, "Topic"))
    counting = ConfigurationSet(stack, "Counting")
    counting.add_destination("Count", Destination.metrics(Dimension.message_tag("campaign", default="none")))
    identity(stack, feedback_topics=topics, configuration_set=counting)
    Template.from_stack(stack)
    Annotations.from_stack(stack).has_no_warning("*", Match.any_value())


def test_a_set_of_another_app_is_trusted_with_a_warning(stack: cdk.Stack) -> None:
    imported = ses.ConfigurationSet.from_configuration_set_name(stack, "Set", "receipts")
    identity(stack, feedback_forwarding=False, configuration_set=imported)
    Annotations.from_stack(stack).has_warning(
        "/Mail/Shop", Match.string_like_regexp("bounce and complaint events")
    )


@pytest.mark.parametrize(("account", "warns"), [("444455556666", True), ("111122223333", False)])
def test_forwarding_switched_off_where_other_accounts_send_warns(
    irish_stack: cdk.Stack, account: str, warns: bool
) -> None:
    topic = sns.Topic(irish_stack, "Feedback")
    topics = FeedbackTopics(bounce=topic, complaint=topic)
    shop = identity(irish_stack, feedback_forwarding=False, feedback_topics=topics)
    shop.authorize_sender("Partner", Delegate.account(account))
    found = Annotations.from_stack(irish_stack).find_warning("*", Match.string_like_regexp("as a source of spam"))
    assert len(found) == warns
