"""Imports of contacts and suppressed addresses from S3.

What a file says holds at once; the job is done a moment later.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from ses_constructs.local.ses import contacts, export_files, suppression
from ses_constructs.local.ses.documents import Document, without_none
from ses_constructs.local.ses.failures import RefusedError, bad_request, not_found
from ses_constructs.local.ses.import_files import UnreadableRecordError, records
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page
from ses_constructs.local.ses.record_ids import new_id
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.world import TargetRefusedError

KIND = "ImportJob"
SECONDS_TO_COMPLETE = 1
_SUPPRESSION, _CONTACTS = "SuppressionListDestination", "ContactListDestination"
_MOST = {(_SUPPRESSION, "PUT"): 100_000, (_SUPPRESSION, "DELETE"): 10_000}
_MOST_CONTACTS = 1_000_000
"""Records of one file. Guide: Using the account-level suppression list; Using list management."""


@operation("sesv2", "CreateImportJob")
def create_job(call: Call) -> Document:
    """Starts an import."""
    if not call.state.account.production_access:
        raise bad_request("Accounts in the sandbox cannot import.")
    destination, source = call.parameters["ImportDestination"], call.parameters["ImportDataSource"]
    if len(destination) != 1:
        raise bad_request("An import has one destination.")
    kind, wanted = next(iter(destination.items()))
    if kind == _CONTACTS and contacts.find_list(call.state, wanted["ContactListName"]) is None:
        raise not_found(f"List with name: {wanted['ContactListName']} doesn't exist.")
    job = new_id("ij")
    call.state.kept(KIND)[job] = {
        "JobId": job,
        "ImportDestination": destination,
        "ImportDataSource": source,
        "CreatedTimestamp": call.state.now(),
        **_imported(call.state, job, kind, wanted, source),
    }
    return {"JobId": job}


@operation("sesv2", "GetImportJob")
def get_job(call: Call) -> Document:
    """A job, with what has become of it once it is done."""
    found = call.state.kept(KIND).get(call.text("JobId"))
    if found is None:
        raise not_found(f"Import job {call.text('JobId')} does not exist.")
    return _shown(call.state, found)


@operation("sesv2", "ListImportJobs")
def list_jobs(call: Call) -> Document:
    """The jobs of one kind of destination, or all."""
    kinds = {"SUPPRESSION_LIST": _SUPPRESSION, "CONTACT_LIST": _CONTACTS}
    wanted = kinds.get(call.parameters.get("ImportDestinationType", ""))
    hidden = ("ImportDataSource", "FailureInfo", "CompletedTimestamp")
    shown = [
        {name: value for name, value in _shown(call.state, job).items() if name not in hidden}
        for job in call.state.kept(KIND).values()
        if wanted is None or wanted in job["ImportDestination"]
    ]
    return page(shown, call.parameters, "ImportJobs")


def _shown(state: PlaceState, job: Document) -> Document:
    done = job["CreatedTimestamp"] + timedelta(seconds=SECONDS_TO_COMPLETE)
    if state.now() >= done:
        return job | {"CompletedTimestamp": done}
    finished = ("ProcessedRecordsCount", "FailedRecordsCount", "FailureInfo")
    return {name: value for name, value in job.items() if name not in finished} | {"JobStatus": "PROCESSING"}


def _imported(state: PlaceState, job: str, kind: str, wanted: Document, source: Document) -> Document:
    bucket, _, key = source["S3Url"].removeprefix("s3://").partition("/")
    try:
        body = state.world.get_object(state.place, bucket, key, source_arn=state.arn(f"import-job/{job}"))
    except TargetRefusedError as refused:
        return {"JobStatus": "FAILED", "FailureInfo": {"ErrorMessage": str(refused)}}
    found = list(records(body, source["DataFormat"], contacts=kind == _CONTACTS))
    most = _MOST.get((kind, wanted.get("SuppressionListImportAction", "")), _MOST_CONTACTS)
    if len(found) > most:
        message = f"The file has {len(found)} records, and {most} are the most."
        return {"JobStatus": "FAILED", "FailureInfo": {"ErrorMessage": message}}
    failed = [f"{text},{why}" for text, record in found if (why := _apply(state, kind, wanted, record))]
    info = _failed_records(state, failed) if failed else None
    counts = {"ProcessedRecordsCount": len(found), "FailedRecordsCount": len(failed)}
    return without_none({"JobStatus": "COMPLETED", **counts, "FailureInfo": info})


def _apply(state: PlaceState, kind: str, wanted: Document, record: Document | UnreadableRecordError) -> str:
    """Does what a record says; says why if that cannot be done."""
    if isinstance(record, UnreadableRecordError):
        return str(record)
    if kind == _SUPPRESSION:
        return _suppress(state, wanted["SuppressionListImportAction"], record)
    found = contacts.find_list(state, wanted["ContactListName"])
    assert found is not None
    if wanted["ContactListImportAction"] == "DELETE":
        found["Contacts"].pop(record["EmailAddress"], None)
        return ""
    try:
        contacts.put(state, found, record)
    except RefusedError as refused:
        return str(refused)
    return ""


def _suppress(state: PlaceState, action: str, record: Document) -> str:
    address = record["EmailAddress"]
    if action == "DELETE":
        state.suppressed.pop(address.lower(), None)
        return ""
    if record["Reason"] not in ("BOUNCE", "COMPLAINT"):
        return "no reason"
    suppression.add(state, address, record["Reason"])
    return ""


def _failed_records(state: PlaceState, failed: list[str]) -> Document:
    token = secrets.token_hex(16)
    state.kept(export_files.KIND)[token] = {"Body": "\n".join([*failed, ""]).encode()}
    return {"FailedRecordsS3Url": state.world.own_url(f"/_ses/exports/{token}")}
