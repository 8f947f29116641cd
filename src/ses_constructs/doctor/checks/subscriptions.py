"""Whether anybody listens to the stack's topics."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.doctor.deployed_stack import DeployedStack
from ses_constructs.review import Finding, Rule, Severity

_SEE = "SNS developer guide: Confirm an Amazon SNS subscription"
UNCONFIRMED = Rule(
    id="subscription-unconfirmed",
    severity=Severity.ERROR,
    why="SNS sends it nothing until somebody confirms; alarms and bounces pass unheard.",
    cure="Click the link in the mail from AWS Notifications, or subscribe again if it is older than two days.",
    source=_SEE,
)
MISSING = Rule(
    id="subscription-missing",
    severity=Severity.ERROR,
    why="Whoever it was for hears nothing: it was removed by hand, or its reader unsubscribed.",
    cure="Subscribe again, or remove it from the stack and add it anew.",
    source=_SEE,
)
UNHEARD = Rule(
    id="topic-unheard",
    severity=Severity.WARNING,
    why="What is published there reaches nobody.",
    cure="Subscribe an address that people read, or a queue.",
    source=_SEE,
)
TOPIC_MISSING = Rule(
    id="topic-missing",
    severity=Severity.ERROR,
    why="Alarms and SES cannot tell anybody anything.",
    cure="Deploy the stack again with another name for the topic, or create it by hand with the same one.",
    source="API: ListSubscriptionsByTopic",
)
RULES = (UNCONFIRMED, MISSING, UNHEARD, TOPIC_MISSING)

_PENDING = "PendingConfirmation"
_DRILLS = "DrillNotices"
"""Part of the logical id of the topic where a guard of this package tries its notices; nobody has to read it."""
_End = tuple[str, str]


def check(stack: DeployedStack) -> Iterator[Finding]:
    heard: dict[str, dict[_End, str]] = {}
    sns = stack.session.client("sns")
    for resource, arn in stack.of_type("AWS::SNS::Topic"):
        place = stack.place(arn.rpartition(":")[2], resource)
        try:
            heard[arn] = _subscriptions(stack, arn)
        except sns.exceptions.NotFoundException:
            yield TOPIC_MISSING.at(place, f"SNS has no topic {arn}")
            continue
        for (protocol, endpoint), state in heard[arn].items():
            if state == _PENDING:
                yield UNCONFIRMED.at(place, f"{protocol} to {endpoint} waits for confirmation")
        if not heard[arn] and _DRILLS not in resource.logical_id:
            yield UNHEARD.at(place, "nobody is subscribed to it")
    yield from _declared(stack, heard)


def _declared(stack: DeployedStack, heard: dict[str, dict[_End, str]]) -> Iterator[Finding]:
    """Subscriptions that the stack made and the topic does not have."""
    for resource, _ in stack.of_type("AWS::SNS::Subscription"):
        arn = stack.text(resource.get("TopicArn"))
        end = stack.text(resource.get("Protocol")), stack.text(resource.get("Endpoint"))
        if arn in heard and None not in end and end not in heard[arn]:
            place = stack.place(arn.rpartition(":")[2], resource)
            yield MISSING.at(place, f"{end[0]} to {end[1]} is not subscribed any more")


def _subscriptions(stack: DeployedStack, arn: str) -> dict[_End, str]:
    pages = stack.session.client("sns").get_paginator("list_subscriptions_by_topic")
    return {
        (one["Protocol"], one["Endpoint"]): one["SubscriptionArn"]
        for page in pages.paginate(TopicArn=arn)
        for one in page["Subscriptions"]
    }
