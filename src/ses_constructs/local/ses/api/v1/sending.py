"""Sending."""

from __future__ import annotations

from ses_constructs.facts.handlebars import RenderingError
from ses_constructs.local.ses import bounced_later, raw_mail, sending, templates
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.mail import addresses, compose, new_message_id
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.sending import Envelope
from ses_constructs.local.ses.state import Sent


@operation("ses", "SendEmail")
def send_email(call: Call) -> Document:
    """Sends a formatted message."""
    message, destination = call.parameters["Message"], call.parameters["Destination"]
    admission = sending.admit(call.state, _envelope(call, destination, _tags(call, "Tags")))
    body = message["Body"]
    parts: dict[str, str | None] = {"Subject": message["Subject"]["Data"]}
    parts |= {part: body[part]["Data"] if part in body else None for part in ("Text", "Html")}
    return {"MessageId": sending.take(call.state, admission, _compose(call, destination, parts))}


@operation("ses", "SendRawEmail")
def send_raw_email(call: Call) -> Document:
    """Sends a raw message; what its headers ask for holds unless the request says otherwise."""
    raw = call.parameters["RawMessage"]["Data"]
    listed = [address for entry in call.parameters.get("Destinations", []) for address in addresses(entry)]
    envelope = Envelope(
        source=call.optional_text("Source") or raw_mail.sender(raw),
        recipients=tuple(listed or raw_mail.recipients(raw)),
        operation=call.operation,
        configuration_set=call.optional_text("ConfigurationSetName") or raw_mail.configuration_set(raw),
        tags=raw_mail.message_tags(raw) | _tags(call, "Tags"),
        subscription=raw_mail.subscription(raw),
        source_ip=call.source_ip,
        caller=call.caller,
    )
    admission = sending.admit(call.state, envelope)
    return {"MessageId": sending.take(call.state, admission, raw_mail.without_private_headers(raw))}


@operation("ses", "SendTemplatedEmail")
def send_templated_email(call: Call) -> Document:
    """Sends a template to one destination."""
    envelope = _envelope(call, call.parameters["Destination"], _tags(call, "Tags"))
    data = templates.read_data(call.text("TemplateData"))
    return {"MessageId": _send_template(call, envelope, call.parameters["Destination"], data)}


@operation("ses", "SendBulkTemplatedEmail")
def send_bulk_templated_email(call: Call) -> Document:
    """Sends a template to many destinations; each has its own result."""
    return {"Status": [_send_entry(call, entry) for entry in call.parameters["Destinations"]]}


@operation("ses", "SendBounce")
def send_bounce(call: Call) -> Document:
    """Bounces a message that was received before."""
    state, original = call.state, call.text("OriginalMessageId")
    bounced = call.parameters["BouncedRecipientInfoList"]
    received = bounced_later.check(state.received.get(original), original, bounced, now=state.now())
    recipients = tuple(each["Recipient"] for each in bounced)
    sending.admit(
        state, Envelope(source=call.text("BounceSender"), recipients=recipients, operation=call.operation)
    )
    message_id, to = new_message_id(), received.source
    # A message without a sender is a bounce itself, and is never answered (RFC 5321, 4.5.5).
    if to:
        raw = bounced_later.notification(call.parameters, to)
        state.sent.append(Sent(message_id, state.now(), "", (to,), raw))
    return {"MessageId": message_id}


def _send_entry(call: Call, entry: Document) -> Document:
    tags = _tags(call, "DefaultTags") | sending.tags_of(entry.get("ReplacementTags"))
    try:
        data = templates.read_data(call.text("DefaultTemplateData"))
        data |= templates.read_data(entry.get("ReplacementTemplateData"))
        envelope = _envelope(call, entry["Destination"], tags)
        return {"Status": "Success", "MessageId": _send_template(call, envelope, entry["Destination"], data)}
    except RefusedError as error:
        if error.code != "BadRequestException":
            raise
        return {"Status": "InvalidParameterValue", "Error": str(error)}


def _send_template(call: Call, envelope: Envelope, destination: Document, data: Document) -> str:
    name = call.text("Template")
    content = templates.require(call.state, name)
    admission = sending.admit(call.state, envelope)
    try:
        filled = templates.fill(content, data)
    except RenderingError as error:
        return sending.fail_rendering(call.state, admission, name, str(error))
    return sending.take(call.state, admission, _compose(call, destination, filled))


def _compose(call: Call, destination: Document, parts: dict[str, str | None]) -> bytes:
    return compose(
        sender=call.text("Source"),
        to=destination.get("ToAddresses", []),
        cc=destination.get("CcAddresses", []),
        reply_to=call.parameters.get("ReplyToAddresses", []),
        subject=parts["Subject"] or "",
        text=parts["Text"],
        html=parts["Html"],
        headers=[],
        attachments=[],
    )


def _envelope(call: Call, destination: Document, tags: dict[str, str]) -> Envelope:
    lists = (destination.get(kind) or [] for kind in ("ToAddresses", "CcAddresses", "BccAddresses"))
    return Envelope(
        source=call.text("Source"),
        recipients=tuple(
            address for listed in lists for entry in listed for address in addresses(entry) or [entry]
        ),
        operation=call.operation,
        configuration_set=call.optional_text("ConfigurationSetName"),
        tags=tags,
        source_ip=call.source_ip,
        caller=call.caller,
    )


def _tags(call: Call, member: str) -> dict[str, str]:
    return sending.tags_of(call.parameters.get(member))
