"""Finds the DNS records of Amazon SES in a synthesized stack."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import cast

from .assembly import Object, SynthesizedStack
from .found_record import ZONE_LINES, FoundRecord, read_zone_lines
from .intrinsics import UnknownValueError, reference_of
from .known_values import KnownValues
from .txt_value import Escapes

_PURPOSES = (
    ("_report._dmarc.", "DMARC: may report to this domain"),
    ("_dmarc.", "DMARC"),
    ("_domainkey", "DKIM"),
    ("DkimDNSToken", "DKIM"),
    (".dkim.", "DKIM"),
    ("_bimi.", "BIMI"),
    ("_smtp._tls.", "TLS reports"),
    ("mta-sts.", "MTA-STS"),
    ("_amazonses.", "verification of the domain"),
    ("feedback-smtp.", "MAIL FROM: bounces come back here"),
    ("inbound-smtp.", "mail for the domain goes to Amazon SES"),
    ('"ARecord"', "mail for the domain goes to Mail Manager"),
    ("mail-manager-smtp.", "mail for the domain goes to Mail Manager"),
    ("v=spf1", "SPF"),
    ("awstrack.me", "open and click tracking"),
)
"""What tells a record of SES from others, and what it is for. Source: the guide's pages on each of them."""
_LISTS = {"AWS::Route53::RecordSetGroup": "RecordSets", "Custom::SesDnsRecords": "Records"}
"""Types that hold several record sets, and the property they are in."""
_SETTINGS = "Custom::SesIdentitySettings"
_DEFAULT_TTL = 300
"""Of a record set without one, which Route 53 refuses unless it is an alias."""


@dataclass(frozen=True, slots=True)
class StackRecords:
    """What was found in one stack.

    Args:
        records: Those whose values are known.
        unknown: References of the others, such as ``Shop.DkimDNSTokenName1``.
        left_out: What was seen and cannot be read, and why.
    """

    records: list[FoundRecord] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def find_records(stack: SynthesizedStack, known: KnownValues, *, by_hand_only: bool) -> StackRecords:
    """Every DNS record of SES in a stack: those it prints, and unless ``by_hand_only`` those it publishes."""
    found = StackRecords()
    for id, output in stack.section("Outputs").items():
        if output.get("Description") == ZONE_LINES:
            _collect(found, partial(_printed, stack, known, id))
    for id, resource in stack.section("Resources").items():
        if resource.get("Type") == "AWS::CloudFormation::Stack":
            found.left_out.append(f"{id} of stack {stack.name}, a nested stack, which is not read")
    if by_hand_only:
        return found
    for record_set in _record_sets(stack):
        if "AliasTarget" in record_set.properties:
            name = _name_of(record_set.properties)
            found.left_out.append(f"{name}, an alias record, which only Route 53 knows")
        else:
            _collect(found, partial(_published_or_untold, stack, known, record_set))
    return found


class _UnreadableError(Exception):
    """A record that CloudFormation refuses; the text says which, and why."""


def _collect(found: StackRecords, read: Callable[[], list[FoundRecord]]) -> None:
    try:
        found.records.extend(read())
    except UnknownValueError as unknown:
        if unknown.reference not in found.unknown:
            found.unknown.append(unknown.reference)
    except _UnreadableError as unreadable:
        found.left_out.append(str(unreadable))


@dataclass(frozen=True, slots=True)
class _RecordSet:
    properties: Object
    zone: object


def _record_sets(stack: SynthesizedStack) -> Iterator[_RecordSet]:
    """The record sets that belong to SES, and the others of a group in which one does."""
    for id, resource in stack.section("Resources").items():
        properties = resource.get("Properties")
        if not isinstance(properties, dict):
            continue
        type_name = str(resource.get("Type"))
        sets = properties.get(_LISTS[type_name]) if type_name in _LISTS else None
        if type_name == "AWS::Route53::RecordSet":
            sets = [properties]
        if type_name == _SETTINGS:
            sets = _of_own_keys(id, properties)
        # Without a name or a type it is no record, and Route 53 refuses it.
        known = [each for each in sets if _is_record(each)] if isinstance(sets, list) else []
        if any(_purpose(each) for each in known):
            for each in known:
                yield _RecordSet(each, _zone_of(each) or _zone_of(properties))


