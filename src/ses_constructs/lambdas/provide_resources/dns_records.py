"""``Custom::SesDnsRecords``: DNS records in a zone that CloudFormation cannot write: another account's, or with
records that are there already.

Properties: ``HostedZoneId``; ``Records`` (``Name``, ``Type``, ``TTL``, ``ResourceRecords``); ``Existing``
(``refuse`` or ``adopt``); ``AssumedRole`` and ``ExternalId`` for another account's zone.

A record that is there with the same value counts as ours: the answer to the call that made it may have been lost.
All changes of a request are one batch, which Route 53 makes as a whole or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import hosted_zone
from hosted_zone import RecordSet, RecordType
from lifecycle import Properties, RefusedError, Request, Result, text

_ADOPT = "adopt"


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    type: RecordType


def create(properties: Properties, request: Request) -> Result:
    """Writes the records, unless another value is in the way."""
    return _write(properties, {}, request)


def update(properties: Properties, request: Request) -> Result:
    """Writes what differs and removes what is wanted no more."""
    if text(request.old_properties, "HostedZoneId") != text(properties, "HostedZoneId"):
        # Another zone: CloudFormation deletes the records in the old one after this.
        return create(properties, replace(request))
    return _write(properties, _records(request.old_properties), request)


def delete(properties: Properties, _request: Request) -> None:
    """Removes the records that still have the value we gave them."""
    if not text(properties, "HostedZoneId"):
        return
    zone = hosted_zone.opened(properties)
    hosted_zone.change(zone, _removals(zone, _records(properties), {}))


def put(properties: Properties, *, ours: Collection[str]) -> None:
    """Writes records on behalf of another resource type, which removes them with :func:`delete`.

    Args:
        properties: As of this one.
        ours: Names that may have another value by now, since it has written them before.
    """
    zone = hosted_zone.opened(properties)
    wanted = _records(properties)
    hosted_zone.change(zone, _upserts(zone, wanted, {key for key in wanted if key.name in ours}, properties))


def _write(properties: Properties, before: Mapping[_Key, RecordSet], request: Request) -> Result:
    zone = hosted_zone.opened(properties)
    wanted = _records(properties)
    changes = [*_removals(zone, before, wanted), *_upserts(zone, wanted, before, properties)]
    # Before the change and not earlier: a creation that was refused has nothing to clean up, nor may it.
    request.physical_id = f"dns-records/{zone.id}"
    hosted_zone.change(zone, changes)
    return Result(physical_id=request.physical_id)


def _upserts(
    zone: hosted_zone.Zone, wanted: Mapping[_Key, RecordSet], ours: Collection[_Key], properties: Properties
) -> list[dict[str, object]]:
    """What differs, unless it is somebody else's."""
    found: list[dict[str, object]] = []
    for key, record in wanted.items():
        present = hosted_zone.find(zone, key.name, key.type)
        if present is not None and _same(present, record):
            continue
        if present is not None and key not in ours and text(properties, "Existing") != _ADOPT:
            there = " ".join(hosted_zone.values(present))
            raise RefusedError(
                f"{key.type} record {key.name} exists with another value: {there}. "
                "Fix: delete it, or give existing=ExistingRecords.ADOPT to replace it"
            )
        found.append({"Action": "UPSERT", "ResourceRecordSet": record})
    return found


def _removals(
    zone: hosted_zone.Zone, records: Mapping[_Key, RecordSet], kept: Mapping[_Key, RecordSet]
) -> list[dict[str, object]]:
    """Deletions of records that are not kept and that nobody has changed."""
    found: list[dict[str, object]] = []
    for key, record in records.items():
        if key in kept:
            continue
        present = hosted_zone.find(zone, key.name, key.type)
        if present is not None and hosted_zone.values(present) == hosted_zone.values(record):
            found.append({"Action": "DELETE", "ResourceRecordSet": present})
    return found


def _same(present: RecordSet, wanted: RecordSet) -> bool:
    return hosted_zone.values(present) == hosted_zone.values(wanted) and present.get("TTL") == wanted["TTL"]


def _records(properties: Properties) -> dict[_Key, RecordSet]:
    given = properties.get("Records")
    found: dict[_Key, RecordSet] = {}
    for record in given if isinstance(given, list) else []:
        name, type = str(record["Name"]).rstrip(".").lower(), record["Type"]
        found[_Key(name, type)] = {
            "Name": f"{name}.",
            "Type": type,
            "TTL": int(record["TTL"]),
            "ResourceRecords": [{"Value": str(value)} for value in record["ResourceRecords"]],
        }
    return found
