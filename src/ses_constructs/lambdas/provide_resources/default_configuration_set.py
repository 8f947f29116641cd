"""``Custom::SesDefaultConfigurationSet``: the set that mail of an identity gets when the sender names none.

Properties: ``Identity``, ``ConfigurationSet``.

The physical id keeps the default that the identity had before, so that delete and rollback give it back; a default
that somebody has changed since is left alone.
"""

from __future__ import annotations

import clients
from lifecycle import Properties, RefusedError, Request, Result, needed, text

_KIND = "default-configuration-set"


def create(properties: Properties, request: Request) -> Result:
    """Makes the set the default."""
    identity, wanted = needed(properties, "Identity"), needed(properties, "ConfigurationSet")
    present = _default_of(identity)
    if present is None:
        raise RefusedError(f"there is no identity {identity} in this region. Fix: create it, or deploy without it")
    # When a creation is repeated, what was there before is no longer known.
    before = "" if present == wanted else present
    request.physical_id = f"{_KIND}/{identity}|{before}"
    _put(identity, wanted, present)
    return Result(physical_id=request.physical_id)


def update(properties: Properties, request: Request) -> Result:
    """Makes the new set the default."""
    identity, wanted = needed(properties, "Identity"), needed(properties, "ConfigurationSet")
    if not request.physical_id.startswith(f"{_KIND}/{identity}|"):
        # What the physical id remembers is of the identity it names.
        raise RefusedError(
            "a default configuration set cannot move to another identity. Fix: give the construct another id"
        )
    present = _default_of(identity)
    if present is None:
        raise RefusedError(f"there is no identity {identity} in this region. Fix: create it, or deploy without it")
    _put(identity, wanted, present)
    return Result(physical_id=request.physical_id)


def delete(properties: Properties, request: Request) -> None:
    """Gives back the default that was there before, if ours is still the default."""
    identity = text(properties, "Identity")
    if not identity or _default_of(identity) != text(properties, "ConfigurationSet"):
        return
    before = request.physical_id.rpartition("|")[2]
    if before and _exists(before):
        _put(identity, before, "")
    else:
        clients.sesv2().put_email_identity_configuration_set_attributes(EmailIdentity=identity)


def _put(identity: str, wanted: str, present: str) -> None:
    if present != wanted:
        clients.sesv2().put_email_identity_configuration_set_attributes(
            EmailIdentity=identity, ConfigurationSetName=wanted
        )


def _default_of(identity: str) -> str | None:
    """The name of the default; empty when there is none, ``None`` when there is no such identity."""
    client = clients.sesv2()
    try:
        return client.get_email_identity(EmailIdentity=identity).get("ConfigurationSetName", "")
    except client.exceptions.NotFoundException:
        return None


def _exists(name: str) -> bool:
    client = clients.sesv2()
    try:
        client.get_configuration_set(ConfigurationSetName=name)
    except client.exceptions.NotFoundException:
        return False
    return True
