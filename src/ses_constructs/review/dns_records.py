"""The DNS records that an assembly publishes through Route 53."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .policies import IDENTITY_SETTINGS
from .remembering import once
from .template import Assembly, Resource
from .text import Text
from .value import Value

ZONE = "AWS::Route53::HostedZone"
_GROUPS = {"AWS::Route53::RecordSetGroup": "RecordSets", "Custom::SesDnsRecords": "Records"}
"""Types that hold several record sets, and where; the second is this package's."""


@dataclass(frozen=True, slots=True, eq=False)
class DnsRecord:
    """A record set.

    Args:
        value: Where it stands: the properties of a ``RecordSet``, or a member of a group.
        holder: The properties that name its zone.
        name: Its name without the final dot and in lower case, as far as it is known.
        type: Such as ``TXT``; empty when not known.
    """

    value: Value
    holder: Value
    name: Text
    type: str

    @property
    def values(self) -> tuple[Value, ...]:
        """What it answers."""
        return self.value.get("ResourceRecords").items

    @property
    def literal(self) -> str | None:
        """Its name, when all of it is known."""
        return self.name.literal

    @property
    def is_elsewhere(self) -> bool:
        """True in a zone of another account, which a role there is asked to write."""
        return self.holder.get("AssumedRole").present

    @property
    def zone(self) -> Resource | None:
        """The hosted zone, when it is one of the assembly."""
        reference = self.holder.get("HostedZoneId").reference
        return reference.resource if reference is not None and reference.resource.type == ZONE else None

    @property
    def zone_name(self) -> str | None:
        """Name of its zone, when it is known."""
        named = self.holder.get("HostedZoneName").literal
        if named is None and self.zone is not None:
            named = self.zone.get("Name").literal
        return None if named is None else named.rstrip(".").lower()

    def identity(self) -> Resource | None:
        """The identity whose DKIM token is its name."""
        found = (reference.resource for reference in self.name.references)
        return next((resource for resource in found if resource.type == "AWS::SES::EmailIdentity"), None)


@once
def dns_records(assembly: Assembly) -> tuple[DnsRecord, ...]:
    """All record sets of the assembly."""
    return tuple(_read(assembly))


def records_at(assembly: Assembly, name: str, type_name: str) -> list[DnsRecord]:
    """The record sets of a name and type."""
    return [record for record in _by_name(assembly).get(name.lower(), ()) if record.type == type_name]


@once
def _by_name(assembly: Assembly) -> dict[str, list[DnsRecord]]:
    found: dict[str, list[DnsRecord]] = {}
    for record in dns_records(assembly):
        if record.literal is not None:
            found.setdefault(record.literal, []).append(record)
    return found


@once
def zone_names(assembly: Assembly) -> frozenset[str]:
    """Names of the zones that records of the assembly stand in, as far as they are known."""
    return frozenset(name for record in dns_records(assembly) if (name := record.zone_name) is not None)


def publishes_for(assembly: Assembly, identity: Resource) -> bool:
    """True when the assembly publishes DKIM records of the identity, and so looks after its DNS."""
    return identity in _with_tokens(assembly)


@once
def _with_tokens(assembly: Assembly) -> frozenset[Resource]:
    return frozenset(found for record in dns_records(assembly) if (found := record.identity()) is not None)


def txt(value: Value) -> str | None:
    """The text of a TXT value: its quoted strings joined, or the bare text."""
    literal = value.literal
    if literal is None:
        return None
    strings = literal.strip().split('"')
    return literal.strip() if len(strings) < 3 else "".join(strings[1::2])


def _read(assembly: Assembly) -> Iterator[DnsRecord]:
    for resource in assembly.resources("AWS::Route53::RecordSet"):
        yield from _record(resource.properties, resource.properties)
    for type_name, path in _GROUPS.items():
        for resource in assembly.resources(type_name):
            for member in resource.get(path).items:
                if isinstance(member.raw, dict) and not member.hidden:
                    yield from _record(member, resource.properties)
    for resource in assembly.resources(IDENTITY_SETTINGS):
        yield from _of_own_keys(resource)


def _of_own_keys(resource: Resource) -> Iterator[DnsRecord]:
    """The records of own DKIM keys: what has the keys writes them, so that their values are attributes of it."""
    zone = resource.get("Dkim.Zone")
    for number, name in enumerate(zone.get("Names").items):
        answer = {"Fn::GetAtt": [resource.logical_id, f"DkimRecord{number}"]}
        record = {"Name": name.raw, "Type": "TXT", "TTL": zone.get("TTL").shape, "ResourceRecords": [answer]}
        yield from _record(Value(resource, record, name.path), zone)


def _record(value: Value, holder: Value) -> Iterator[DnsRecord]:
    name = value.get("Name").text
    if name is None:
        return
    pieces = [piece.lower() if isinstance(piece, str) else piece for piece in name.pieces]
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip(".")
    yield DnsRecord(value, holder, Text.of(*pieces), (value.get("Type").literal or "").upper())
