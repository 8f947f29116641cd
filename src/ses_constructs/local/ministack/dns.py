"""Public DNS as MiniStack's Route 53 zones answer it."""

from __future__ import annotations

import re

from ministack.services import route53

_ALIAS_DEPTH = 8
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')

RecordSet = dict[str, object]


def answer(name: str, type: str, *, depth: int = _ALIAS_DEPTH) -> list[str]:
    """The values of a name, in the form a resolver shows them: no trailing dots, TXT strings joined, unquoted.

    A zone is asked when it is the outermost one for the name, or when the zone around it delegates to it by NS
    records; a CNAME is followed.
    """
    asked = _canonical(name)
    found = [record for record in _authority(asked) if _canonical(str(record["Name"])) == asked]
    values = [value for record in found if record["Type"] == type for value in _values(record)]
    if values or type == "CNAME" or depth == 0:
        return values
    targets = [value for record in found if record["Type"] == "CNAME" for value in _values(record)]
    return [value for target in targets for value in answer(target, type, depth=depth - 1)]


def _authority(name: str) -> list[RecordSet]:
    """The record sets of the zones that public DNS would ask for a name."""
    zones: dict[str, list[RecordSet]] = {}
    for (account, zone_id), zone in route53._zones.to_dict().items():
        zone_name = _canonical(zone["name"])
        if not zone.get("private") and (name == zone_name or name.endswith("." + zone_name)):
            zones.setdefault(zone_name, []).extend(route53._records.get_scoped(account, None, zone_id, []))
    current: list[RecordSet] = []
    for zone_name in sorted(zones, key=len):
        delegated = any(r["Type"] == "NS" and _canonical(str(r["Name"])) == zone_name for r in current)
        if not current or delegated:
            current = zones[zone_name]
    return current


def _values(record: RecordSet) -> list[str]:
    raw = record.get("ResourceRecords")
    values = [str(value) for value in raw] if isinstance(raw, list) else []
    if record["Type"] == "TXT":
        return ["".join(_QUOTED.findall(value)).replace('\\"', '"') for value in values]
    return [value.rstrip(".") for value in values]


def _canonical(name: str) -> str:
    return name.rstrip(".").lower()
