"""Puts aggregate reports of DMARC that came by mail into a table. They come from strangers: nothing is trusted."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from boto3.dynamodb.types import TypeSerializer
from botocore.config import Config

from ses_constructs.facts.received_mail import ReceivedMail
from ses_constructs.facts.received_mail.archives import UnsafeArchiveError, unpacked
from ses_constructs.facts.received_mail.content import MessageContent
from ses_constructs.facts.received_mail.dmarc_report import DmarcReport, NotAReportError
from ses_constructs.facts.received_mail.stored_reports import StoredDmarcReports

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client

_CONFIG = Config(connect_timeout=3, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 6})
_BATCH = 25
"""The most of one call. DynamoDB API: BatchWriteItem."""
_TRIES = 8
_MOST_ATTACHMENTS = 10
_DAY = 86_400


@cache
def s3() -> S3Client:
    return boto3.client("s3", config=_CONFIG)


@cache
def dynamodb() -> DynamoDBClient:
    return boto3.client("dynamodb", config=_CONFIG)


class NotStoredError(Exception):
    """The table did not take everything; it will when it is asked again."""


def handler(event: object, _context: object) -> None:
    """Stores each report. What fails is tried again by Lambda, and then lies in the dead-letter queue."""
    for received in ReceivedMail.all_in(event):
        collect(received)


def collect(received: ReceivedMail) -> None:
    """Stores all reports of a message. What is none stays in the bucket, and the log says why."""
    key = f"{os.environ['PREFIX']}{received.message_id}"
    raw = s3().get_object(Bucket=os.environ["BUCKET"], Key=key)["Body"].read()
    for file in _files(received, raw):
        try:
            report = DmarcReport.of(file)
        except NotAReportError as error:
            _say("left alone", received, why=str(error))
            continue
        if not _is_ours(report.domain):
            _say("left alone", received, why="it is about another domain")
            continue
        _store(report, authentic=received.receipt.is_authentic)
        _say("stored", received, domain=report.domain, rows=len(report.rows))


def _files(received: ReceivedMail, raw: bytes) -> Iterator[bytes]:
    attachments = MessageContent.of(raw).attachments
    if not attachments:
        _say("left alone", received, why="it has no attachment")
    for attachment in attachments[:_MOST_ATTACHMENTS]:
        try:
            yield from unpacked(attachment.data)
        except UnsafeArchiveError as error:
            _say("left alone", received, why=str(error))


def _is_ours(domain: str) -> bool:
    return any(domain == own or domain.endswith(f".{own}") for own in json.loads(os.environ["DOMAINS"]))


def _store(report: DmarcReport, *, authentic: bool) -> None:
    expires_at = int(report.end.timestamp()) + int(os.environ["KEEP_DAYS"]) * _DAY
    whole, *rows = StoredDmarcReports.items(report, authentic=authentic, expires_at=expires_at)
    # The report itself last: where it is, its rows are.
    for start in range(0, len(rows), _BATCH):
        _write(rows[start : start + _BATCH])
    _write([whole])


def _write(items: list[dict[str, object]]) -> None:
    serialize = TypeSerializer().serialize
    requests: list[Any] = [
        {"PutRequest": {"Item": {name: serialize(value) for name, value in item.items()}}} for item in items
    ]
    left: Any = {os.environ["TABLE"]: requests}
    for attempt in range(_TRIES):
        left = dynamodb().batch_write_item(RequestItems=left).get("UnprocessedItems")
        if not left:
            return
        time.sleep(min(0.1 * 2**attempt, 5))
    raise NotStoredError("the table is too busy")


def _say(did: str, received: ReceivedMail, **more: object) -> None:
    print(json.dumps({"did": did, "message": received.message_id, **more}))
