"""``AWS::Route53::RecordSetGroup`` and ``AWS::Route53::RecordSet``: change batches, refused as Route 53 refuses.

The checks are those of the Route 53 developer guide, "Supported DNS record types", and of its API reference,
``ChangeResourceRecordSets``: a batch is done as a whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from ministack.services import route53
from ministack.services.cloudformation import provisioners

from ses_constructs.local.ministack.handlers import Made, Properties, generated_name, replaced

RecordSet = dict[str, object]
_STRING = r'"(?:[^"\\]|\\.){0,255}"'
_ANYTHING = re.compile(".*")
_FORMS = {
    "TXT": (re.compile(f"{_STRING}(?: {_STRING})*"), "strings in quotation marks, of at most 255 characters each"),
    "MX": (re.compile(r"\d{1,5} \S+"), "'[priority] [mail server name]'"),
}
"""What the values of a type look like, and how to say so."""


class RecordsRefusedError(ValueError):
    """Route 53 would not take the change batch."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a batch."""

    action: str
    record: RecordSet


class GroupHandler:
    """``AWS::Route53::RecordSetGroup``."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:
        for zone, records in _by_zone(properties).items():
            change_records(zone, [Change("CREATE", record) for record in records])
        return generated_name(stack_name, logical_id, longest=128), {}

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        if any(old.get(name) != new.get(name) for name in ("HostedZoneId", "HostedZoneName")):
            return replaced("AWS::Route53::RecordSetGroup", physical_id, old, new, stack_name, logical_id)
        before, after = _by_zone(old), _by_zone(new)
        for zone in {**before, **after}:
            change_records(zone, _difference(before.get(zone, []), after.get(zone, [])))
        return physical_id, {}

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002
        for zone, records in _by_zone(properties).items():
            _remove(zone, records)


class RecordSetHandler:
    """``AWS::Route53::RecordSet``; Ref gives its name."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:  # noqa: ARG002
        record = _record(properties)
        change_records(_zone_id(properties), [Change("CREATE", record)])
        return str(record["Name"]).rstrip("."), {}

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        """Another zone or name is another record set: made first, the old one deleted when all has gone well."""
        before, after = _record(old), _record(new)
        if (_zone_id(old), before["Name"]) == (_zone_id(new), after["Name"]):
            change_records(_zone_id(new), _difference([before], [after]))
            return physical_id, {}
        made = self.create(logical_id, new, stack_name)
        if made[0] == physical_id:
            provisioners._delete_predecessor(self.delete, physical_id, old)
        return made

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002
        _remove(_zone_id(properties), [_record(properties)])


def change_records(zone_id: str, changes: Sequence[Change]) -> None:
    """Does all changes of a batch, or none.

    Raises:
        RecordsRefusedError: with Route 53's reasons.
    """
    with route53._lock:
        zone = route53._zones.get(zone_id)
        if zone is None:
            raise RecordsRefusedError(f"No hosted zone found with ID: {zone_id}")
        records = {_key(record): record for record in route53._records[zone_id]}
        problems = []
        for change in changes:
            problems += _apply(records, change, str(zone["name"]))
        problems += [
            found for change in changes if change.action != "DELETE" for found in _conflicts(records, change)
        ]
        if problems:
            raise RecordsRefusedError(f"[{', '.join(problems)}]")
        route53._records[zone_id] = list(records.values())


def _apply(records: dict[tuple[str, ...], RecordSet], change: Change, zone_name: str) -> list[str]:
    record = change.record
    key = _key(record)
    shown = f"[name='{record['Name']}', type='{record['Type']}']"
    if change.action == "DELETE":
        if records.pop(key, None) is None:
            return [f"Tried to delete resource record set {shown} but it was not found"]
        return []
    if change.action == "CREATE" and key in records:
        return [f"Tried to create resource record set {shown} but it already exists"]
    records[key] = record
    return _faults(record, zone_name)


def _faults(record: RecordSet, zone_name: str) -> list[str]:
    """What is wrong with a record set by itself."""
    name, kind = str(record["Name"]), str(record["Type"])
    if name != zone_name and not name.endswith("." + zone_name):
        return [f"RRSet with DNS name {name} is not permitted in zone {zone_name}"]
    if kind == "CNAME" and name == zone_name:
        return [f"RRSet of type CNAME with DNS name {name} is not permitted at apex in zone {zone_name}"]
    if "AliasTarget" in record:
        return []
    values = cast("list[str]", record.get("ResourceRecords") or [])
    if not values or "TTL" not in record:
        return [
            "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or"
            f" TrafficPolicyInstanceId], but found none in Change with [Name={name}, Type={kind}]"
        ]
    if len(set(values)) != len(values):
        return [f"Invalid Resource Record: duplicate values in {name} {kind}"]
    pattern, form = _FORMS.get(kind, (_ANYTHING, ""))
    return [f"Invalid Resource Record: {value} must be {form}" for value in values if not pattern.fullmatch(value)]


def _conflicts(records: Mapping[tuple[str, ...], RecordSet], change: Change) -> list[str]:
    """A CNAME beside anything else of the same name."""
    name = change.record["Name"]
    kinds = {str(record["Type"]) for record in records.values() if record["Name"] == name}
    if "CNAME" in kinds and len(kinds) > 1:
        return [
            f"RRSet of type {change.record['Type']} with DNS name {name} is not permitted as it conflicts with"
            " other records with the same DNS name"
        ]
    return []


def _difference(old: Sequence[RecordSet], new: Sequence[RecordSet]) -> list[Change]:
    """What turns the old records into the new ones; unchanged ones are left alone."""
    before = {_key(record): record for record in old}
    after = {_key(record): record for record in new}
    gone = [Change("DELETE", record) for key, record in before.items() if key not in after]
    added = [Change("CREATE", record) for key, record in after.items() if key not in before]
    changed = [Change("UPSERT", record) for key, record in after.items() if before.get(key, record) != record]
    return gone + added + changed


def _remove(zone_id: str, records: Sequence[RecordSet]) -> None:
    """Deletes what is still there; CloudFormation does not fail on what somebody else deleted."""
    with route53._lock:
        if zone_id in route53._records:
            gone = {_key(record) for record in records}
            kept = [record for record in route53._records[zone_id] if _key(record) not in gone]
            route53._records[zone_id] = kept


def _by_zone(properties: Properties) -> dict[str, list[RecordSet]]:
    """The records of a group; a record may name a zone of its own."""
    zones: dict[str, list[RecordSet]] = {}
    for record in cast("list[Properties]", properties.get("RecordSets") or []):
        zone = _zone_id(record if {"HostedZoneId", "HostedZoneName"} & record.keys() else properties)
        zones.setdefault(zone, []).append(_record(record))
    return zones


def _zone_id(properties: Properties) -> str:
    zone: str = provisioners._r53_resolve_hosted_zone_id(properties)
    return zone


def _record(properties: Properties) -> RecordSet:
    record: RecordSet = provisioners._r53_record_set_build_rs(properties)
    record["Name"] = str(record["Name"]).lower()
    return record


def _key(record: RecordSet) -> tuple[str, ...]:
    key: tuple[str, ...] = route53._rs_key(record)
    return key
