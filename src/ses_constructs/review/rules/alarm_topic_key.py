"""An alarm cannot speak through a topic whose key does not let CloudWatch in, as alias/aws/sns never does."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import TOPIC, alarm_targets, reputation_alarms
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import Statement, statements_of
from ses_constructs.review.template import Assembly
from ses_constructs.review.value import Value

RULE = Rule(
    id="alarm-topic-key",
    severity=Severity.ERROR,
    why="CloudWatch may not use that key, so the notice is dropped without a trace.",
    cure="Encrypt the topic with a key of your own that admits cloudwatch.amazonaws.com.",
    source="CloudWatch: Notifying users on alarm changes; Guide: Creating reputation monitoring alarms",
)


_SERVICE = "cloudwatch.amazonaws.com"


def check(assembly: Assembly) -> Iterator[Finding]:
    told = set()
    for alarm in reputation_alarms(assembly):
        for topic in alarm_targets(alarm.resource):
            key = topic.get("KmsMasterKeyId") if topic.type == TOPIC else None
            if key is not None and topic not in told and _keeps_out(assembly, key):
                told.add(topic)
                yield RULE.at(key.place, f"alarm {alarm.resource.logical_id} cannot publish to the topic")


def _keeps_out(assembly: Assembly, key: Value) -> bool:
    if (key.literal or "").endswith("alias/aws/sns"):
        return True
    owner = key.names("AWS::KMS::Key")
    own = statements_of(assembly, owner) if owner is not None else []
    return bool(own) and all(one.is_understood for one in own) and not any(_lets_in(one) for one in own)


def _lets_in(statement: Statement) -> bool:
    uses = statement.covers("kms:Decrypt") and statement.covers("kms:GenerateDataKey")
    return uses and statement.admits(_SERVICE)
