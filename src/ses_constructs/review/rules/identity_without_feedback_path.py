"""Bounces and complaints must reach somebody."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.events import Event
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import statements
from ses_constructs.review.sending import IDENTITY, configuration_set_of, publishes
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="identity-without-feedback-path",
    severity=Severity.ERROR,
    why=(
        "With forwarding off and no event destination for them, nobody learns of bounces and complaints; "
        "AWS then turns forwarding on by itself, to the sender's address."
    ),
    cure=(
        "Let the default configuration set publish bounce and complaint events, or leave "
        "EmailForwardingEnabled on."
    ),
    source="Guide: Setting up event notifications for Amazon SES",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    topics_set_by_hand = any(
        statement.covers("ses:SetIdentityNotificationTopic") for statement in statements(assembly)
    )
    for identity in () if topics_set_by_hand else assembly.resources(IDENTITY):
        forwarding = identity.get("FeedbackAttributes.EmailForwardingEnabled")
        if forwarding.flag is not False:
            continue
        if identity.get("ConfigurationSetAttributes.ConfigurationSetName").absent:
            yield RULE.at(
                forwarding.place, "feedback forwarding is off, and there is no default configuration set"
            )
            continue
        configuration_set = configuration_set_of(identity)
        if configuration_set is None:
            continue
        for event in (Event.BOUNCE, Event.COMPLAINT):
            if publishes(assembly, configuration_set, event) is False:
                problem = (
                    f"feedback forwarding is off, and {configuration_set.logical_id} publishes no {event} events"
                )
                yield RULE.at(forwarding.place, problem)
