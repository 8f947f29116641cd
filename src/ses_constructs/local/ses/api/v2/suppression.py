"""The account's suppression list."""

from __future__ import annotations

from ses_constructs.local.ses import suppression, tenants
from ses_constructs.local.ses.documents import Document, without_none
from ses_constructs.local.ses.failures import bad_request, not_found
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page
from ses_constructs.local.ses.protocols.values import as_utc
from ses_constructs.local.ses.suppression import Suppressed


@operation("sesv2", "PutSuppressedDestination")
def put_suppressed_destination(call: Call) -> None:
    """Puts an address on the list."""
    tenant = _tenant(call)
    if not call.state.account.production_access:
        raise bad_request("Accounts in the sandbox cannot add to the suppression list.")
    suppression.add(call.state, call.text("EmailAddress"), call.text("Reason"), tenant=tenant)


@operation("sesv2", "GetSuppressedDestination")
def get_suppressed_destination(call: Call) -> Document:
    """One entry of the list."""
    entry = _require(call)
    attributes = without_none({"MessageId": entry.message_id, "FeedbackId": entry.feedback_id})
    return {
        "SuppressedDestination": without_none(_summary(entry) | {"Attributes": attributes or None}),
    }


@operation("sesv2", "DeleteSuppressedDestination")
def delete_suppressed_destination(call: Call) -> None:
    """Takes an address off the list."""
    address = _require(call).address.lower()
    del suppression.listed(call.state, _tenant(call))[address]


@operation("sesv2", "ListSuppressedDestinations")
def list_suppressed_destinations(call: Call) -> Document:
    """The list, by reason and time if asked."""
    reasons, start, end = (call.parameters.get(name) for name in ("Reasons", "StartDate", "EndDate"))
    items = [
        _summary(entry)
        for entry in suppression.listed(call.state, _tenant(call)).values()
        if (not reasons or entry.reason in reasons)
        and (start is None or entry.updated >= as_utc(start))
        and (end is None or entry.updated <= as_utc(end))
    ]
    return page(items, call.parameters, "SuppressedDestinationSummaries", default=1000)


def _require(call: Call) -> Suppressed:
    address = call.text("EmailAddress")
    entry = suppression.listed(call.state, _tenant(call)).get(address.lower())
    if entry is None:
        raise not_found(f"Email address {address} does not exist on your suppression list.")
    return entry


def _tenant(call: Call) -> str | None:
    name = call.optional_text("TenantName")
    if name is not None:
        tenants.require(call.state, name)
    return name


def _summary(entry: Suppressed) -> Document:
    return {"EmailAddress": entry.address, "Reason": entry.reason, "LastUpdateTime": entry.updated}
