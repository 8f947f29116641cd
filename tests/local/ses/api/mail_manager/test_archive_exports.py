"""Exporting archives through boto3."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.ses.aws import Account, FakeWorld
from tests.local.ses.ingress.mail import RAW, Gate, rule

RANGE = {"FromTimestamp": datetime(2020, 1, 1, tzinfo=UTC), "ToTimestamp": datetime(2030, 1, 1, tzinfo=UTC)}


@pytest.fixture
def archive(account: Account) -> str:
    made = str(account.mail_manager.create_archive(ArchiveName="mail")["ArchiveId"])
    Gate(account, rule({"Archive": {"TargetArchive": made}})).take()
    return made


def export(account: Account, archive: str, **more: Any) -> str:
    destination = {"S3": {"S3Location": "s3://exports/mail/"}}
    made = account.mail_manager.start_archive_export(
        ArchiveId=archive, ExportDestinationConfiguration=destination, **RANGE, **more
    )
    return str(made["ExportId"])


def test_an_export_writes_each_message(account: Account, archive: str, world: FakeWorld) -> None:
    made = export(account, archive)
    found = account.mail_manager.get_archive_export(ExportId=made)
    assert (found["Status"]["State"], found["ArchiveId"]) == ("COMPLETED", archive)
    ((key, body),) = world.objects.items()
    assert key.startswith(f"exports/mail/{made}/")
    assert key.endswith(".eml")
    assert body.endswith(RAW)
    (listed,) = account.mail_manager.list_archive_exports(ArchiveId=archive)["Exports"]
    assert listed["ExportId"] == made


def test_metadata_is_written_on_request(account: Account, archive: str, world: FakeWorld) -> None:
    export(account, archive, IncludeMetadata=True)
    (described,) = (body for key, body in world.objects.items() if key.endswith(".json"))
    assert json.loads(described)["Envelope"]["To"] == ["me@example.com"]


def test_a_bucket_that_refuses_fails_the_export(account: Account, archive: str, world: FakeWorld) -> None:
    world.refused["exports"] = "no bucket policy"
    status = account.mail_manager.get_archive_export(ExportId=export(account, archive))["Status"]
    assert (status["State"], status["ErrorMessage"]) == ("FAILED", "no bucket policy")


def test_an_export_that_is_over_stays_so(account: Account, archive: str) -> None:
    made = export(account, archive)
    account.mail_manager.stop_archive_export(ExportId=made)
    assert account.mail_manager.get_archive_export(ExportId=made)["Status"]["State"] == "COMPLETED"


def test_what_is_not_there_is_not_found(account: Account) -> None:
    client = account.mail_manager
    calls: tuple[Callable[[], object], ...] = (
        lambda: client.get_archive_export(ExportId="e-none"),
        lambda: client.stop_archive_export(ExportId="e-none"),
        lambda: client.list_archive_exports(ArchiveId="a-none"),
    )
    for call in calls:
        with pytest.raises(ClientError, match="does not exist"):
            call()
