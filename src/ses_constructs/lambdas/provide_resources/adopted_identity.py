"""``Custom::SesAdoptedIdentity``: a domain that may be an identity already, which CloudFormation would refuse.

Properties: ``Identity``; ``MailFromDomain`` and ``BehaviorOnMxFailure``; ``ConfigurationSet``. Attributes:
``Identity``; ``DkimName1`` to ``DkimName3`` and ``DkimValue1`` to ``DkimValue3``.

An identity that does not sign, or has no Easy DKIM yet, is made to, and stays so.

An identity that was made here carries a tag with the id of the stack, and only such a one is ever deleted.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import clients
from lifecycle import Properties, RefusedError, Request, Result, needed, text

if TYPE_CHECKING:
    from types_boto3_sesv2.type_defs import GetEmailIdentityResponseTypeDef as Found

_TAG = "ses-constructs:made-by"
_EASY_DKIM: Literal["AWS_SES"] = "AWS_SES"
_FAILED = "FAILED"


def create(properties: Properties, request: Request) -> Result:
    """Adopts the identity, or makes it."""
    name = needed(properties, "Identity")
    found = _find(name)
    if found is not None:
        _check(name, found)
    request.physical_id = f"adopted/{name}"
    if found is None:
        found = _make(name, request)
    return _apply(name, found, properties, {}, request)


def update(properties: Properties, request: Request) -> Result:
    """Applies what differs; another name is another identity."""
    if text(request.old_properties, "Identity") != text(properties, "Identity"):
        return create(properties, replace(request))
    name = needed(properties, "Identity")
    found = _find(name)
    if found is None:
        found = _make(name, request)
    return _apply(name, found, properties, request.old_properties, request)


def delete(properties: Properties, request: Request) -> None:
    """Deletes what this stack has made. What it found stays as it is."""
    name = text(properties, "Identity")
    found = _find(name) if name else None
    if found is None or not _is_made_by(request, found):
        return
    client = clients.sesv2()
    with suppress(client.exceptions.NotFoundException):
        client.delete_email_identity(EmailIdentity=name)


def _apply(name: str, found: Found, properties: Properties, before: Properties, request: Request) -> Result:
    _check(name, found)
    found = _signing(name, found)
    _put_mail_from(name, found, properties, before)
    wanted = text(properties, "ConfigurationSet")
    if (wanted or text(before, "ConfigurationSet")) and found.get("ConfigurationSetName", "") != wanted:
        chosen = {"ConfigurationSetName": wanted} if wanted else {}
        clients.sesv2().put_email_identity_configuration_set_attributes(EmailIdentity=name, **chosen)
    return Result(physical_id=request.physical_id, attributes={"Identity": name, **_records(name, found)})


def _signing(name: str, found: Found) -> Found:
    """The identity with Easy DKIM that signs: one of earlier days may be verified by TXT record and have none."""
    client, dkim = clients.sesv2(), found.get("DkimAttributes", {})
    has_keys = bool(dkim.get("Tokens"))
    if not has_keys:
        client.put_email_identity_dkim_signing_attributes(
            EmailIdentity=name,
            SigningAttributesOrigin=_EASY_DKIM,
            SigningAttributes={"NextSigningKeyLength": "RSA_2048_BIT"},
        )
    if not dkim.get("SigningEnabled"):
        client.put_email_identity_dkim_attributes(EmailIdentity=name, SigningEnabled=True)
    return found if has_keys else client.get_email_identity(EmailIdentity=name)


def _put_mail_from(name: str, found: Found, properties: Properties, before: Properties) -> None:
    wanted, behavior = text(properties, "MailFromDomain"), text(properties, "BehaviorOnMxFailure")
    if not wanted and not text(before, "MailFromDomain"):
        return
    present = found.get("MailFromAttributes", {})
    same = (present.get("MailFromDomain", ""), present.get("BehaviorOnMxFailure", "")) == (wanted, behavior)
    # SES gives up for good after 72 hours, and begins anew when it is told the same again.
    if same and present.get("MailFromDomainStatus") != _FAILED:
        return
    if not wanted:
        clients.sesv2().put_email_identity_mail_from_attributes(EmailIdentity=name)
        return
    clients.sesv2().put_email_identity_mail_from_attributes(
        EmailIdentity=name,
        MailFromDomain=wanted,
        BehaviorOnMxFailure="REJECT_MESSAGE" if behavior == "REJECT_MESSAGE" else "USE_DEFAULT_VALUE",
    )


def _find(name: str) -> Found | None:
    client = clients.sesv2()
    try:
        return client.get_email_identity(EmailIdentity=name)
    except client.exceptions.NotFoundException:
        return None


def _make(name: str, request: Request) -> Found:
    client = clients.sesv2()
    # It is there already when the answer to this very call was lost.
    with suppress(client.exceptions.AlreadyExistsException):
        client.create_email_identity(EmailIdentity=name, Tags=[{"Key": _TAG, "Value": request.stack_id}])
    return client.get_email_identity(EmailIdentity=name)


def _is_made_by(request: Request, found: Found) -> bool:
    return any(tag["Key"] == _TAG and tag["Value"] == request.stack_id for tag in found.get("Tags", []))


def _check(name: str, found: Found) -> None:
    """Refuses an identity whose DKIM records are not ours to publish."""
    dkim = found.get("DkimAttributes", {})
    origin = dkim.get("SigningAttributesOrigin", "")
    if origin != _EASY_DKIM:
        raise RefusedError(
            f"{name} exists and does not sign with Easy DKIM of this region, but with {origin}. "
            "Fix: use DomainIdentity.from_domain_name(), which leaves its DKIM alone, or change it to Easy DKIM"
        )


def _records(name: str, found: Found) -> dict[str, str]:
    dkim = found.get("DkimAttributes", {})
    # Only some regions sign below dkim.amazonses.com, so that this name is asked for and never made up.
    host = dkim.get("SigningHostedZone", "")
    if not host:
        raise RefusedError(
            f"SES does not say where it publishes the DKIM keys of {name}. "
            "Fix: deploy in an hour; if it stays so, use DomainIdentity and import the identity with 'cdk import'"
        )
    records = {}
    for number, token in enumerate(dkim.get("Tokens", []), 1):
        records[f"DkimName{number}"] = f"{token}._domainkey.{name}"
        records[f"DkimValue{number}"] = f"{token}.{host}"
    return records
