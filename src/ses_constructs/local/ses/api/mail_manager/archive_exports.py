"""Exporting archives to S3.

One object ``<prefix>/<export id>/<message id>.eml`` for each message, and ``.json`` beside it for its metadata:
the names are the emulator's own, as the guide does not say those of the service.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from ses_constructs.local.ses import mail_manager
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import not_found
from ses_constructs.local.ses.ingress import archives
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page
from ses_constructs.local.ses.record_ids import new_id
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.world import TargetRefusedError

KIND = "ArchiveExport"
_ASKED = (
    "ArchiveId",
    "Filters",
    "FromTimestamp",
    "ToTimestamp",
    "MaxResults",
    "ExportDestinationConfiguration",
)
_OVER = frozenset({"COMPLETED", "FAILED", "CANCELLED"})


@operation("mailmanager", "StartArchiveExport")
def start_export(call: Call) -> Document:
    """Writes what is in the archive now, as soon as the call is answered."""
    export = new_id("export")
    asked = {name: call.parameters[name] for name in _ASKED if name in call.parameters}
    entries = archives.select(call.state, asked)
    record = {"Status": {"SubmissionTimestamp": call.state.now(), "State": "QUEUED"}, **asked}
    call.state.kept(KIND)[export] = record
    location = asked["ExportDestinationConfiguration"]["S3"]["S3Location"]
    metadata = call.parameters.get("IncludeMetadata", False)

    def write() -> None:
        if record["Status"]["State"] != "CANCELLED":
            _write(
                call.state, record, list(_files(entries, metadata=metadata)), f"{location.rstrip('/')}/{export}"
            )

    call.state.later(location, f"export {export}", write)
    return {"ExportId": export}


@operation("mailmanager", "GetArchiveExport")
def get_export(call: Call) -> Document:
    """What was asked for, and how far the export is."""
    return _require(call)


@operation("mailmanager", "StopArchiveExport")
def stop_export(call: Call) -> None:
    """Cancels an export that is not over."""
    status = _require(call)["Status"]
    if status["State"] not in _OVER:
        status |= {"State": "CANCELLED", "CompletionTimestamp": call.state.now()}


@operation("mailmanager", "ListArchiveExports")
def list_exports(call: Call) -> Document:
    """The exports of an archive, newest first."""
    archive = call.text("ArchiveId")
    mail_manager.require(call.state, "Archive", archive)
    mine = [(name, each) for name, each in call.state.kept(KIND).items() if each["ArchiveId"] == archive]
    shown = [{"ExportId": name, "Status": each["Status"]} for name, each in reversed(mine)]
    return page(shown, call.parameters, "Exports")


def _require(call: Call) -> Document:
    identifier = call.text("ExportId")
    if identifier not in call.state.kept(KIND):
        raise not_found(f"Export {identifier} does not exist.")
    return call.state.kept(KIND)[identifier]


def _files(entries: list[Document], *, metadata: bool) -> Iterator[tuple[str, bytes]]:
    for entry in entries:
        name = entry["Row"]["ArchivedMessageId"]
        yield f"{name}.eml", entry["Raw"]
        if metadata:
            described = {"Metadata": entry["Metadata"], "Envelope": entry["Row"]["Envelope"]}
            yield f"{name}.json", json.dumps(described, default=str).encode()


def _write(state: PlaceState, record: Document, files: list[tuple[str, bytes]], location: str) -> None:
    bucket, _, prefix = location.removeprefix("s3://").partition("/")
    status = record["Status"]
    try:
        for name, body in files:
            state.world.put_object(state.place, bucket, f"{prefix}/{name}", body, source_arn="")
        status["State"] = "COMPLETED"
    except TargetRefusedError as error:
        status |= {"State": "FAILED", "ErrorMessage": str(error)}
    status["CompletionTimestamp"] = state.now()
