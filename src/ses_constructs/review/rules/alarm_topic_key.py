"""An alarm cannot speak through a topic encrypted by the key alias/aws/sns."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import TOPIC, alarm_targets, reputation_alarms
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="alarm-topic-key",
    severity=Severity.ERROR,
    why="CloudWatch may not use that key, so the notice is dropped without a trace.",
    cure="Encrypt the topic with a key of your own that admits cloudwatch.amazonaws.com.",
    source="CloudWatch: Notifying users on alarm changes; Guide: Creating reputation monitoring alarms",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    told = set()
    for alarm in reputation_alarms(assembly):
        for topic in alarm_targets(alarm.resource):
            key = topic.get("KmsMasterKeyId") if topic.type == TOPIC else None
            if key is not None and (key.literal or "").endswith("alias/aws/sns") and topic not in told:
                told.add(topic)
                yield RULE.at(key.place, f"alarm {alarm.resource.logical_id} cannot publish to the topic")
