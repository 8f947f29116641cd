"""The export of numbers: which days, under which key, and what happens when a call of AWS fails."""

from __future__ import annotations

import io
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from ses_constructs.lambdas.export_vdm_metrics import handler as exporting

EVENT = {"time": "2026-11-08T03:00:00Z", "id": "1"}
FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:Export"
URL = "https://s3.example/file?X-Amz-Signature=secret"
REFUSED = ClientError({"Error": {"Code": "TooManyRequestsException", "Message": "m"}}, "Any")


@dataclass
class Cloud:
    """SES whose jobs go through the given statuses, a Lambda and a bucket."""

    statuses: list[str] = field(default_factory=lambda: ["PROCESSING", "COMPLETED"])
    asked: list[dict[str, Any]] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    invoked: list[dict[str, Any]] = field(default_factory=list)
    objects: dict[str, bytes] = field(default_factory=dict)
    clock: float = 0.0
    file: bytes = b"Date,Metric\n"
    fails: str = ""

    def create_export_job(self, **request: Any) -> dict[str, Any]:
        self._fail_if("create")
        self.asked.append(request)
        return {"JobId": f"ej-{len(self.asked)}"}

    def get_export_job(self, **request: str) -> dict[str, Any]:
        self._fail_if("get")
        self.looked.append(request["JobId"])
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        url = {"S3Url": URL} if status == "COMPLETED" else {}
        why = {"FailureInfo": {"ErrorMessage": "no data"}} if status == "FAILED" else {}
        return {"JobStatus": status, "ExportDestination": {"DataFormat": "CSV", **url}, **why}

    def invoke(self, **request: Any) -> None:
        self._fail_if("invoke")
        assert (request["FunctionName"], request["InvocationType"]) == (FUNCTION, "Event")
        self.invoked.append(json.loads(request["Payload"]))

    def put_object(self, **request: Any) -> None:
        self._fail_if("put")
        assert request["Bucket"] == "numbers"
        self.objects[request["Key"]] = request["Body"].read()

    def urlopen(self, url: str, timeout: float) -> io.BytesIO:
        if self.fails == "fetch":
            raise urllib.error.URLError(f"no route to {url}")
        assert (url, timeout) == (URL, 30)
        return io.BytesIO(self.file)

    def sleep(self, seconds: float) -> None:
        self.clock += seconds

    def get_remaining_time_in_millis(self) -> float:
        return 1000 * (900 - self.clock)

    invoked_function_arn = FUNCTION

    def _fail_if(self, call: str) -> None:
        if self.fails == call:
            raise REFUSED


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    made = Cloud()
    variables = {"DAYS": "7", "PREFIX": "vdm/", "FORMAT": "CSV", "METRICS": "SEND,OPEN", "DIMENSIONS": "ISP"}
    for name, value in {**variables, "BUCKET": "numbers"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "client", lambda _service, **_: made)
    monkeypatch.setattr(urllib.request, "urlopen", made.urlopen)
    monkeypatch.setattr("time.sleep", made.sleep)
    return made


def run(cloud: Cloud, event: dict[str, Any] = EVENT) -> None:
    exporting.handler(event, cloud)


def test_the_whole_days_before_are_exported(cloud: Cloud) -> None:
    run(cloud)
    (asked,) = cloud.asked
    assert asked["ExportDestination"] == {"DataFormat": "CSV"}, "a URL of ours is refused"
    assert asked["ExportDataSource"]["MetricsDataSource"] == {
        "Namespace": "VDM",
        "Dimensions": {"ISP": ["*"]},
        "Metrics": [{"Name": "SEND", "Aggregation": "VOLUME"}, {"Name": "OPEN", "Aggregation": "VOLUME"}],
        "StartDate": datetime(2026, 11, 1, tzinfo=UTC),
        "EndDate": datetime(2026, 11, 8, tzinfo=UTC),
    }
    assert cloud.objects == {"vdm/2026/11/2026-11-01_2026-11-07.csv": b"Date,Metric\n"}


def test_runs_that_follow_each_other_meet_at_midnight() -> None:
    first = exporting.window("2026-11-08T03:00:00Z", 7)
    assert exporting.window("2026-11-15T23:59:59Z", 7)[0] == first[1]


def test_the_same_event_writes_the_same_file_again(cloud: Cloud) -> None:
    run(cloud)
    run(cloud)
    assert len(cloud.objects) == 1


def test_a_long_job_is_passed_on_and_not_begun_again(cloud: Cloud) -> None:
    cloud.statuses = ["PROCESSING"]
    run(cloud)
    assert cloud.objects == {}
    (again,) = cloud.invoked
    assert again == {**EVENT, "job": "ej-1", "times": 1}
    cloud.statuses, cloud.clock = ["COMPLETED"], 0
    run(cloud, again)
    assert (len(cloud.asked), set(cloud.looked), len(cloud.objects)) == (1, {"ej-1"}, 1)


def test_nobody_waits_for_ever(cloud: Cloud) -> None:
    cloud.statuses = ["PROCESSING"]
    with pytest.raises(exporting.ExportError, match="ej-1 has not come to an end in two hours"):
        run(cloud, {**EVENT, "job": "ej-1", "times": 8})
    assert cloud.invoked == []


@pytest.mark.parametrize(
    ("status", "said"), [("FAILED", "is FAILED: no data"), ("CANCELLED", "SES gives no reason")]
)
def test_a_job_that_fails_is_an_error(cloud: Cloud, status: str, said: str) -> None:
    cloud.statuses = [status]
    with pytest.raises(exporting.ExportError, match=said):
        run(cloud)


def test_a_file_that_cannot_be_fetched_does_not_tell_its_url(cloud: Cloud) -> None:
    cloud.fails = "fetch"
    with pytest.raises(exporting.ExportError) as caught:
        run(cloud)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_what_it_says_does_not_tell_the_url(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    run(cloud)
    said = capsys.readouterr().out
    assert json.loads(said)["bytes"] == len(cloud.file)
    assert "secret" not in said


@pytest.mark.parametrize("call", ["create", "get", "put", "invoke"])
def test_whichever_call_fails_it_is_raised_and_a_second_try_does_it(cloud: Cloud, call: str) -> None:
    cloud.fails = call
    cloud.statuses = ["PROCESSING"] if call == "invoke" else ["COMPLETED"]
    with pytest.raises(ClientError):
        run(cloud)
    assert cloud.objects == {}
    cloud.fails, cloud.statuses, cloud.clock = "", ["COMPLETED"], 0
    run(cloud)
    assert len(cloud.objects) == 1


def test_an_old_runtime_says_so(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3, "client", lambda _service, **_: object())
    with pytest.raises(exporting.ExportError, match="does not know export jobs yet"):
        run(cloud)
