"""SES publishes to standard topics only."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly
from ses_constructs.review.topics import topics_of_ses

RULE = Rule(
    id="topic-is-fifo",
    severity=Severity.ERROR,
    why="SES refuses a FIFO topic, so the deployment fails or notices are lost.",
    cure="Use a standard topic; a queue behind it may be FIFO's stand-in by the message id.",
    source="Guide: Set up an Amazon SNS event destination",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for value in topics_of_ses(assembly):
        topic = value.names("AWS::SNS::Topic")
        if value.shape.endswith(".fifo") or (topic is not None and topic.get("FifoTopic").flag is True):
            yield RULE.at(value.place, "the topic is a FIFO topic")
