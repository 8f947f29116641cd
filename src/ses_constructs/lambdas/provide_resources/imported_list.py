"""``Custom::SesImport``: has SES read a file of contacts or of suppressed addresses, and waits until it has.

Properties: ``Bucket`` and ``Key``, which SES reads; ``SourceBucket`` and ``SourceKey``, from where the object is
copied before, to be deleted after; ``ContactListName``, left out for the suppression list; ``DataFormat``;
``Action``; ``FailuresAllowed``; ``Minutes``, how long to wait. Attributes: ``Processed``, ``Failed``.

A file is imported once: a second time could undo what people have chosen since. Nothing takes an import back.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import clients
import stacks
from botocore.exceptions import ClientError
from lifecycle import NOT_CREATED, NotYetError, Properties, RefusedError, Request, Result, needed, number, text

if TYPE_CHECKING:
    from types_boto3_sesv2.type_defs import GetImportJobResponseTypeDef as Job

_WHAT = ("Bucket", "Key", "SourceBucket", "SourceKey", "ContactListName", "DataFormat", "Action")
"""Properties of which a change is another import."""
_PAUSE_SECONDS = 5
_RESERVE_SECONDS = 90
"""What an invocation keeps for a last look, and for having another go on."""
_SKEW_SECONDS = 2
"""By so much the clock of SES may be behind, which says when a job was made."""
_RUNNING = ("CREATED", "PROCESSING")


def create(properties: Properties, request: Request) -> Result:
    """Imports; a job that this request has started before is waited for."""
    job = _started(properties, request.since)
    # Before the first change: should that fail half-way, the delete that follows cleans up.
    if request.physical_id == NOT_CREATED:
        request.physical_id = f"import/{needed(properties, 'Bucket')}/{needed(properties, 'Key')}"
    job = job or _start(properties)
    found = _finished(job, properties, request)
    _clean_up(properties)
    _judge(found, job, number(properties, "FailuresAllowed"))
    return Result(physical_id=request.physical_id, attributes=_counts(found))


def update(properties: Properties, request: Request) -> Result:
    """Imports another file; what is being undone stays, and the same file is not read again."""
    same = all(text(properties, name) == text(request.old_properties, name) for name in _WHAT)
    if not same and not stacks.is_rolling_back(request.stack_id):
        return create(properties, request)
    if not same:
        _clean_up(request.old_properties)
    job = _started(properties, since=0)
    counts = (
        {"Processed": "0", "Failed": "0"} if job is None else _counts(clients.sesv2().get_import_job(JobId=job))
    )
    return Result(physical_id=request.physical_id, attributes=counts)


def delete(properties: Properties, _request: Request) -> None:
    """Takes away the copy of the file, should it still be there."""
    _clean_up(properties)


def _start(properties: Properties) -> str:
    source = text(properties, "SourceBucket")
    bucket, key = needed(properties, "Bucket"), needed(properties, "Key")
    if source:
        original = needed(properties, "SourceKey")
        clients.s3().copy_object(Bucket=bucket, Key=key, CopySource={"Bucket": source, "Key": original})
    asked: dict[str, Any] = {
        "ImportDestination": _destination(properties),
        "ImportDataSource": {"S3Url": _url(properties), "DataFormat": needed(properties, "DataFormat")},
    }
    return clients.sesv2().create_import_job(**asked)["JobId"]


def _started(properties: Properties, since: float) -> str | None:
    """The job of this file, if it is not older: of an earlier invocation, or of a call whose answer was lost."""
    client = clients.sesv2()
    asked: dict[str, Any] = {
        "ImportDestinationType": "CONTACT_LIST" if text(properties, "ContactListName") else "SUPPRESSION_LIST"
    }
    while True:
        page = client.list_import_jobs(**asked)
        for each in page.get("ImportJobs", []):
            recent = each["CreatedTimestamp"].timestamp() >= since - _SKEW_SECONDS
            if recent and each.get("JobStatus") != "FAILED" and _is_of(each["JobId"], properties):
                return each["JobId"]
        if not page.get("NextToken"):
            return None
        asked["NextToken"] = page["NextToken"]


def _is_of(job: str, properties: Properties) -> bool:
    found = clients.sesv2().get_import_job(JobId=job)
    same_file = found["ImportDataSource"]["S3Url"] == _url(properties)
    return same_file and found["ImportDestination"] == _destination(properties)


def _finished(job: str, properties: Properties, request: Request) -> Job:
    ends = request.since + 60 * number(properties, "Minutes")
    while True:
        found = clients.sesv2().get_import_job(JobId=job)
        if found.get("JobStatus") not in _RUNNING:
            return found
        if time.time() >= ends:
            raise RefusedError(
                f"import job {job} is not done after {number(properties, 'Minutes'):g} minutes. "
                "Fix: split the file, then deploy again"
            )
        if request.seconds_left() < _PAUSE_SECONDS + _RESERVE_SECONDS:
            raise NotYetError
        time.sleep(_PAUSE_SECONDS)


def _judge(found: Job, job: str, allowed: float) -> None:
    if found.get("JobStatus") != "COMPLETED":
        said = found.get("FailureInfo", {}).get("ErrorMessage", "")
        raise RefusedError(
            f"import job {job} is {found.get('JobStatus')}: {said or 'SES does not say why'}. Fix: see that the "
            "object is there in this region and its bucket and key let SES read it, then deploy again"
        )
    if found.get("FailedRecordsCount", 0) > allowed:
        raise RefusedError(
            f"SES refused {found['FailedRecordsCount']} of {found.get('ProcessedRecordsCount', 0)} records and "
            f"has imported the others. Fix: 'aws sesv2 get-import-job --job-id {job}' says where the refused are; "
            "mend them or raise failures_allowed, then deploy again"
        )


def _counts(found: Job) -> dict[str, str]:
    return {
        "Processed": str(found.get("ProcessedRecordsCount", 0)),
        "Failed": str(found.get("FailedRecordsCount", 0)),
    }


def _destination(properties: Properties) -> dict[str, dict[str, str]]:
    name, action = text(properties, "ContactListName"), needed(properties, "Action")
    if name:
        return {"ContactListDestination": {"ContactListName": name, "ContactListImportAction": action}}
    return {"SuppressionListDestination": {"SuppressionListImportAction": action}}


def _url(properties: Properties) -> str:
    return f"s3://{needed(properties, 'Bucket')}/{needed(properties, 'Key')}"


def _clean_up(properties: Properties) -> None:
    if not text(properties, "SourceBucket"):
        return
    try:
        clients.s3().delete_object(Bucket=text(properties, "Bucket"), Key=text(properties, "Key"))
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != "NoSuchBucket":
            raise
