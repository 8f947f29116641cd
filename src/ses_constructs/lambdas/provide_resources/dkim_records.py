"""The TXT records of own DKIM keys, written by what has the keys: their values are known at deployment only.

Property ``Zone`` of ``Dkim``: what ``Custom::SesDnsRecords`` has for a zone; ``TTL``; ``Names``, one for each
selector; ``Keep``, when the records outlive their stack. Left out: somebody else publishes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dkim_keys
import dns_records
import rsa_key
import stacks
from lifecycle import Properties, RefusedError, Request, listed, mapping, text

_STRING_LENGTH = 255
"""Of one quoted string in a TXT record."""


def value(private_key: str, selector: str) -> str:
    """The TXT value in quotes, as Route 53 wants it."""
    whole = f"p={rsa_key.public_half(private_key, selector)}"
    parts = [whole[i : i + _STRING_LENGTH] for i in range(0, len(whole), _STRING_LENGTH)]
    return " ".join(f'"{part}"' for part in parts)


def publish(dkim: Properties, values: Sequence[str], before: Properties) -> None:
    """Writes the records; nothing without a zone.

    Args:
        dkim: Property ``Dkim``.
        values: Of its selectors, in their order.
        before: ``dkim`` of the last deployment.
    """
    zone = mapping(dkim, "Zone")
    if zone:
        wanted = dict(zip(listed(zone, "Names"), values, strict=True))
        dns_records.put(_with_records(zone, wanted), ours=_names_in(before, zone))


def withdraw(dkim: Properties, wanted: Properties, request: Request) -> None:
    """Removes the records that are wanted no more and still hold our keys.

    What has no key in the secret any more stays: nobody can tell whose it is, and it lets nobody sign.

    Args:
        dkim: Property ``Dkim`` of what goes.
        wanted: The same of what stays.
    """
    zone = mapping(dkim, "Zone")
    has_moved = text(mapping(wanted, "Zone"), "HostedZoneId") != text(zone, "HostedZoneId")
    if has_moved and text(wanted, "Selector") and text(zone, "Keep"):
        # As CloudFormation leaves the other records in the zone that is left: it may be the one that is asked.
        return
    stays = _names_in(wanted, zone)
    selectors = [text(dkim, "Selector"), *listed(dkim, "AlsoPublished")]
    gone = {name: each for name, each in zip(listed(zone, "Names"), selectors, strict=False) if name not in stays}
    if not gone:
        return
    keys = dkim_keys.find(text(dkim, "SecretArn"), selectors)
    values = {name: found for name, each in gone.items() if (found := _value_or_none(keys, each))}
    if values:
        _remove(_with_records(zone, values), request)


def _remove(records: Properties, request: Request) -> None:
    try:
        dns_records.delete(records, request)
    except RefusedError:
        # The role that may not do this has not written them either, and what fails now wedges the stack.
        if not stacks.is_rolling_back(request.stack_id):
            raise


def withdraw_with_stack(dkim: Properties, request: Request) -> None:
    """Removes the records unless they are kept.

    A deployment that is undone takes those of generated keys back all the same: the next one generates others.
    That of a given key stays; it may have been there before, and is in nobody's way.
    """
    is_kept = bool(text(mapping(dkim, "Zone"), "Keep"))
    is_generated = bool(text(dkim, "KmsKeyArn"))
    if not is_kept or (is_generated and stacks.is_rolling_back(request.stack_id)):
        withdraw(dkim, {}, request)


def _names_in(dkim: Properties, zone: Properties) -> list[str]:
    """The names of ``dkim``, where it writes into the same zone."""
    other = mapping(dkim, "Zone")
    return listed(other, "Names") if text(other, "HostedZoneId") == text(zone, "HostedZoneId") else []


def _with_records(zone: Properties, values: Mapping[str, str]) -> Properties:
    ttl = text(zone, "TTL")
    records = [
        {"Name": name, "Type": "TXT", "TTL": ttl, "ResourceRecords": [each]} for name, each in values.items()
    ]
    return {**zone, "Records": records}


def _value_or_none(keys: Mapping[str, str], selector: str) -> str | None:
    if selector not in keys:
        return None
    try:
        return value(rsa_key.one_line(keys[selector], selector), selector)
    except RefusedError:
        return None
