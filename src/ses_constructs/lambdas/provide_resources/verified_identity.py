"""``Custom::SesVerifiedIdentity``: waits until an identity may send, and its settings have been found in DNS.

Properties: ``Identity``; ``Minutes``, how long to wait; ``MailFrom``, the MAIL FROM domain to wait for;
``GoesOn``, when another resource waits on after this one: then it is no failure when the time is over. ``Dkim`` is
not read: it is there so that CloudFormation asks again when the key is another.

It changes nothing but for one: a MAIL FROM domain that SES has given up on is told to it again, for SES looks for
its record no more. So there is nothing to take back: a delete is done at once.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import clients
import stacks
from botocore.exceptions import BotoCoreError, ClientError
from lifecycle import NotYetError, Properties, RefusedError, Request, Result, needed, number, text

if TYPE_CHECKING:
    from types_boto3_sesv2.type_defs import GetEmailIdentityResponseTypeDef as Found

_PAUSE_SECONDS, _LATER_PAUSE_SECONDS = 15, 60
_LATER_SECONDS = 300
"""Who waits for so long looks less often: SES takes one look a second of an account."""
_RESERVE_SECONDS = 150
"""What an invocation keeps for a last look, with all its attempts, and for having another go on."""
_BUSY = (
    "TooManyRequestsException",
    "Throttling",
    "ThrottlingException",
    "ServiceUnavailable",
    "InternalFailure",
    "InternalServiceErrorException",
)
_SUCCESS, _FAILED = "SUCCESS", "FAILED"
_REPLICATION = "REPLICATION_"
_NOT_OURS = ("DNS_SERVER_ERROR", "SERVICE_ERROR")
"""Of the values of ``ErrorType`` in the API model; the others are about records."""


def create(properties: Properties, request: Request) -> Result:
    """Waits."""
    name = needed(properties, "Identity")
    wait(name, properties, request)
    return Result(physical_id=f"verified/{name}")


def wait(name: str, properties: Properties, request: Request) -> None:
    """Fails with SES's own reason when the time is over, or SES has given up.

    Args:
        name: Of the identity.
        properties: ``Minutes``, ``MailFrom`` and ``GoesOn``.
    """
    ends = request.since + 60 * number(properties, "Minutes")
    wants_mail_from = bool(text(properties, "MailFrom"))
    found = _look(name)
    if wants_mail_from and found is not None and _state_of_mail_from(found) == _FAILED:
        _look_again(name, found)
        found = _look(name)
    while True:
        problem = _problem(name, found, wants_mail_from)
        if not problem:
            return
        left = ends - time.time()
        if _has_given_up(found, wants_mail_from) or (left <= 0 and not text(properties, "GoesOn")):
            raise RefusedError(problem)
        if left <= 0:
            print(json.dumps({"still_waiting": problem}))
            return
        _pause(min(left, _pause_seconds(request)), request)
        found = _look(name)


def _pause_seconds(request: Request) -> int:
    return _PAUSE_SECONDS if time.time() - request.since < _LATER_SECONDS else _LATER_PAUSE_SECONDS


def _pause(seconds: float, request: Request) -> None:
    """Sleeps.

    Raises:
        NotYetError: when this invocation ends before.
        RefusedError: when nobody waits any more, so that nothing is held up.
    """
    if request.seconds_left() < seconds + _RESERVE_SECONDS:
        raise NotYetError
    time.sleep(seconds)
    if stacks.is_given_up(request.stack_id):
        raise RefusedError("the deployment is being undone meanwhile. Fix: see what else has failed in it")


def update(properties: Properties, request: Request) -> Result:
    """Waits again, unless a deployment is being undone, which nothing may hold up."""
    if stacks.is_rolling_back(request.stack_id):
        return Result(physical_id=request.physical_id)
    return create(properties, request)


def delete(_properties: Properties, _request: Request) -> None:
    """Nothing."""


def _look(name: str) -> Found | None:
    """The identity; ``None`` while SES is too busy to say, since a look of hundreds may fail."""
    client = clients.sesv2()
    try:
        return client.get_email_identity(EmailIdentity=name)
    except client.exceptions.NotFoundException:
        raise RefusedError(
            f"there is no identity {name} in this region. Fix: create it before waiting for it"
        ) from None
    except BotoCoreError:
        return None
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") not in _BUSY:
            raise
        return None


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


def _has_given_up(found: Found | None, wants_mail_from: bool) -> bool:
    if found is None:
        return False
    states: list[str | None] = [found.get("VerificationStatus"), found.get("DkimAttributes", {}).get("Status")]
    if wants_mail_from:
        states.append(_state_of_mail_from(found))
    return _FAILED in states


def _problem(name: str, found: Found | None, wants_mail_from: bool) -> str:
    """What is still missing, why by SES's own account, and the record to look at; empty when nothing is."""
    if found is None:
        return f"SES could not be asked about {name}, or was too busy to answer. Fix: deploy again"
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
    reason = found.get("VerificationInfo", {}).get("ErrorType", "")
    said = f"; SES says {reason}" if reason else ""
    return f"{name} is not verified: {'; '.join(missing)}{said}. Fix: {_cure(reason)}, and deploy again"


def _cure(reason: str) -> str:
    if reason.startswith(_REPLICATION):
        return "have the identity verified, with Easy DKIM of its own, in the region whose keys sign"
    if reason in _NOT_OURS:
        return "wait an hour, for the DNS servers of the domain or SES do not answer"
    return "publish the records exactly as given, wait until DNS shows them"


def _dkim_names(name: str, found: Found) -> list[str]:
    tokens = found.get("DkimAttributes", {}).get("Tokens", [])
    return [f"{token}._domainkey.{name}" for token in tokens] or [f"the records below _domainkey.{name}"]
