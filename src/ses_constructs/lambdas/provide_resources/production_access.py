"""``Custom::SesProductionAccess``: asks AWS to take the account out of the sandbox, in one region.

Properties: ``MailType``, ``WebsiteUrl``, ``UseCase``; ``Language``, ``Contacts``. Attributes: ``Status``,
``CaseId``.

People answer, after a day or so: the deployment does not wait. Nothing takes the request back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import clients
import stacks
from lifecycle import Properties, RefusedError, Request, Result, listed, needed, text

if TYPE_CHECKING:
    from types_boto3_sesv2.type_defs import GetAccountResponseTypeDef as Found

_ID = "production-access"
_PENDING, _GRANTED = "PENDING", "GRANTED"


def create(properties: Properties, request: Request) -> Result:
    """Asks, unless the account has production access or AWS is looking at a request already."""
    found = clients.sesv2().get_account()
    request.physical_id = _ID
    if found.get("ProductionAccessEnabled") or _status(found) == _PENDING:
        return _result(found)
    return _ask(properties)


def update(properties: Properties, request: Request) -> Result:
    """Tells AWS the new details; while it looks at the old ones it takes no others."""
    found = clients.sesv2().get_account()
    if stacks.is_rolling_back(request.stack_id):
        return _result(found)
    if _status(found) == _PENDING:
        raise RefusedError(_under_review())
    return _ask(properties)


def delete(_properties: Properties, _request: Request) -> None:
    """Nothing: what AWS has granted is no stack's to give back."""


def _ask(properties: Properties) -> Result:
    client = clients.sesv2()
    details: dict[str, Any] = {
        "MailType": "MARKETING" if needed(properties, "MailType") == "MARKETING" else "TRANSACTIONAL",
        "WebsiteURL": needed(properties, "WebsiteUrl"),
        "UseCaseDescription": needed(properties, "UseCase"),
        "ContactLanguage": "JA" if text(properties, "Language") == "JA" else "EN",
        "ProductionAccessEnabled": True,
    }
    contacts = listed(properties, "Contacts")
    if contacts:
        details["AdditionalContactEmailAddresses"] = contacts
    try:
        client.put_account_details(**details)
    except client.exceptions.ConflictException:
        raise RefusedError(_under_review()) from None
    return _result(client.get_account())


def _under_review() -> str:
    return (
        "AWS is looking at a request for production access of the account here, and takes no other details. "
        "Fix: wait for the answer, or write into its support case; then deploy again"
    )


def _review(found: Found) -> dict[str, Any]:
    review: Any = found.get("Details", {}).get("ReviewDetails", {})
    return dict(review)


def _status(found: Found) -> str:
    return str(_review(found).get("Status", ""))


def _result(found: Found) -> Result:
    status = _GRANTED if found.get("ProductionAccessEnabled") else _status(found)
    attributes = {"Status": status or "NONE", "CaseId": str(_review(found).get("CaseId", ""))}
    return Result(physical_id=_ID, attributes=attributes)
