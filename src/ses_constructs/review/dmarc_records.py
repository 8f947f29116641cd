"""The DMARC records of an assembly, read into their tags."""

from __future__ import annotations

from dataclasses import dataclass

from .dns_records import DnsRecord, dns_records, txt
from .template import Assembly
from .value import Value

_PREFIX = "_dmarc."


@dataclass(frozen=True, slots=True, eq=False)
class DmarcRecord:
    """One DMARC text.

    Args:
        record: The record set it stands in.
        value: The text's place.
        domain: The domain it speaks for.
        text: The text.
        tags: Its tags in lower case, such as ``{"v": "DMARC1", "p": "none"}``; the first of a name counts.
    """

    record: DnsRecord
    value: Value
    domain: str
    text: str
    tags: dict[str, str]

    @property
    def is_enforced(self) -> bool:
        """True when failing mail is quarantined or refused, all of it."""
        return self.tags.get("p", "").lower() in ("quarantine", "reject") and self.tags.get("pct", "100") == "100"


def dmarc_records(assembly: Assembly) -> list[DmarcRecord]:
    """The DMARC texts whose name and value are known."""
    found = []
    for record in dns_records(assembly):
        name = record.literal or ""
        if record.type != "TXT" or not name.startswith(_PREFIX):
            continue
        for value in record.values:
            text = txt(value)
            if text is not None:
                found.append(DmarcRecord(record, value, name.removeprefix(_PREFIX), text, _tags(text)))
    return found


def _tags(text: str) -> dict[str, str]:
    tags: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if equals:
            tags.setdefault(name.strip().lower(), value.strip())
    return tags
