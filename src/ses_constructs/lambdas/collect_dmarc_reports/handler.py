"""Puts aggregate reports of DMARC that came by mail into a table. They come from strangers: nothing is trusted."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from typing import Any

from boto3.dynamodb.types import TypeSerializer

from ses_constructs.facts.received_mail import ReceivedMail
from ses_constructs.facts.received_mail.archives import UnsafeArchiveError, unpacked
from ses_constructs.facts.received_mail.content import MessageContent
from ses_constructs.facts.received_mail.dmarc_report import DmarcReport, NotAReportError
from ses_constructs.facts.received_mail.stored_reports import StoredDmarcReports
from ses_constructs.lambdas.handle_mail import clients
from ses_constructs.lambdas.handle_mail.saved_mail import whole
from ses_constructs.lambdas.handle_mail.telling import say

_BATCH = 25
"""The most of one call. DynamoDB API: BatchWriteItem."""
_TRIES = 8
_MOST_ATTACHMENTS = 10
_DAY = 86_400


class NotStoredError(Exception):
    """The table did not take everything; it will when it is asked again."""


def handler(event: object, _context: object) -> None:
    """Stores each report. What fails is tried again by Lambda, and then lies in the dead-letter queue."""
    for received in ReceivedMail.all_in(event):
        collect(received)


def collect(received: ReceivedMail) -> None:
    """Stores all reports of a message. What is none stays in the bucket, and the log says why."""
    for file in _files(received):
        try:
            report = DmarcReport.of(file)
        except NotAReportError as error:
            say("left alone", received.message_id, why=str(error))
            continue
        if not _is_ours(report.domain):
            say("left alone", received.message_id, why="it is about another domain")
            continue
        _store(report, authentic=received.receipt.is_authentic)
        say("stored", received.message_id, domain=report.domain, rows=len(report.rows))


def _files(received: ReceivedMail) -> Iterator[bytes]:
    attachments = MessageContent.of(whole(received)).attachments
    if not attachments:
        say("left alone", received.message_id, why="it has no attachment")
    for attachment in attachments[:_MOST_ATTACHMENTS]:
        try:
            yield from unpacked(attachment.data)
        except UnsafeArchiveError as error:
            say("left alone", received.message_id, why=str(error))


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
        left = clients.dynamodb().batch_write_item(RequestItems=left).get("UnprocessedItems")
        if not left:
            return
        time.sleep(min(0.1 * 2**attempt, 5))
    raise NotStoredError("the table is too busy")
