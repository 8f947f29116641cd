"""Archived messages, and which of them a search finds; the API is tried in ``api/mail_manager``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.ingress.archives import KIND, parsed, select, text_of
from ses_constructs.local.ses.state import PlaceState
from tests.local.ses.aws import Account
from tests.local.ses.ingress.mail import RAW, Gate, rule

LONG_AGO, LATER = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
ATTACHED = (
    b"From: you@example.net\r\nSubject: Invoice\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\n\r\ntext\r\n--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nfile\r\n--b--\r\n"
)


@pytest.fixture
def archive(account: Account) -> str:
    return str(account.mail_manager.create_archive(ArchiveName="mail")["ArchiveId"])


def find(account: Account, archive: str, **filters: Any) -> list[Document]:
    asked = {"ArchiveId": archive, "FromTimestamp": LONG_AGO, "ToTimestamp": LATER, "Filters": filters}
    return [entry["Row"] for entry in select(state_of(account), asked)]


def state_of(account: Account) -> PlaceState:
    return account.ses._store.at(account.place)


def text(attribute: str, *values: str) -> Document:
    evaluated = {"Attribute": attribute}
    return {"StringExpression": {"Evaluate": evaluated, "Operator": "CONTAINS", "Values": list(values)}}


def attached(operator: str) -> Document:
    return {"BooleanExpression": {"Evaluate": {"Attribute": "HAS_ATTACHMENTS"}, "Operator": operator}}


def test_a_row_says_what_there_was(account: Account, archive: str) -> None:
    gate = Gate(account, rule({"Archive": {"TargetArchive": archive}}))
    gate.take()
    (row,) = find(account, archive)
    assert (row["From"], row["To"], row["Subject"]) == ("You <you@example.net>", "Me <me@example.com>", "Hi there")
    assert row["Envelope"] == {"Helo": "localhost", "From": "you@example.net", "To": ["me@example.com"]}
    assert (row["IngressPointId"], row["SenderIpAddress"]) == (gate.id, "127.0.0.1")
    assert row["HasAttachments"] is False
    assert row["SourceArn"] == account.arn(f"mailmanager-rule-set/{gate.rule_set}")
    assert "InReplyTo" not in row


@pytest.mark.parametrize(
    ("filters", "subjects"),
    [
        ({}, {"Hi there", "Invoice"}),
        ({"Include": [text("SUBJECT", "invoice")]}, {"Invoice"}),
        ({"Include": [text("SUBJECT", "nothing", "hi")]}, {"Hi there"}),
        ({"Include": [text("FROM", "you@example.net")]}, {"Hi there", "Invoice"}),
        ({"Include": [text("TO", "me@example.com")]}, {"Hi there"}),
        ({"Include": [text("CC", "b@example.com")]}, {"Hi there"}),
        ({"Include": [text("ENVELOPE_TO", "me@")]}, {"Hi there", "Invoice"}),
        ({"Include": [text("ENVELOPE_FROM", "nobody@")]}, set()),
        ({"Include": [attached("IS_TRUE")]}, {"Invoice"}),
        ({"Include": [attached("IS_FALSE")]}, {"Hi there"}),
        ({"Unless": [text("SUBJECT", "invoice")]}, {"Hi there"}),
        ({"Include": [text("FROM", "you")], "Unless": [attached("IS_TRUE")]}, {"Hi there"}),
    ],
)
def test_filters(account: Account, archive: str, filters: Document, subjects: set[str]) -> None:
    gate = Gate(account, rule({"Archive": {"TargetArchive": archive}}))
    gate.take()
    gate.take(raw=ATTACHED)
    assert {row["Subject"] for row in find(account, archive, **filters)} == subjects


def test_a_range_of_time_and_a_number_limit_what_is_found(account: Account, archive: str, world: Any) -> None:
    gate = Gate(account, rule({"Archive": {"TargetArchive": archive}}))
    first = world.now()
    gate.take()
    world.pass_hours(2)
    gate.take()
    asked = {"ArchiveId": archive, "FromTimestamp": first + timedelta(hours=1), "ToTimestamp": LATER}
    state = state_of(account)
    assert len(select(state, asked)) == 1
    everything = {**asked, "FromTimestamp": LONG_AGO}
    assert len(select(state, everything)) == 2
    (newest,) = select(state, {**everything, "MaxResults": 1})
    assert newest["Row"]["ReceivedTimestamp"] == world.now()


@pytest.mark.parametrize("named", ["mail", "arn"])
def test_an_archive_goes_by_its_name_and_its_arn(account: Account, archive: str, named: str) -> None:
    target = account.arn(f"mailmanager-archive/{archive}") if named == "arn" else named
    assert Gate(account, rule({"Archive": {"TargetArchive": target}})).take().failures == ()
    assert len(state_of(account).kept(KIND)) == 1


def test_an_archive_that_is_gone_is_a_failure(account: Account) -> None:
    (failure,) = Gate(account, rule({"Archive": {"TargetArchive": "a-none"}})).take().failures
    assert failure.endswith("there is no active archive a-none")


@pytest.mark.parametrize(
    ("charset", "body", "expected"),
    [
        ("utf-8", "é".encode(), "é"),
        ("latin-1", b"\xe9", "é"),
        ("made-up", b"\xe9", "é"),
        ("utf-8", b"\xff", "\ufffd"),
    ],
)
def test_text_is_read_as_far_as_it_can_be(charset: str, body: bytes, expected: str) -> None:
    raw = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
    assert text_of(parsed(raw + body)).strip() == expected


def test_the_message_is_kept_byte_for_byte(account: Account, archive: str) -> None:
    Gate(account, rule({"Archive": {"TargetArchive": archive}})).take()
    (entry,) = state_of(account).kept(KIND).values()
    assert entry["Raw"].endswith(RAW)
