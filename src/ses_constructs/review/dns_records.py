"""The DNS records that an assembly publishes through Route 53."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .remembering import once
from .template import Assembly, Resource
from .text import Text
from .value import Value

ZONE = "AWS::Route53::HostedZone"


@dataclass(frozen=True, slots=True, eq=False)
class DnsRecord:
    """A record set.

    Args:
        value: Where it stands: the properties of a ``RecordSet``, or a member of a ``RecordSetGroup``.
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
    for resource in assembly.resources("AWS::Route53::RecordSetGroup"):
        for member in resource.get("RecordSets").items:
            if isinstance(member.raw, dict) and not member.hidden:
                yield from _record(member, resource.properties)


def _record(value: Value, holder: Value) -> Iterator[DnsRecord]:
    name = value.get("Name").text
    if name is None:
        return
    pieces = [piece.lower() if isinstance(piece, str) else piece for piece in name.pieces]
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip(".")
    yield DnsRecord(value, holder, Text.of(*pieces), (value.get("Type").literal or "").upper())
