"""DNS records as text: a zone file, JSON, CSV, or a list to copy from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from enum import StrEnum

from .found_record import FoundRecord

_SUB = "  "


class Format(StrEnum):
    """How records are printed."""

    ZONE = "zone"
    """Lines of a BIND zone file, with full names."""
    JSON = "json"
    """A list of objects with the fields of :class:`FoundRecord`."""
    CSV = "csv"
    """The same fields as columns, all in quotes, below a line with their names."""
    TEXT = "text"
    """One field a line, to copy into the form of a DNS host."""


def print_records(records: Sequence[FoundRecord], format: Format, *, zones: Sequence[str]) -> str:
    """The records in a format, with a line break at the end.

    Args:
        records: What to print.
        format: How.
        zones: Domains that names are also given relative to, in ``text``.
    """
    match format:
        case Format.ZONE:
            return "".join(f"{record.zone_line}\n" for record in records)
        case Format.JSON:
            return json.dumps([asdict(record) for record in records], indent=2) + "\n"
        case Format.CSV:
            return _as_csv(records)
        case Format.TEXT:
            return "\n".join(_as_text(record, _zone_of(record.name, zones)) for record in records)


def relative_name(name: str, zone: str) -> str:
    """What to type into a form that adds the zone by itself; ``@`` for the zone's own name."""
    return "@" if name.lower() == zone else name[: -len(zone) - 1]


def _as_csv(records: Sequence[FoundRecord]) -> str:
    text = io.StringIO()
    names = [field.name for field in fields(FoundRecord)]
    # Everything in quotes, because a lone carriage return would not be.
    writer = csv.DictWriter(text, names, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(asdict(record) for record in records)
    return text.getvalue()


def _as_text(record: FoundRecord, zone: str | None) -> str:
    lines = [record.purpose or "Other"]
    lines.append(f"{_SUB}Type      {record.type}")
    lines.append(f"{_SUB}Name      {record.name}")
    if zone is not None:
        lines.append(f"{_SUB}          {relative_name(record.name, zone)}   where the form adds {zone} by itself")
    if record.priority is not None:
        lines.append(f"{_SUB}Priority  {record.priority}")
    lines.append(f"{_SUB}Value     {record.value}")
    lines.append(f"{_SUB}TTL       {record.ttl} seconds")
    return "".join(f"{line}\n" for line in lines)


def _zone_of(name: str, zones: Sequence[str]) -> str | None:
    """The outermost of the zones that a name is in."""
    name = name.lower()
    holding = [zone for zone in zones if name == zone or name.endswith(f".{zone}")]
    return min(holding, key=len, default=None)
