"""Exports of the Virtual Deliverability Manager's numbers, into a file behind a URL."""

from __future__ import annotations

import secrets
from datetime import timedelta

from ses_constructs.local.ses import export_files
from ses_constructs.local.ses.documents import Document, without_none
from ses_constructs.local.ses.failures import bad_request, not_emulated, not_found
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page
from ses_constructs.local.ses.protocols.values import as_utc
from ses_constructs.local.ses.record_ids import new_id
from ses_constructs.local.ses.state import PlaceState

KIND = "ExportJob"
SECONDS_TO_COMPLETE = 1
_LONGEST = timedelta(days=60)
"""Guide: Virtual Deliverability Manager dashboard."""
_METRICS = "METRICS_DATA"


@operation("sesv2", "CreateExportJob")
def create_job(call: Call) -> Document:
    """Starts an export of metrics, which takes a moment."""
    source, destination = call.parameters["ExportDataSource"], call.parameters["ExportDestination"]
    if "MessageInsightsDataSource" in source:
        raise not_emulated("An export of message insights")
    if "S3Url" in destination:
        raise bad_request("S3Url must not be set in the request.")
    _check(source["MetricsDataSource"])
    job = new_id("ej")
    call.state.kept(KIND)[job] = {
        "JobId": job,
        "ExportSourceType": _METRICS,
        "ExportDestination": {"DataFormat": destination["DataFormat"]},
        "ExportDataSource": source,
        "CreatedTimestamp": call.state.now(),
        "JobStatus": "PROCESSING",
    }
    return {"JobId": job}


@operation("sesv2", "GetExportJob")
def get_job(call: Call) -> Document:
    """A job; each look at a completed one gives a fresh URL, as long as it lasts."""
    job = _require(call)
    if job["JobStatus"] != "COMPLETED":
        return job
    path = _publish(call.state, job)
    url = call.state.world.own_url(path)
    return job | {"ExportDestination": job["ExportDestination"] | {"S3Url": url}}


@operation("sesv2", "ListExportJobs")
def list_jobs(call: Call) -> Document:
    """The jobs, newest last."""
    shown = ("JobId", "ExportSourceType", "JobStatus", "CreatedTimestamp", "CompletedTimestamp")
    wanted = {name: call.parameters[name] for name in ("ExportSourceType", "JobStatus") if name in call.parameters}
    jobs = [_progressed(call.state, job) for job in call.state.kept(KIND).values()]
    found = [
        without_none({name: job.get(name) for name in shown})
        for job in jobs
        if all(job[name] == value for name, value in wanted.items())
    ]
    return page(found, call.parameters, "ExportJobs")


@operation("sesv2", "CancelExportJob")
def cancel_job(call: Call) -> None:
    """Stops a job that is not done yet."""
    job = _require(call)
    if job["JobStatus"] != "PROCESSING":
        raise bad_request(f"Export job {job['JobId']} is {job['JobStatus']}.")
    job["JobStatus"] = "CANCELLED"


def _require(call: Call) -> Document:
    found = call.state.kept(KIND).get(call.text("JobId"))
    if found is None:
        raise not_found(f"Export job {call.text('JobId')} does not exist.")
    return _progressed(call.state, found)


def _progressed(state: PlaceState, job: Document) -> Document:
    done = job["CreatedTimestamp"] + timedelta(seconds=SECONDS_TO_COMPLETE)
    if job["JobStatus"] == "PROCESSING" and state.now() >= done:
        count = len(export_files.rows(state, job["ExportDataSource"]["MetricsDataSource"]))
        job["JobStatus"], job["CompletedTimestamp"] = "COMPLETED", state.now()
        job["Statistics"] = {"ProcessedRecordsCount": count, "ExportedRecordsCount": count}
    return job


def _publish(state: PlaceState, job: Document) -> str:
    found = export_files.rows(state, job["ExportDataSource"]["MetricsDataSource"])
    token = secrets.token_hex(16)
    body = export_files.written(found, job["ExportDestination"]["DataFormat"])
    state.kept(export_files.KIND)[token] = {"Body": body}
    return f"/_ses/exports/{token}"


def _check(source: Document) -> None:
    if not 1 <= len(source["Metrics"]) <= 10 or not 1 <= len(source["Dimensions"]) <= 3:
        raise bad_request("An export has 1 to 10 metrics and 1 to 3 dimensions.")
    start, end = as_utc(source["StartDate"]), as_utc(source["EndDate"])
    if not start < end or end - start > _LONGEST:
        raise bad_request("An export is of at most 60 days.")
