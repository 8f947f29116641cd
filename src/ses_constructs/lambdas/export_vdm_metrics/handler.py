"""Exports the numbers of the Virtual Deliverability Manager into a bucket, for some whole days before it runs.

SES writes an export behind a URL that lasts minutes, and never into a bucket of yours. The days and the key follow
from the time of the schedule's event: whoever gets the same event twice writes the same file again.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

_PAUSE_SECONDS = 5
_RESERVE_SECONDS = 120
"""What an invocation keeps for fetching the file, or for having another go on."""
_MOST_INVOCATIONS = 8
"""With 15 minutes each, as long as Lambda lets a function invoke itself without ending it, by far."""
_CHUNK = 1 << 20


class ExportError(Exception):
    """The export cannot be had. Raised, so that Lambda tries again and the alarm hears of it."""


def handler(event: Mapping[str, object], context: Any) -> None:
    """Starts an export, or goes on with one; raises when it fails."""
    ses = _client("sesv2")
    if not hasattr(ses, "create_export_job") or not hasattr(ses, "get_export_job"):
        raise ExportError("the runtime's boto3 does not know export jobs yet")
    first, last = window(str(event["time"]), int(os.environ["DAYS"]))
    job = str(event.get("job") or "") or start(ses, first, last)
    url = _wait(ses, job, lambda: context.get_remaining_time_in_millis() / 1000)
    if url is None:
        _go_on({**event, "job": job}, context)
        return
    key = key_of(first, last)
    size = _store(url, key)
    print(json.dumps({"did": "exported", "job": job, "key": key, "bytes": size}))


def window(at: str, days: int) -> tuple[datetime, datetime]:
    """The whole days (UTC) before the day of a time."""
    last = datetime.fromisoformat(at).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return last - timedelta(days=days), last


def key_of(first: datetime, last: datetime) -> str:
    """Names the first and the last day, and sorts by time."""
    until = last - timedelta(days=1)
    return f"{os.environ['PREFIX']}{first:%Y/%m}/{first:%Y-%m-%d}_{until:%Y-%m-%d}.{os.environ['FORMAT'].lower()}"


def start(ses: SESV2Client, first: datetime, last: datetime) -> str:
    """Starts an export and returns the id of its job."""
    source: Any = {
        "Namespace": "VDM",
        "Dimensions": {name: ["*"] for name in os.environ["DIMENSIONS"].split(",")},
        "Metrics": [{"Name": name, "Aggregation": "VOLUME"} for name in os.environ["METRICS"].split(",")],
        "StartDate": first,
        "EndDate": last,
    }
    wanted: Any = {"DataFormat": os.environ["FORMAT"]}
    job = ses.create_export_job(ExportDataSource={"MetricsDataSource": source}, ExportDestination=wanted)
    return job["JobId"]


def _wait(ses: SESV2Client, job: str, seconds_left: Any) -> str | None:
    """The URL of the file; ``None`` when this invocation has no time left."""
    while True:
        found: Any = ses.get_export_job(JobId=job)
        status = found.get("JobStatus", "")
        if status == "COMPLETED":
            return str(found["ExportDestination"]["S3Url"])
        if status in ("FAILED", "CANCELLED"):
            reason = found.get("FailureInfo", {}).get("ErrorMessage", "SES gives no reason")
            raise ExportError(f"export job {job} is {status}: {reason}")
        if seconds_left() < _PAUSE_SECONDS + _RESERVE_SECONDS:
            return None
        time.sleep(_PAUSE_SECONDS)


def _go_on(event: Mapping[str, object], context: Any) -> None:
    """Has the same function go on with the same job."""
    times = int(str(event.get("times") or 0)) + 1
    if times > _MOST_INVOCATIONS:
        raise ExportError(f"export job {event['job']} has not come to an end in two hours")
    again = json.dumps({**event, "times": times}).encode()
    _client("lambda").invoke(FunctionName=context.invoked_function_arn, InvocationType="Event", Payload=again)


def _store(url: str, key: str) -> int:
    """Copies the file; the URL is as good as a password and is told to nobody."""
    with tempfile.TemporaryFile() as file:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - SES's own URL
                while chunk := answer.read(_CHUNK):
                    file.write(chunk)
        except OSError as error:
            raise ExportError(f"the file of the export could not be fetched: {type(error).__name__}") from None
        size = file.tell()
        file.seek(0)
        _client("s3").put_object(Bucket=os.environ["BUCKET"], Key=key, Body=file)
    return size


def _client(service: str) -> Any:
    import boto3
    from botocore.config import Config

    patient = Config(retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=5, read_timeout=30)
    return boto3.client(service, config=patient)  # type: ignore[call-overload]
