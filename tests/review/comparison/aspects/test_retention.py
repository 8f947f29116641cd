"""How long things are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from ses_constructs.review.comparison.aspects import retention
from tests.review.comparison.aspects.test_watching import GUARDED

Told = Callable[[str, str], dict[str, list[str]]]
ARCHIVE = "Archive: {Type: AWS::SES::MailManagerArchive, Properties: {Retention: {RetentionPeriod: TWO_YEARS}}}"
STORE = """
Bucket: {Type: AWS::S3::Bucket, Properties: {LifecycleConfiguration: {Rules: [
  {Status: Enabled, ExpirationInDays: 90}, {Status: Enabled, Prefix: tmp/, ExpirationInDays: 1},
  {Status: Disabled, ExpirationInDays: 5}]}}}
Rule: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: set, Rule: {Enabled: true, ScanEnabled: true,
  Actions: [{S3Action: {BucketName: !Ref Bucket}}]}}}
"""
HISTORY = GUARDED.replace("Role: !GetAtt Role.Arn", "Role: !GetAtt Role.Arn, LoggingConfig: {LogGroup: !Ref Logs}")
LOGS = "Logs: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 365}}\n"


def test_the_periods_are_the_schemas_in_its_order() -> None:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(
        region="us-east-1", resource_type="AWS::SES::MailManagerArchive"
    ).schema
    assert list(retention._PERIODS) == schema["definitions"]["RetentionPeriod"]["enum"]


@pytest.mark.parametrize(
    ("old", "was", "becomes", "text"),
    [
        (ARCHIVE, "TWO_YEARS", "ONE_YEAR", "the archive is kept ONE_YEAR, until now TWO_YEARS"),
        (
            STORE,
            "ExpirationInDays: 90",
            "ExpirationInDays: 30",
            "received mail is kept 30 days, until now 90 days",
        ),
        (
            STORE.replace("ExpirationInDays: 90", "AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1}"),
            "AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1}",
            "ExpirationInDays: 30",
            "received mail is kept 30 days, until now for ever",
        ),
        (LOGS + HISTORY, "365", "30", "the history of pauses is kept 30 days, until now 365 days"),
    ],
)
def test_a_shorter_time_is_told_and_a_longer_one_is_not(
    told: Told, old: str, was: str, becomes: str, text: str
) -> None:
    new = old.replace(was, becomes, 1)
    assert told(old, new)["retention-shortened"] == [text]
    assert "retention-shortened" not in told(new, old)


def test_buckets_and_logs_of_other_things_are_left_alone(told: Told) -> None:
    bucket = STORE.partition("Rule: {Type")[0]
    assert told(bucket, bucket.replace("90", "3")) == {}
    assert told(LOGS, LOGS.replace("365", "1")) == {}


def test_a_time_that_only_the_deployment_knows_is_not_judged(told: Told) -> None:
    assert "retention-shortened" not in told(STORE, STORE.replace("90", "!Ref Days"))
    assert "retention-shortened" not in told(ARCHIVE, ARCHIVE.replace("TWO_YEARS", "!Ref Period"))
