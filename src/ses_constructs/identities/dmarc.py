"""What receivers do with mail that claims to come from a domain and is not signed for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ses_constructs.errors import InvalidSettingError


class DmarcPolicy(StrEnum):
    """What receivers are asked to do with mail that fails DMARC."""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Dmarc:
    """The DMARC record of a domain, in the order a rollout goes: :meth:`none`, :meth:`quarantine`, :meth:`reject`.

    Guide: Complying with DMARC authentication protocol in Amazon SES.
    """

    policy: DmarcPolicy
    percent: int | None
    reports_to: tuple[str, ...]

    @classmethod
    def none(cls, *, reports_to: str | list[str] | None = None) -> Dmarc:
        """Changes nothing for mail that fails; the first step, to read the reports.

        Args:
            reports_to: Addresses for the daily aggregate reports. Left out: nobody gets them.
        """
        return cls._made(DmarcPolicy.NONE, None, reports_to)

    @classmethod
    def quarantine(cls, *, percent: int | None = None, reports_to: str | list[str] | None = None) -> Dmarc:
        """Mail that fails goes to the spam folder.

        Args:
            percent: To how much of such mail this applies, from 1 to 100. Left out: all of it.
            reports_to: As in :meth:`none`.
        """
        return cls._made(DmarcPolicy.QUARANTINE, percent, reports_to)

    @classmethod
    def reject(cls, *, percent: int | None = None, reports_to: str | list[str] | None = None) -> Dmarc:
        """Mail that fails is refused; the last step.

        Args:
            percent: As in :meth:`quarantine`.
            reports_to: As in :meth:`none`.
        """
        return cls._made(DmarcPolicy.REJECT, percent, reports_to)

    @property
    def text(self) -> str:
        """The value of the TXT record, without quotes."""
        parts = ["v=DMARC1", f"p={self.policy}"]
        if self.percent is not None:
            parts.append(f"pct={self.percent}")
        if self.reports_to:
            parts.append("rua=" + ",".join(f"mailto:{address}" for address in self.reports_to))
        return "; ".join(parts)

    @classmethod
    def _made(cls, policy: DmarcPolicy, percent: int | None, reports_to: str | list[str] | None) -> Dmarc:
        if percent is not None and not 1 <= percent <= 100:
            raise InvalidSettingError(
                "percent",
                percent,
                "is not a share of mail",
                fix="give 1 to 100, or leave it out for all mail",
            )
        addresses = [reports_to] if isinstance(reports_to, str) else list(reports_to or [])
        for address in addresses:
            _check_address(address)
        return cls(policy, percent, tuple(addresses))


def _check_address(address: str) -> None:
    local, at, domain = address.partition("@")
    # Commas, semicolons and '!' separate addresses and sizes in the record (RFC 7489, section 6.2).
    if not (local and at and domain) or any(mark in address for mark in " ,;!") or not address.isascii():
        raise InvalidSettingError(
            "reports_to", address, "is not an e-mail address", fix="give one such as 'dmarc@example.com'"
        )
