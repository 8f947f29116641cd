"""Imports from S3."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import Account, FakeWorld

LIST = {"ContactListName": "people"}
SUPPRESS: dict[str, Any] = {"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}}
RELEASE: dict[str, Any] = {"SuppressionListDestination": {"SuppressionListImportAction": "DELETE"}}


@pytest.fixture
def owner(account: Account) -> Account:
    account.verify()
    topic = {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_OUT"}
    account.v2.create_contact_list(**LIST, Topics=[topic])
    return account


def start(account: Account, destination: dict[str, Any], data_format: str = "CSV") -> str:
    answer = account.v2.create_import_job(
        ImportDestination=destination, ImportDataSource={"S3Url": "s3://lists/old", "DataFormat": data_format}
    )
    return str(answer["JobId"])


def finished(account: Account, job: str) -> dict[str, Any]:
    account.world.pass_hours(1)
    return dict(account.v2.get_import_job(JobId=job))


def suppressed(account: Account) -> list[str]:
    return [
        each["EmailAddress"]
        for each in account.v2.list_suppressed_destinations()["SuppressedDestinationSummaries"]
    ]


def test_addresses_are_suppressed_and_released(owner: Account, ses: Ses) -> None:
    owner.world.objects["lists/old"] = b"a@b.c,BOUNCE\nd@e.f,COMPLAINT\ng@h.i,WHY\nnobody\n"
    job = start(owner, SUPPRESS)
    assert owner.v2.get_import_job(JobId=job)["JobStatus"] == "PROCESSING"
    found = finished(owner, job)
    assert (found["JobStatus"], found["ProcessedRecordsCount"], found["FailedRecordsCount"]) == ("COMPLETED", 4, 2)
    token = found["FailureInfo"]["FailedRecordsS3Url"].rpartition("/")[2]
    assert ses.export_file(token) == b"g@h.i,WHY,no reason\nnobody,no email address\n"
    assert suppressed(owner) == ["a@b.c", "d@e.f"]
    owner.world.objects["lists/old"] = b'{"emailAddress": "A@b.c"}\n'
    assert finished(owner, start(owner, RELEASE, "JSON"))["FailedRecordsCount"] == 0
    assert suppressed(owner) == ["d@e.f"]


def test_contacts_are_put_and_deleted(owner: Account) -> None:
    def destination(action: str) -> dict[str, Any]:
        return {"ContactListDestination": {**LIST, "ContactListImportAction": action}}

    owner.world.objects["lists/old"] = (
        b"emailAddress,topicPreferences.news,topicPreferences.sport\na@b.c,OPT_IN,\nd@e.f,,OPT_IN\n"
    )
    found = finished(owner, start(owner, destination("PUT")))
    assert (found["ProcessedRecordsCount"], found["FailedRecordsCount"]) == (2, 1)
    assert [each["EmailAddress"] for each in owner.v2.list_contacts(**LIST)["Contacts"]] == ["a@b.c"]
    assert finished(owner, start(owner, destination("DELETE")))["JobStatus"] == "COMPLETED"
    assert owner.v2.list_contacts(**LIST)["Contacts"] == []
    jobs = owner.v2.list_import_jobs(ImportDestinationType="CONTACT_LIST")["ImportJobs"]
    assert len(jobs) == 2
    assert owner.v2.list_import_jobs(ImportDestinationType="SUPPRESSION_LIST")["ImportJobs"] == []


def test_a_file_that_ses_may_not_read_fails_the_job(owner: Account, world: FakeWorld) -> None:
    assert "does not exist" in finished(owner, start(owner, SUPPRESS))["FailureInfo"]["ErrorMessage"]
    world.refused["lists"] = "no entry"
    found = finished(owner, start(owner, SUPPRESS))
    assert (found["JobStatus"], found["FailureInfo"]["ErrorMessage"]) == ("FAILED", "no entry")


def test_a_file_that_is_too_long_fails_the_job(owner: Account) -> None:
    owner.world.objects["lists/old"] = b"a@b.c\n" * 10_001
    assert "10001 records, and 10000 are the most" in str(finished(owner, start(owner, RELEASE)))


def test_what_cannot_be_imported_into_is_refused(owner: Account) -> None:
    other = {"ContactListDestination": {"ContactListName": "others", "ContactListImportAction": "PUT"}}
    with pytest.raises(owner.v2.exceptions.NotFoundException, match="others"):
        start(owner, other)
    with pytest.raises(owner.v2.exceptions.BadRequestException, match="one destination"):
        start(owner, {**other, **SUPPRESS})
    with pytest.raises(owner.v2.exceptions.NotFoundException):
        owner.v2.get_import_job(JobId="none")


def test_the_sandbox_imports_nothing(owner: Account, ses: Ses) -> None:
    ses._store.at(owner.place).account.production_access = False
    with pytest.raises(owner.v2.exceptions.BadRequestException, match="sandbox"):
        start(owner, SUPPRESS)
