"""Ranges of IP addresses as Mail Manager takes them."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_interface, ip_network

from ses_constructs.errors import InvalidSettingError

_VERSIONS = {4: "IPv4", 6: "IPv6"}


def checked_range(setting: str, value: str, *, version: int | None = None) -> str:
    """The range with its length; one address is a range of one.

    Args:
        version: 4 or 6. Left out: either.

    Raises:
        InvalidSettingError: for what is no range, has bits beyond its length, or is of the other version.
    """
    network = _network(setting, value)
    if version is not None and network.version != version:
        attribute = "sender_ip" if network.version == 4 else "sender_ipv6"
        raise InvalidSettingError(
            setting,
            value,
            f"is {_VERSIONS[network.version]}, and the attribute {_VERSIONS[version]}",
            fix=f"compare it with Traffic.{attribute}",
        )
    return str(network)


def _network(setting: str, value: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(value)
    except ValueError:
        raise _wrong(setting, value) from None


def _wrong(setting: str, value: str) -> InvalidSettingError:
    try:
        meant = ip_interface(value).network
    except ValueError:
        return InvalidSettingError(
            setting,
            value,
            "is no range of IP addresses",
            fix="write one such as '192.0.2.0/24' or '2001:db8::/32'",
        )
    return InvalidSettingError(
        setting, value, "has bits beyond its length", fix=f"write '{meant}', or the address without a length"
    )
