"""``Custom::SesVerifiedIdentity``: waits until an identity may send, and its settings have been found in DNS.

Properties: ``Identity``; ``Minutes``, how long to wait; ``MailFrom``, the MAIL FROM domain to wait for.

It changes nothing but for one: a MAIL FROM domain that SES has given up on is told to it again, for SES looks for
its record no more. So there is nothing to take back: a delete is done at once.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import clients
import stacks
from lifecycle import NotYetError, Properties, RefusedError, Request, Result, needed, number, text

if TYPE_CHECKING:
    from types_boto3_sesv2.type_defs import GetEmailIdentityResponseTypeDef as Found

_PAUSE_SECONDS = 15
_RESERVE_SECONDS = 30
"""What an invocation keeps for a last look, and for having another go on."""
_SUCCESS, _FAILED = "SUCCESS", "FAILED"


def create(properties: Properties, request: Request) -> Result:
    """Waits."""
    name = needed(properties, "Identity")
    wait(name, properties, request)
    return Result(physical_id=f"verified/{name}")


def wait(name: str, properties: Properties, request: Request) -> None:
    """Fails with SES's own reason when the time is over, or SES has given up.

    Args:
        name: Of the identity.
        properties: ``Minutes`` and ``MailFrom``.
    """
    ends = request.since + 60 * number(properties, "Minutes")
    wants_mail_from = bool(text(properties, "MailFrom"))
    found = _find(name)
    if wants_mail_from and _state_of_mail_from(found) == _FAILED:
        _look_again(name, found)
        found = _find(name)
    while True:
        problem = _problem(name, found, wants_mail_from)
        if not problem:
            return
        if time.time() >= ends or _has_given_up(found, wants_mail_from):
            raise RefusedError(problem)
        if request.seconds_left() < _PAUSE_SECONDS + _RESERVE_SECONDS:
            raise NotYetError
        time.sleep(_PAUSE_SECONDS)
        found = _find(name)


def update(properties: Properties, request: Request) -> Result:
    """Waits again, unless a deployment is being undone, which nothing may hold up."""
    if stacks.is_rolling_back(request.stack_id):
        return Result(physical_id=request.physical_id)
    return create(properties, request)


def delete(_properties: Properties, _request: Request) -> None:
    """Nothing."""


def _find(name: str) -> Found:
    client = clients.sesv2()
    try:
        return client.get_email_identity(EmailIdentity=name)
    except client.exceptions.NotFoundException:
        raise RefusedError(
            f"there is no identity {name} in this region. Fix: create it before waiting for it"
        ) from None


def _look_again(name: str, found: Found) -> None:
    """Guide, "Using a custom MAIL FROM domain": a failed one has to be set up again."""
    present = found["MailFromAttributes"]
    clients.sesv2().put_email_identity_mail_from_attributes(
        EmailIdentity=name,
        MailFromDomain=present["MailFromDomain"],
        BehaviorOnMxFailure=present["BehaviorOnMxFailure"],
    )


def _state_of_mail_from(found: Found) -> str:
    return found.get("MailFromAttributes", {}).get("MailFromDomainStatus", "")


def _has_given_up(found: Found, wants_mail_from: bool) -> bool:
    states: list[str | None] = [found.get("VerificationStatus"), found.get("DkimAttributes", {}).get("Status")]
    if wants_mail_from:
        states.append(_state_of_mail_from(found))
    return _FAILED in states


def _problem(name: str, found: Found, wants_mail_from: bool) -> str:
    """What is still missing, why by SES's own account, and the record to look at; empty when nothing is."""
    dkim, mail_from = found.get("DkimAttributes", {}), found.get("MailFromAttributes", {})
    missing = []
    if dkim.get("Status") != _SUCCESS and "@" not in name:
        missing.append(f"DKIM is {dkim.get('Status')} (look at {', '.join(_dkim_names(name, found))})")
    if wants_mail_from and mail_from.get("MailFromDomainStatus") != _SUCCESS:
        domain = mail_from.get("MailFromDomain", "")
        missing.append(f"MAIL FROM is {mail_from.get('MailFromDomainStatus')} (look at the MX record of {domain})")
    if not missing and not found.get("VerifiedForSendingStatus"):
        missing.append(f"sending is not enabled (verification is {found.get('VerificationStatus')})")
    if not missing:
        return ""
    reason = found.get("VerificationInfo", {}).get("ErrorType")
    said = f"; SES says {reason}" if reason else ""
    return (
        f"{name} is not verified: {'; '.join(missing)}{said}. "
        "Fix: publish the records exactly as given, wait until DNS shows them, and deploy again"
    )


def _dkim_names(name: str, found: Found) -> list[str]:
    tokens = found.get("DkimAttributes", {}).get("Tokens", [])
    return [f"{token}._domainkey.{name}" for token in tokens] or [f"the records below _domainkey.{name}"]
