"""Sending."""

from __future__ import annotations

from dataclasses import replace

from ses_constructs.facts.handlebars import RenderingError
from ses_constructs.local.ses import endpoints, raw_mail, sending, templates, tenants
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import RefusedError, bad_request, not_emulated
from ses_constructs.local.ses.mail import addresses, compose
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.sending import Envelope
from ses_constructs.local.ses.subscription import SubscriptionOptions

# Options that would change what happens to the message; passing them over would be a lie.
_NOT_EMULATED = ("ConfigurationOverrides",)


@operation("sesv2", "SendEmail")
def send_email(call: Call) -> Document:
    """Sends a formatted, raw or templated message."""
    call = _routed(call)
    parameters = call.parameters
    _check_options(call)
    content = parameters["Content"]
    kinds = [kind for kind in ("Simple", "Raw", "Template") if kind in content]
    if len(kinds) != 1:
        raise bad_request(f"Content needs exactly one of Simple, Raw and Template, found {len(kinds)}.")
    if kinds == ["Raw"]:
        return {"MessageId": _send_raw(call, content["Raw"]["Data"])}
    tags = sending.tags_of(parameters.get("EmailTags"))
    envelope = _envelope(call, parameters.get("Destination", {}), tags)
    if kinds == ["Template"]:
        return {"MessageId": _send_template(call, envelope, content["Template"], parameters["Destination"], {})}
    return {"MessageId": _send_simple(call, envelope, content["Simple"])}


@operation("sesv2", "SendBulkEmail")
def send_bulk_email(call: Call) -> Document:
    """Sends a template to many destinations; each has its own result."""
    call = _routed(call)
    _check_options(call)
    template = call.parameters["DefaultContent"].get("Template")
    if template is None:
        raise bad_request("DefaultContent needs a Template.")
    results = [_send_entry(call, template, entry) for entry in call.parameters["BulkEmailEntries"]]
    return {"BulkEmailEntryResults": results}


def _send_entry(call: Call, template: Document, entry: Document) -> Document:
    """One entry; only a bad request of its own fails it alone, everything else fails the whole call."""
    tags = sending.tags_of(call.parameters.get("DefaultEmailTags"))
    tags |= sending.tags_of(entry.get("ReplacementTags"))
    replacement = entry.get("ReplacementEmailContent", {}).get("ReplacementTemplate", {})
    try:
        data = templates.read_data(replacement.get("ReplacementTemplateData"))
        envelope = _envelope(call, entry["Destination"], tags)
        chosen = template | {"Headers": entry.get("ReplacementHeaders") or template.get("Headers", [])}
        return {
            "Status": "SUCCESS",
            "MessageId": _send_template(call, envelope, chosen, entry["Destination"], data),
        }
    except RefusedError as error:
        if error.code != "BadRequestException":
            raise
        return {"Status": "INVALID_PARAMETER", "Error": str(error)}


def _send_simple(call: Call, envelope: Envelope, simple: Document) -> str:
    admission = sending.admit(call.state, envelope)
    body = simple["Body"]
    text, html = (body[part]["Data"] if part in body else None for part in ("Text", "Html"))
    if text is None and html is None:
        raise bad_request("The message body needs a text or an HTML part.")
    raw = _compose(
        call,
        envelope,
        call.parameters.get("Destination", {}),
        {"Subject": simple["Subject"]["Data"], "Text": text, "Html": html},
        simple,
    )
    return sending.take(call.state, admission, raw)


def _send_raw(call: Call, raw: bytes) -> str:
    destination = call.parameters.get("Destination", {})
    listed = _recipients(destination) or raw_mail.recipients(raw)
    envelope = Envelope(
        source=call.optional_text("FromEmailAddress") or raw_mail.sender(raw),
        recipients=tuple(listed),
        operation=call.operation,
        configuration_set=call.optional_text("ConfigurationSetName") or raw_mail.configuration_set(raw),
        tags=raw_mail.message_tags(raw) | sending.tags_of(call.parameters.get("EmailTags")),
        subscription=_subscription(call) or raw_mail.subscription(raw),
        tenant=call.optional_text("TenantName"),
        source_ip=call.source_ip,
        caller=call.caller,
    )
    admission = sending.admit(call.state, envelope)
    return sending.take(call.state, admission, raw_mail.without_private_headers(raw))


def _send_template(
    call: Call, envelope: Envelope, template: Document, destination: Document, replacement: Document
) -> str:
    name = template.get("TemplateName") or template.get("TemplateArn", "").rpartition("/")[2]
    content = template.get("TemplateContent") or templates.require(call.state, name)
    data = templates.read_data(template.get("TemplateData")) | replacement
    admission = sending.admit(call.state, envelope)
    if envelope.tenant is not None and name:
        tenants.check_resources(call.state, envelope.tenant, f"template/{name}")
    try:
        filled = templates.fill(content, data)
    except RenderingError as error:
        return sending.fail_rendering(call.state, admission, name, str(error))
    return sending.take(call.state, admission, _compose(call, envelope, destination, filled, template))


def _compose(
    call: Call, envelope: Envelope, destination: Document, parts: dict[str, str | None], extras: Document
) -> bytes:
    return compose(
        sender=envelope.source,
        to=destination.get("ToAddresses", []),
        cc=destination.get("CcAddresses", []),
        reply_to=call.parameters.get("ReplyToAddresses", []),
        subject=parts["Subject"] or "",
        text=parts["Text"],
        html=parts["Html"],
        headers=extras.get("Headers", []),
        attachments=extras.get("Attachments", []),
    )


def _envelope(call: Call, destination: Document, tags: dict[str, str]) -> Envelope:
    source = call.optional_text("FromEmailAddress")
    if source is None:
        raise bad_request("FromEmailAddress is missing.")
    return Envelope(
        source=source,
        recipients=tuple(_recipients(destination)),
        operation=call.operation,
        configuration_set=call.optional_text("ConfigurationSetName"),
        tags=tags,
        subscription=_subscription(call),
        tenant=call.optional_text("TenantName"),
        source_ip=call.source_ip,
        caller=call.caller,
    )


def _subscription(call: Call) -> SubscriptionOptions | None:
    given = call.parameters.get("ListManagementOptions")
    return None if given is None else SubscriptionOptions(given["ContactListName"], given.get("TopicName"))


def _recipients(destination: Document) -> list[str]:
    lists = (destination.get(kind) or [] for kind in ("ToAddresses", "CcAddresses", "BccAddresses"))
    return [address for listed in lists for entry in listed for address in addresses(entry) or [entry]]


def _routed(call: Call) -> Call:
    """The same call, in the region that a global endpoint chooses."""
    endpoint = call.optional_text("EndpointId")
    return call if endpoint is None else replace(call, state=endpoints.route(call.state, endpoint))


def _check_options(call: Call) -> None:
    """Options that reach beyond this account's own sending."""
    arn = call.optional_text("FromEmailAddressIdentityArn")
    if arn is not None and f":{call.state.place.account}:" not in arn:
        raise not_emulated(f"Sending with another account's identity ({arn})")
    for option in _NOT_EMULATED:
        if option in call.parameters:
            raise not_emulated(f"The option {option}")
    tenant = call.optional_text("TenantName")
    if tenant is not None:
        tenants.check_sending(call.state, tenant)
