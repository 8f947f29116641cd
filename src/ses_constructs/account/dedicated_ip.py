"""A dedicated IP address that the account has leased."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared.setting_types import checks_types

_WARM = 100


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class DedicatedIp:
    """An address of a standard pool, leased from AWS Support or brought along (BYOIP).

    Args:
        address: IPv4, such as ``192.0.2.1``.
        warm_up_percentage: 100 says that it is warm, 0 begins the warm-up anew. It is written when it changes in
            the app, and SES raises it by itself afterwards. Left out: as SES has it.

    Raises:
        InvalidSettingError: for a text that is no address, or no percentage.

    Guide: Warming up dedicated IP addresses (standard).
    """

    address: str
    warm_up_percentage: int | None = None

    def __post_init__(self) -> None:
        try:
            IPv4Address(self.address)
        except AddressValueError:
            raise InvalidSettingError(
                "address", self.address, "is no IPv4 address", fix="give one as text, such as '192.0.2.1'"
            ) from None
        if self.warm_up_percentage is not None and not 0 <= self.warm_up_percentage <= _WARM:
            raise InvalidSettingError(
                "warm_up_percentage", self.warm_up_percentage, "is no percentage", fix="give 0 to 100"
            )
