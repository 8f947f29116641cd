"""SES must be allowed to use the key of an encrypted topic."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import SES, Statement, statements_of
from ses_constructs.review.template import Assembly
from ses_constructs.review.topics import topics_of_ses

RULE = Rule(
    id="topic-key-without-ses",
    severity=Severity.ERROR,
    why="Every publication fails without a trace: bounces, complaints and notices are lost.",
    cure=(
        "Encrypt with a key of your own whose policy allows ses.amazonaws.com kms:GenerateDataKey* and "
        "kms:Decrypt."
    ),
    source="Guide: Configuring Amazon SNS notifications, encrypted topics",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for value in topics_of_ses(assembly):
        topic = value.names("AWS::SNS::Topic")
        key = topic.get("KmsMasterKeyId") if topic is not None else None
        if key is None or key.absent:
            continue
        if (key.literal or "").endswith("alias/aws/sns"):
            yield RULE.at(key.place, "the key alias/aws/sns admits no service, and its policy cannot be changed")
            continue
        owner = key.names("AWS::KMS::Key")
        own = statements_of(assembly, owner) if owner is not None else []
        if own and all(one.is_understood for one in own) and not any(_lets_in(one) for one in own):
            yield RULE.at(key.place, f"the policy of key {owner.logical_id if owner else ''} does not admit {SES}")


def _lets_in(statement: Statement) -> bool:
    return statement.admits(SES) and statement.covers("kms:Decrypt") and statement.covers("kms:GenerateDataKey")
