"""``Custom::SesIdentitySettings``: what CloudFormation has no property for, of one identity that exists.

Properties: ``Identity``; ``Dkim`` (``Region``, or ``Selector``, ``SecretArn``, ``AlsoPublished``, ``KmsKeyArn``
and ``Zone``, see ``dkim_records``); ``Topics`` (ARN by kind), ``HeadersIn`` (kinds); ``Policies`` (document by
name); ``Wait`` (``Minutes``, ``MailFrom``, ``GoesOn``), to wait at the end until the identity is verified.
Attributes: ``DkimRecord0`` and so on, the TXT values of own keys.

Whatever is left out is left alone. On delete the topics and policies of ours go, and the records of own keys
unless they are kept; DKIM stays as it is, so that a kept identity goes on signing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import clients
import dkim_records
import dkim_signing
import feedback_topics
import sending_policies
import stacks
import verified_identity
from lifecycle import Properties, RefusedError, Request, Result, listed, mapping, needed, text

if TYPE_CHECKING:
    from types_boto3_sesv2.type_defs import GetEmailIdentityResponseTypeDef as Found


def create(properties: Properties, request: Request) -> Result:
    """Applies every setting, and waits."""
    result = _apply(properties, {}, request)
    _wait(properties, request)
    return result


def update(properties: Properties, request: Request) -> Result:
    """Applies what differs, and takes back what is wanted no more."""
    if text(request.old_properties, "Identity") != text(properties, "Identity"):
        # Another identity: CloudFormation deletes the settings of the old one after this.
        return create(properties, replace(request))
    result = _apply(properties, request.old_properties, request)
    waits_for = ("Wait", "Dkim")
    same = all(mapping(properties, name) == mapping(request.old_properties, name) for name in waits_for)
    # A sender must be revoked today though a record was lost yesterday.
    if not same:
        _wait(properties, request)
    return result


def delete(properties: Properties, request: Request) -> None:
    """Takes back what an identity that stays should not keep."""
    name = text(properties, "Identity")
    found = _find(name) if name else None
    if found is not None:
        _apply_topics(name, {}, properties)
        sending_policies.apply(name, found.get("Policies", {}), {}, mapping(properties, "Policies"))
    dkim_records.withdraw_with_stack(mapping(properties, "Dkim"), request)


def _apply(properties: Properties, before: Properties, request: Request) -> Result:
    name = needed(properties, "Identity")
    found = _find(name)
    if found is None and _is_undone(request):
        # Somebody has deleted it: nothing to go back to, and what fails now wedges the stack.
        told = _signed(partial(dkim_signing.attributes, mapping(properties, "Dkim")), may_fail=lambda: True)
        return Result(physical_id=request.physical_id, attributes=told)
    if found is None:
        raise RefusedError(f"there is no identity {name} in this region. Fix: create it, or deploy without it")
    # The name says enough: all else that delete must know is in the properties.
    request.physical_id = f"identity-settings/{name}"
    origin = found.get("DkimAttributes", {}).get("SigningAttributesOrigin", "")
    dkim, old_dkim = mapping(properties, "Dkim"), mapping(before, "Dkim")
    # A sender must be revoked today though the key was lost yesterday; by hand, outputs need what the key tells.
    is_as_before = bool(mapping(dkim, "Zone")) and dkim == old_dkim
    sign = partial(dkim_signing.apply, name, origin, dkim, old_dkim)
    attributes = _signed(sign, may_fail=lambda: is_as_before or _is_undone(request))
    dkim_records.withdraw(old_dkim, dkim, request)
    _apply_topics(name, properties, before)
    policies = mapping(properties, "Policies"), mapping(before, "Policies")
    sending_policies.apply(name, found.get("Policies", {}), *policies)
    return Result(physical_id=request.physical_id, attributes=attributes)


def _wait(properties: Properties, request: Request) -> None:
    wanted = mapping(properties, "Wait")
    if not wanted or _is_undone(request):
        return
    verified_identity.wait(needed(properties, "Identity"), wanted, request)


def _signed(sign: Callable[[], dict[str, str]], *, may_fail: Callable[[], bool]) -> dict[str, str]:
    """The attributes of the keys; none when they are gone and need not be there."""
    try:
        return sign()
    except RefusedError as refused:
        if not may_fail():
            raise
        print(json.dumps({"left_as_it_is": str(refused)}))
        return {}


def _is_undone(request: Request) -> bool:
    return request.kind == "Update" and stacks.is_rolling_back(request.stack_id)


def _apply_topics(name: str, properties: Properties, before: Properties) -> None:
    wanted, old = mapping(properties, "Topics"), mapping(before, "Topics")
    if wanted or old:
        feedback_topics.apply(name, wanted, listed(properties, "HeadersIn"), old)


def _find(name: str) -> Found | None:
    client = clients.sesv2()
    try:
        return client.get_email_identity(EmailIdentity=name)
    except client.exceptions.NotFoundException:
        return None
