"""A topic alone is no inbox."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import RULE as RECEIPT_RULE
from ses_constructs.review.receiving import actions
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-topic-only",
    severity=Severity.WARNING,
    why="An SNS action carries at most 150 KB: larger mail bounces to its sender.",
    cure="Store the mail with an S3 action, and let its TopicArn tell of it.",
    source="Guide: Publish to Amazon SNS topic action",
)


_KEEPING = {"S3Action", "WorkmailAction", "ConnectAction", "BounceAction"}


def check(assembly: Assembly) -> Iterator[Finding]:
    for rule in assembly.resources(RECEIPT_RULE):
        kinds = {action.kind for action in actions(rule)}
        if "SNSAction" in kinds and not kinds & _KEEPING and rule.get("Rule.Actions").complete:
            action = next(one for one in actions(rule) if one.kind == "SNSAction")
            yield RULE.at(action.settings.place, "the mail goes to a topic and nowhere else")
