"""SES must be allowed to write to the bucket."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import SES, policies_of, statements_of
from ses_constructs.review.receiving import actions_of_kind
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-bucket-refuses",
    severity=Severity.ERROR,
    why="SES refuses the rule, so the deployment fails; or mail is lost once the permission is gone.",
    cure=(
        "Add a bucket policy that allows ses.amazonaws.com s3:PutObject, with aws:SourceAccount and aws:SourceArn."
    ),
    source="Guide: Giving permissions to Amazon SES for email receiving",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    if any(policy.get("Bucket").reference is None for policy in assembly.resources("AWS::S3::BucketPolicy")):
        # A policy for a bucket by an unknown name may be the one.
        return
    for action in actions_of_kind(assembly, "S3Action"):
        bucket = action.settings.get("BucketName").names("AWS::S3::Bucket")
        if bucket is None or action.settings.get("IamRoleArn").present:
            continue
        policies = policies_of(assembly, bucket)
        own = statements_of(assembly, *policies)
        if not any((one.admits(SES) and one.covers("s3:PutObject")) or not one.is_understood for one in own):
            yield RULE.at(action.settings.place, f"no policy of bucket {bucket.logical_id} lets {SES} write")
