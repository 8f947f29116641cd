"""A DNS record that was found in a synthesized app, with every value known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ses_constructs.errors import InvalidSettingError, SesConstructsError

from .txt_value import Escapes, text_of, zone_file_value

ZONE_LINES = "DNS records to publish, as lines of a zone file"
"""The description of the stack output that holds the records somebody publishes by hand."""

_LINE = re.compile(r"(?P<name>\S+) (?P<ttl>\d+) IN (?P<type>[A-Z]+) (?P<rest>.*)")
_REST = {
    "TXT": re.compile(r'(?P<value>"(?:[^"\\]|\\.)*"(?: "(?:[^"\\]|\\.)*")*)(?: ; (?P<purpose>.*))?'),
}
_REST_OF_OTHERS = re.compile(r"(?P<value>[^;]*?)(?: ; (?P<purpose>.*))?")
_MX = re.compile(r"(\d+)\s+(\S+)")
_WITH_HOST = {"CNAME", "MX", "NS"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRecord:
    """One value of one name.

    Args:
        name: Full name without a trailing dot.
        type: Such as ``CNAME``, ``MX`` or ``TXT``.
        ttl: Seconds.
        priority: Of an MX record; ``None`` for others.
        value: As people type it: a host without trailing dot, a text without quotes.
        purpose: What it is for, in a few words; may be empty.
        stack: The stack that publishes or prints it.
        hosted_zone: The zone that the stack publishes it in; empty when somebody publishes it by hand.
    """

    name: str
    type: str
    ttl: int
    priority: int | None
    value: str
    purpose: str
    stack: str
    hosted_zone: str

    @classmethod
    def read(
        cls,
        *,
        name: str,
        type: str,
        ttl: int,
        value: str,
        escapes: Escapes,
        purpose: str,
        stack: str,
        hosted_zone: str,
    ) -> FoundRecord:
        """A record whose value is written as Route 53 or a zone file wants it.

        Raises:
            InvalidSettingError: for an MX record without priority, or a text that is not UTF-8.
        """
        priority = None
        if type == "TXT":
            value = text_of(value, escapes)
        elif type == "MX":
            parts = _MX.fullmatch(value.strip())
            if parts is None:
                raise InvalidSettingError("MX", value, "names no host", fix="write it as '10 mail.example.com'")
            priority, value = int(parts[1]), parts[2]
        return cls(
            name=name.rstrip("."),
            type=type,
            ttl=ttl,
            priority=priority,
            value=value.strip().rstrip(".") if type in _WITH_HOST else value,
            purpose=purpose,
            stack=stack,
            hosted_zone=hosted_zone,
        )

    @property
    def zone_line(self) -> str:
        """The record as a line of a BIND zone file, with full names, the purpose as its comment."""
        value = self.value
        if self.type == "TXT":
            value = zone_file_value(value)
        elif self.type in _WITH_HOST:
            value = f"{value}."
        if self.priority is not None:
            value = f"{self.priority} {value}"
        comment = f" ; {self.purpose}" if self.purpose else ""
        return f"{self.name}. {self.ttl} IN {self.type} {value}{comment}"


def read_zone_lines(text: str, *, stack: str) -> list[FoundRecord]:
    """The records of a stack output with the description :data:`ZONE_LINES`.

    Raises:
        SesConstructsError: for a line that is none of :meth:`DnsRecord.zone_line`.
    """
    return [_read_line(line, stack) for line in text.split("\n") if line.strip()]


def _read_line(line: str, stack: str) -> FoundRecord:
    start = _LINE.fullmatch(line)
    rest = None if start is None else _REST.get(start["type"], _REST_OF_OTHERS).fullmatch(start["rest"])
    if start is None or rest is None:
        raise SesConstructsError(
            f"an output of stack {stack!r} has a line that is no DNS record: {line!r}",
            fix="deploy the stack again and give its new outputs",
        )
    return FoundRecord.read(
        name=start["name"],
        type=start["type"],
        ttl=int(start["ttl"]),
        value=rest["value"],
        escapes=Escapes.ZONE_FILE,
        purpose=rest["purpose"] or "",
        stack=stack,
        hosted_zone="",
    )
