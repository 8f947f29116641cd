"""Searching archives through boto3."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.ses.aws import Account, FakeWorld
from tests.local.ses.ingress.mail import RAW, Gate, rule

RANGE = {"FromTimestamp": datetime(2020, 1, 1, tzinfo=UTC), "ToTimestamp": datetime(2030, 1, 1, tzinfo=UTC)}
MIXED = (
    b"From: a@b.c\r\nSubject: s\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n"
    b"--b\r\nContent-Type: text/html\r\n\r\n<p>rich</p>\r\n--b--\r\n"
)


@pytest.fixture
def archive(account: Account) -> str:
    return str(account.mail_manager.create_archive(ArchiveName="mail")["ArchiveId"])


def search(account: Account, archive: str, world: FakeWorld, **more: Any) -> list[dict[str, Any]]:
    client = account.mail_manager
    started = client.start_archive_search(ArchiveId=archive, MaxResults=100, **RANGE, **more)["SearchId"]
    world.pass_hours(1)
    rows: list[dict[str, Any]] = client.get_archive_search_results(SearchId=started)["Rows"]
    return rows


def test_what_is_archived_is_found_and_read(account: Account, archive: str, world: FakeWorld) -> None:
    gate = Gate(account, rule({"Archive": {"TargetArchive": archive}}))
    gate.take()
    (row,) = search(account, archive, world)
    assert (row["Subject"], row["HasAttachments"]) == ("Hi there", False)
    found = account.mail_manager.get_archive_message(ArchivedMessageId=row["ArchivedMessageId"])
    assert found["Envelope"]["To"] == ["me@example.com"]
    assert found["Metadata"]["IngressPointId"] == gate.id
    assert found["Metadata"]["TlsProtocol"] == "TLSv1.3"
    link = found["MessageDownloadLink"]
    body = account.ses.export_file(link.rpartition("/")[2])
    assert body is not None
    assert body.endswith(RAW)


def test_filters_go_with_a_search(account: Account, archive: str, world: FakeWorld) -> None:
    Gate(account, rule({"Archive": {"TargetArchive": archive}})).take()
    evaluated = {"Attribute": "SUBJECT"}
    wanted = {"StringExpression": {"Evaluate": evaluated, "Operator": "CONTAINS", "Values": ["nothing"]}}
    assert search(account, archive, world, Filters={"Include": [wanted]}) == []
    assert len(search(account, archive, world, Filters={"Unless": [wanted]})) == 1


def test_the_text_of_a_message_is_told_apart(account: Account, archive: str, world: FakeWorld) -> None:
    Gate(account, rule({"Archive": {"TargetArchive": archive}})).take(raw=MIXED)
    (row,) = search(account, archive, world)
    body = account.mail_manager.get_archive_message_content(ArchivedMessageId=row["ArchivedMessageId"])["Body"]
    assert {name: str(value).strip() for name, value in body.items()} == {
        "Text": "plain",
        "Html": "<p>rich</p>",
        "MessageMalformed": "False",
    }


@pytest.mark.parametrize("raw", [b"", b"\xff\x00", b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"])
def test_malformed_mail_is_archived_and_read(account: Account, archive: str, world: FakeWorld, raw: bytes) -> None:
    assert Gate(account, rule({"Archive": {"TargetArchive": archive}})).take(raw=raw).failures == ()
    (row,) = search(account, archive, world)
    body = account.mail_manager.get_archive_message_content(ArchivedMessageId=row["ArchivedMessageId"])["Body"]
    assert "MessageMalformed" in body


def test_a_search_takes_a_moment(account: Account, archive: str, world: FakeWorld) -> None:
    client = account.mail_manager
    started = client.start_archive_search(ArchiveId=archive, MaxResults=10, **RANGE)["SearchId"]
    assert client.get_archive_search(SearchId=started)["Status"]["State"] == "RUNNING"
    with pytest.raises(client.exceptions.ConflictException):
        client.get_archive_search_results(SearchId=started)
    world.pass_hours(1)
    found = client.get_archive_search(SearchId=started)
    assert (found["Status"]["State"], found["ArchiveId"], found["MaxResults"]) == ("COMPLETED", archive, 10)
    (listed,) = client.list_archive_searches(ArchiveId=archive)["Searches"]
    assert (listed["SearchId"], listed["Status"]["State"]) == (started, "COMPLETED")


def test_a_search_can_be_stopped(account: Account, archive: str, world: FakeWorld) -> None:
    client = account.mail_manager
    started = client.start_archive_search(ArchiveId=archive, MaxResults=10, **RANGE)["SearchId"]
    client.stop_archive_search(SearchId=started)
    world.pass_hours(1)
    assert client.get_archive_search(SearchId=started)["Status"]["State"] == "CANCELLED"


def test_what_is_not_there_is_not_found(account: Account) -> None:
    client = account.mail_manager
    calls: tuple[Callable[[], object], ...] = (
        lambda: client.start_archive_search(ArchiveId="a-none", MaxResults=1, **RANGE),
        lambda: client.get_archive_search(SearchId="s-none"),
        lambda: client.get_archive_message(ArchivedMessageId="none"),
        lambda: client.get_archive_message_content(ArchivedMessageId="none"),
        lambda: client.list_archive_searches(ArchiveId="a-none"),
    )
    for call in calls:
        with pytest.raises(ClientError, match="does not exist"):
            call()


def test_a_deleted_archive_takes_its_messages_along(account: Account, archive: str, world: FakeWorld) -> None:
    Gate(account, rule({"Archive": {"TargetArchive": archive}})).take()
    (row,) = search(account, archive, world)
    account.mail_manager.delete_archive(ArchiveId=archive)
    with pytest.raises(ClientError, match="does not exist"):
        account.mail_manager.get_archive_message(ArchivedMessageId=row["ArchivedMessageId"])
