"""One DNS record, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.quotas import DNS_NAME_LENGTH
from ses_constructs.shared.setting_types import checks_types


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class DnsRecord:
    """A record that somebody publishes.

    Args:
        name: Full name without a trailing dot. May hold tokens.
        type: ``CNAME``, ``MX`` or ``TXT``.
        value: As typed into Route 53: ``10 host`` for MX, quoted for TXT.
        purpose: What it is for, in a few words.

    Raises:
        InvalidSettingError: for a name that is too long for DNS.
    """

    name: str
    type: str
    value: str
    purpose: str

    def __post_init__(self) -> None:
        if "${Token[" not in self.name and len(self.name) > DNS_NAME_LENGTH:
            raise InvalidSettingError(
                "name",
                self.name,
                f"of the {self.purpose} record is longer than {DNS_NAME_LENGTH} characters",
                fix="use a shorter domain, or a shorter selector",
            )

    def zone_line(self, *, ttl: int) -> str:
        """The record as a line of a BIND zone file, the purpose as its comment."""
        value = f"{self.value}." if self.type in ("CNAME", "MX") else self.value
        return f"{self.name}. {ttl} IN {self.type} {value} ; {self.purpose}"
