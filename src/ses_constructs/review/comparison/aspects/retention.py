"""How long received mail and the history of pauses are kept."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import pausing_functions
from ses_constructs.review.comparison.change import Change
from ses_constructs.review.comparison.pairing import Pairing
from ses_constructs.review.finding import Rule, Severity
from ses_constructs.review.receiving import actions_of_kind
from ses_constructs.review.template import Resource
from ses_constructs.review.value import Value

SHORTENED = Rule(
    id="retention-shortened",
    severity=Severity.WARNING,
    why="What is older than the new time is deleted soon after the deployment, and cannot be had back.",
    cure="Keep the old time, or copy what is still needed first.",
    source="Schema of AWS::SES::MailManagerArchive, AWS::S3::Bucket and AWS::Logs::LogGroup",
)
KINDS = (SHORTENED,)

_PERIODS = (
    *("THREE_MONTHS", "SIX_MONTHS", "NINE_MONTHS", "ONE_YEAR", "EIGHTEEN_MONTHS", "TWO_YEARS", "THIRTY_MONTHS"),
    *("THREE_YEARS", "FOUR_YEARS", "FIVE_YEARS", "SIX_YEARS", "SEVEN_YEARS", "EIGHT_YEARS", "NINE_YEARS"),
    *("TEN_YEARS", "PERMANENT"),
)
"""Retention periods of an archive, shortest first. Schema of ``AWS::SES::MailManagerArchive``."""
_ARCHIVE, _BUCKET, _LOGS = "AWS::SES::MailManagerArchive", "AWS::S3::Bucket", "AWS::Logs::LogGroup"


def changes(pairing: Pairing) -> Iterator[Change]:
    for one, two in pairing.of_type(_ARCHIVE):
        before, after = one.get("Retention.RetentionPeriod"), two.get("Retention.RetentionPeriod")
        known = before.literal in _PERIODS and after.literal in _PERIODS
        if known and _PERIODS.index(after.literal or "") < _PERIODS.index(before.literal or ""):
            yield _shorter(after, "the archive", before.literal or "", after.literal or "")
    stores, histories = set(_stores(pairing)), set(_histories(pairing))
    for one, two in pairing.of_type(_BUCKET):
        if two in stores:
            yield from _days(_expiry(one), _expiry(two), two, "received mail", "LifecycleConfiguration")
    for one, two in pairing.of_type(_LOGS):
        if two in histories:
            path = "RetentionInDays"
            yield from _days(_number(one.get(path)), _number(two.get(path)), two, "the history of pauses", path)


def _days(before: float | None, after: float | None, two: Resource, what: str, path: str) -> Iterator[Change]:
    """None stands for a time that is not known; infinity for no end."""
    if before is not None and after is not None and after < before:
        old = "for ever" if before == float("inf") else f"{before:g} days"
        yield _shorter(two.get(path), what, old, f"{after:g} days")


def _shorter(place: Value, what: str, before: str, after: str) -> Change:
    text = f"{what} is kept {after}, until now {before}"
    return Change(SHORTENED, place.place, text, before=before, after=after)


def _number(value: Value) -> float | None:
    return float("inf") if value.absent else value.number


def _expiry(bucket: Resource) -> float | None:
    """Days until the first rule that is on and certainly speaks of all objects deletes them."""
    rules = bucket.get("LifecycleConfiguration.Rules")
    if rules.hidden:
        return None
    days = [float("inf")]
    for rule in rules.items:
        on = rule.get("Status").literal == "Enabled"
        whole = rule.get("Prefix").absent and rule.get("TagFilters").absent
        expiry = rule.get("ExpirationInDays")
        if on and whole and expiry.present:
            if expiry.number is None:
                return None
            days.append(expiry.number)
    return min(days)


def _stores(pairing: Pairing) -> Iterator[Resource]:
    for action in actions_of_kind(pairing.new, "S3Action"):
        bucket = action.settings.get("BucketName").names(_BUCKET)
        if bucket is not None:
            yield bucket


def _histories(pairing: Pairing) -> Iterator[Resource]:
    for function in pausing_functions(pairing.new):
        reference = function.get("LoggingConfig.LogGroup").reference
        if reference is not None:
            yield reference.resource
