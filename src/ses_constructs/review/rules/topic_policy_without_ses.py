"""SES must be allowed to publish events to a topic."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import SES, policies_of, statements_of
from ses_constructs.review.sending import every_destination
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="topic-policy-without-ses",
    severity=Severity.WARNING,
    why=(
        "Without a statement for ses.amazonaws.com in the topic's policy SES refuses the destination, or "
        "its events are lost."
    ),
    cure=("Add a topic policy that allows ses.amazonaws.com sns:Publish, for this account and configuration set."),
    source="Guide: Set up an Amazon SNS event destination",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    if any(not policy.get("Topics").complete for policy in assembly.resources("AWS::SNS::TopicPolicy")):
        return
    # Receipt rules need such a policy only for topics of other accounts, which the template cannot show.
    for destination in every_destination(assembly):
        named = destination.settings.get("SnsDestination.TopicARN")
        topic = named.names("AWS::SNS::Topic") if named.present else None
        if topic is None:
            continue
        own = statements_of(assembly, *policies_of(assembly, topic))
        if not any((one.admits(SES) and one.covers("sns:Publish")) or not one.is_understood for one in own):
            yield RULE.at(named.place, f"no policy of topic {topic.logical_id} allows {SES} to publish")
