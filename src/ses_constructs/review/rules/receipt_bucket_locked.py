"""A bucket for mail must not lock objects by default."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import actions_of_kind
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-bucket-locked",
    severity=Severity.ERROR,
    why="SES cannot write to a bucket with a default retention, so mail is lost.",
    cure="Drop the default retention, or copy the mail to a locked bucket.",
    source="Guide: Deliver to S3 bucket action",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for action in actions_of_kind(assembly, "S3Action"):
        bucket = action.settings.get("BucketName").names("AWS::S3::Bucket")
        if bucket is not None and bucket.get("ObjectLockConfiguration.Rule.DefaultRetention").present:
            yield RULE.at(action.settings.place, f"bucket {bucket.logical_id} has a default retention")
