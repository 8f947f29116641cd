"""Archived messages, and which of them a search or an export is about."""

from __future__ import annotations

import secrets
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser

from ses_constructs.local.ses import mail_manager
from ses_constructs.local.ses.documents import Document, without_none
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.ingress.arrival import Arrival, Branch
from ses_constructs.local.ses.protocols.values import as_utc
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.world import TargetRefusedError

KIND = "ArchivedMessage"
_NOUN = "Archive"
_COLUMNS = {
    "Date": "Date",
    "To": "To",
    "From": "From",
    "Cc": "Cc",
    "Subject": "Subject",
    "MessageId": "Message-ID",
    "InReplyTo": "In-Reply-To",
    "XMailer": "X-Mailer",
    "XOriginalMailer": "X-Original-Mailer",
    "XPriority": "X-Priority",
}
"""Columns of a search result, by the header they show."""


def keep(state: PlaceState, named: str, arrival: Arrival, branch: Branch, source_arn: str) -> str:
    """Keeps a message in the archive with this id, name or ARN, and returns the archive's id.

    :raises TargetRefusedError: when there is no such archive, or it is about to be deleted
    """
    archive = _find(state, named.rpartition("/")[2])
    if archive is None or archive["ArchiveState"] != "ACTIVE":
        raise TargetRefusedError(f"there is no active archive {named}")
    raw = arrival.message(branch)
    identifier = secrets.token_hex(20)
    state.kept(KIND)[identifier] = {
        "ArchiveId": archive["ArchiveId"],
        "Raw": raw,
        "Row": _row(identifier, arrival, branch, source_arn),
        "Metadata": _metadata(arrival, source_arn),
    }
    return str(archive["ArchiveId"])


def require(state: PlaceState, identifier: str) -> Document:
    """An archived message, in an archive that is still there."""
    found = state.kept(KIND).get(identifier)
    if found is None or found["ArchiveId"] not in state.kept(_NOUN):
        raise RefusedError("NotFoundException", f"Archived message {identifier} does not exist.")
    return found


def select(state: PlaceState, asked: Document) -> list[Document]:
    """The messages of an archive in a range of time that pass the filters, newest first."""
    archive, first, last = asked["ArchiveId"], asked["FromTimestamp"], asked["ToTimestamp"]
    mail_manager.require(state, _NOUN, archive)
    filters = asked.get("Filters", {})
    found = [
        entry
        for entry in state.kept(KIND).values()
        if entry["ArchiveId"] == archive
        and as_utc(first) <= entry["Row"]["ReceivedTimestamp"] <= as_utc(last)
        and all(_passes(entry, each) for each in filters.get("Include", ()))
        and not any(_passes(entry, each) for each in filters.get("Unless", ()))
    ]
    found.sort(key=lambda entry: entry["Row"]["ReceivedTimestamp"], reverse=True)
    most = asked.get("MaxResults")
    return found if most is None else found[:most]


def parsed(raw: bytes) -> EmailMessage:
    """A raw message as an object."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    return message


def text_of(part: MIMEPart) -> str:
    """The text of a part, as far as it can be read: of malformed mail, too."""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return raw.decode("latin-1")


def _find(state: PlaceState, named: str) -> Document | None:
    archives = state.kept(_NOUN)
    return archives.get(named) or next((each for each in archives.values() if each["ArchiveName"] == named), None)


def _row(identifier: str, arrival: Arrival, branch: Branch, source_arn: str) -> Document:
    shown = {column: next(iter(arrival.values(name)), None) for column, name in _COLUMNS.items()}
    envelope = {"Helo": arrival.connection.helo, "From": arrival.source, "To": list(branch.recipients)}
    return without_none(
        {
            "ArchivedMessageId": identifier,
            "ReceivedTimestamp": arrival.timestamp,
            **shown,
            "HasAttachments": _has_attachments(parsed(arrival.raw)),
            "ReceivedHeaders": arrival.values("Received"),
            "IngressPointId": arrival.point["IngressPointId"],
            "SenderHostname": arrival.connection.helo,
            "SenderIpAddress": arrival.connection.source_ip,
            "Envelope": envelope,
            "SourceArn": source_arn,
        }
    )


def _has_attachments(message: EmailMessage) -> bool:
    return any(part.get_content_disposition() == "attachment" for part in message.walk())


def _metadata(arrival: Arrival, source_arn: str) -> Document:
    return without_none(
        {
            "Timestamp": arrival.timestamp,
            "IngressPointId": arrival.point["IngressPointId"],
            "TrafficPolicyId": arrival.point["TrafficPolicyId"],
            "RuleSetId": arrival.point["RuleSetId"],
            "SenderHostname": arrival.connection.helo,
            "SenderIpAddress": arrival.connection.source_ip,
            "TlsCipherSuite": arrival.connection.tls_cipher or None,
            "TlsProtocol": arrival.connection.tls_version or None,
            "SourceArn": source_arn,
        }
    )


def _passes(entry: Document, condition: Document) -> bool:
    row = entry["Row"]
    if "BooleanExpression" in condition:
        return bool(row["HasAttachments"] is (condition["BooleanExpression"]["Operator"] == "IS_TRUE"))
    asked = condition["StringExpression"]
    attribute = asked["Evaluate"]["Attribute"]
    envelope = {"ENVELOPE_TO": row["Envelope"]["To"], "ENVELOPE_FROM": [row["Envelope"]["From"]]}
    found = envelope.get(attribute) or [row.get(attribute.capitalize(), "")]
    return any(value.lower() in text.lower() for value in asked["Values"] for text in found)
