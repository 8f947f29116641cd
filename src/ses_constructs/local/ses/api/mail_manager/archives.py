"""Searching archives, and looking at archived messages."""

from __future__ import annotations

import secrets
from datetime import timedelta

from ses_constructs.local.ses import export_files, mail_manager
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import RefusedError, not_found
from ses_constructs.local.ses.ingress import archives
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page
from ses_constructs.local.ses.record_ids import new_id
from ses_constructs.local.ses.state import PlaceState

KIND = "ArchiveSearch"
SECONDS_TO_COMPLETE = 1
_ASKED = ("ArchiveId", "Filters", "FromTimestamp", "ToTimestamp", "MaxResults")


@operation("mailmanager", "StartArchiveSearch")
def start_search(call: Call) -> Document:
    """Finds what is in the archive now; the search takes a moment to complete."""
    search = new_id("search")
    asked = {name: call.parameters[name] for name in _ASKED if name in call.parameters}
    rows = [entry["Row"] for entry in archives.select(call.state, asked)]
    submitted = {"SubmissionTimestamp": call.state.now(), "State": "RUNNING"}
    call.state.kept(KIND)[search] = {"SearchId": search, "Rows": rows, "Status": submitted, **asked}
    return {"SearchId": search}


@operation("mailmanager", "GetArchiveSearch")
def get_search(call: Call) -> Document:
    """What was asked for, and how far the search is."""
    return _require(call)


@operation("mailmanager", "GetArchiveSearchResults")
def get_results(call: Call) -> Document:
    """What a completed search found."""
    search = _require(call)
    if search["Status"]["State"] != "COMPLETED":
        raise RefusedError("ConflictException", f"Search {search['SearchId']} is {search['Status']['State']}.")
    return {"Rows": search["Rows"]}


@operation("mailmanager", "StopArchiveSearch")
def stop_search(call: Call) -> None:
    """Cancels a search that has not completed."""
    search = _require(call)
    if search["Status"]["State"] == "RUNNING":
        search["Status"] |= {"State": "CANCELLED", "CompletionTimestamp": call.state.now()}


@operation("mailmanager", "ListArchiveSearches")
def list_searches(call: Call) -> Document:
    """The searches of an archive, newest first."""
    mail_manager.require(call.state, "Archive", call.text("ArchiveId"))
    mine = [each for each in call.state.kept(KIND).values() if each["ArchiveId"] == call.text("ArchiveId")]
    found = [_refreshed(call.state, each) for each in reversed(mine)]
    shown = [{"SearchId": each["SearchId"], "Status": each["Status"]} for each in found]
    return page(shown, call.parameters, "Searches")


@operation("mailmanager", "GetArchiveMessage")
def get_message(call: Call) -> Document:
    """Where from, where to, and a URL with the whole message."""
    entry = archives.require(call.state, call.text("ArchivedMessageId"))
    token = secrets.token_urlsafe(32)
    call.state.kept(export_files.KIND)[token] = {"Body": entry["Raw"]}
    link = call.state.world.own_url(f"/_ses/exports/{token}")
    return {"MessageDownloadLink": link, "Metadata": entry["Metadata"], "Envelope": entry["Row"]["Envelope"]}


@operation("mailmanager", "GetArchiveMessageContent")
def get_content(call: Call) -> Document:
    """The text of a message, without its attachments."""
    message = archives.parsed(archives.require(call.state, call.text("ArchivedMessageId"))["Raw"])
    body: Document = {"MessageMalformed": bool(message.defects)}
    for member, kind in (("Text", "plain"), ("Html", "html")):
        part = message.get_body((kind,))
        if part is not None:
            body[member] = archives.text_of(part)
    return {"Body": body}


def _require(call: Call) -> Document:
    identifier = call.text("SearchId")
    if identifier not in call.state.kept(KIND):
        raise not_found(f"Search {identifier} does not exist.")
    return _refreshed(call.state, call.state.kept(KIND)[identifier])


def _refreshed(state: PlaceState, search: Document) -> Document:
    """With its state of this moment."""
    status = search["Status"]
    over = status["SubmissionTimestamp"] + timedelta(seconds=SECONDS_TO_COMPLETE)
    if status["State"] == "RUNNING" and state.now() >= over:
        status |= {"State": "COMPLETED", "CompletionTimestamp": over}
    return search