def _of_own_keys(id: str, properties: Object) -> list[object]:
    """The records that the resource writes which has the keys, and whose values are attributes of it."""
    dkim = properties.get("Dkim")
    zone = dkim.get("Zone") if isinstance(dkim, dict) else None
    names = zone.get("Names") if isinstance(zone, dict) else None
    if not isinstance(zone, dict) or not isinstance(names, list):
        return []
    more = {"Type": "TXT", "TTL": zone.get("TTL", _DEFAULT_TTL), "HostedZoneId": zone.get("HostedZoneId")}
    return [
        {"Name": name, "ResourceRecords": [{"Fn::GetAtt": [id, f"DkimRecord{number}"]}], **more}
        for number, name in enumerate(names)
    ]


def _is_record(value: object) -> bool:
    return isinstance(value, dict) and "Name" in value and "Type" in value


def _purpose(record_set: Object) -> str:
    """What a record of SES is for; empty for other records. Sees the literal parts of names and values only."""
    text = json.dumps([record_set.get("Name"), record_set.get("ResourceRecords"), record_set.get("AliasTarget")])
    return next((purpose for mark, purpose in _PURPOSES if mark in text), "")


def _zone_of(properties: Object) -> object:
    return properties.get("HostedZoneId", properties.get("HostedZoneName"))


def _name_of(properties: Object) -> str:
    name = properties.get("Name")
    return name.rstrip(".") if isinstance(name, str) else json.dumps(name)


def _printed(stack: SynthesizedStack, known: KnownValues, output: str) -> list[FoundRecord]:
    return read_zone_lines(known.output(stack, output), stack=stack.name)


def _published_or_untold(stack: SynthesizedStack, known: KnownValues, record_set: _RecordSet) -> list[FoundRecord]:
    """What a custom resource makes up is in no output, and CloudFormation does not tell it either."""
    try:
        return _published(stack, known, record_set)
    except UnknownValueError as unknown:
        resource = stack.section("Resources").get(unknown.reference.partition(".")[0], {})
        if not str(resource.get("Type")).startswith("Custom::"):
            raise
        zone = _zone_text(stack, known, record_set.zone)
        raise _UnreadableError(
            f"{_name_of(record_set.properties)}, published in zone {zone}, which only {unknown.reference} tells: "
            "look into the zone, or add a stack output for it"
        ) from None


def _published(stack: SynthesizedStack, known: KnownValues, record_set: _RecordSet) -> list[FoundRecord]:
    properties = record_set.properties
    values = cast("list[object]", properties.get("ResourceRecords", []))
    return [
        FoundRecord.read(
            name=known.text(stack, properties["Name"]),
            type=str(properties["Type"]),
            ttl=_ttl(properties, known.text(stack, properties.get("TTL", _DEFAULT_TTL))),
            value=known.text(stack, value),
            escapes=Escapes.ROUTE_53,
            purpose=_purpose(properties),
            stack=stack.name,
            hosted_zone=_zone_text(stack, known, record_set.zone),
        )
        for value in values
    ]


def _ttl(record_set: Object, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise _UnreadableError(f"{_name_of(record_set)}, whose TTL {text!r} is no number of seconds") from None


def _zone_text(stack: SynthesizedStack, known: KnownValues, zone: object) -> str:
    """The zone's id; the logical id of a zone whose id is not known."""
    try:
        return known.text(stack, zone)
    except UnknownValueError:
        return reference_of(zone) or "unknown"


def domains_of(stack: SynthesizedStack) -> set[str]:
    """Names of the domains and hosted zones of a stack that the template tells."""
    names = {"AWS::SES::EmailIdentity": "EmailIdentity", "AWS::Route53::HostedZone": "Name"}
    found = set()
    for resource in stack.section("Resources").values():
        properties = cast("Mapping[str, object]", resource.get("Properties", {}))
        name = properties.get(names.get(str(resource.get("Type")), ""))
        if isinstance(name, str) and "@" not in name:
            found.add(name.rstrip(".").lower())
    return found
