"""Export jobs in v2."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.ses.aws import Account, FakeWorld

DAY = datetime(2026, 11, 1, tzinfo=UTC)


def asked(**more: Any) -> dict[str, Any]:
    metrics = [{"Name": "SEND", "Aggregation": "VOLUME"}, {"Name": "DELIVERY", "Aggregation": "RATE"}]
    source = {
        "Namespace": "VDM",
        "Dimensions": {"ISP": ["*"]},
        "Metrics": metrics,
        "StartDate": DAY,
        "EndDate": DAY + timedelta(days=2),
    }
    return {
        "ExportDataSource": {"MetricsDataSource": {**source, **more}},
        "ExportDestination": {"DataFormat": "JSON"},
    }


@pytest.fixture
def sender(account: Account) -> Account:
    account.verify()
    account.v2.put_account_vdm_attributes(VdmAttributes={"VdmEnabled": "ENABLED"})
    account.send("a@gmail.com")
    account.send("b@bounce.test")
    return account


def test_a_job_ends_in_a_file(sender: Account, world: FakeWorld) -> None:
    job = sender.v2.create_export_job(**asked())["JobId"]
    assert sender.v2.get_export_job(JobId=job)["JobStatus"] == "PROCESSING"
    world.pass_hours(1)
    found = sender.v2.get_export_job(JobId=job)
    assert (found["JobStatus"], found["Statistics"]["ExportedRecordsCount"]) == ("COMPLETED", 4)
    body = sender.ses.export_file(found["ExportDestination"]["S3Url"].rpartition("/")[2])
    assert body is not None
    assert [(row["Date"], row["Metric"], row["Value"]) for row in json.loads(body)] == [
        ("2026-11-01", "SEND", 2),
        ("2026-11-02", "SEND", 0),
        ("2026-11-01", "DELIVERY", 0.5),
        ("2026-11-02", "DELIVERY", 0.0),
    ]
    assert sender.ses.export_file("guessed") is None
    listed = sender.v2.list_export_jobs(JobStatus="COMPLETED")["ExportJobs"]
    assert [each["JobId"] for each in listed] == [job]
    assert sender.v2.list_export_jobs(JobStatus="FAILED")["ExportJobs"] == []


def test_a_job_is_cancelled_while_it_runs(sender: Account, world: FakeWorld) -> None:
    job = sender.v2.create_export_job(**asked())["JobId"]
    sender.v2.cancel_export_job(JobId=job)
    world.pass_hours(1)
    assert sender.v2.get_export_job(JobId=job)["JobStatus"] == "CANCELLED"
    for call, error in ((sender.v2.cancel_export_job, "BadRequest"), (sender.v2.get_export_job, "NotFound")):
        with pytest.raises(ClientError, match=error):
            call(JobId=job if error == "BadRequest" else "none")


@pytest.mark.parametrize(
    "wrong",
    [
        {"EndDate": DAY + timedelta(days=61)},
        {"EndDate": DAY},
        {"Metrics": [{"Name": "SEND"}] * 11},
        {"Dimensions": {}},
    ],
)
def test_what_the_api_refuses_is_refused(account: Account, wrong: dict[str, Any]) -> None:
    with pytest.raises(account.v2.exceptions.BadRequestException):
        account.v2.create_export_job(**asked(**wrong))


def test_a_url_of_ones_own_is_refused(account: Account) -> None:
    request = asked()
    request["ExportDestination"]["S3Url"] = "s3://mine/file"
    with pytest.raises(account.v2.exceptions.BadRequestException, match="S3Url"):
        account.v2.create_export_job(**request)


def test_message_insights_are_not_emulated_and_say_so(account: Account) -> None:
    source = {"MessageInsightsDataSource": {"StartDate": DAY, "EndDate": DAY}}
    with pytest.raises(ClientError, match="not emulated"):
        account.v2.create_export_job(ExportDataSource=source, ExportDestination={"DataFormat": "CSV"})
