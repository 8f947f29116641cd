"""IP address filters: whose connections SES takes at all. Guide: Creating IP address filters."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from aws_cdk import aws_ses as ses
from constructs import Construct, IConstruct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import quotas
from ses_constructs.shared import Aws, is_known, located, once
from ses_constructs.shared.setting_types import checks_types

from .receiving_region import check_region

_SEE = "Creating IP address filters"
_EVERYBODY = "0.0.0.0/0"
_SIDE_BY_SIDE = 5
"""SES takes one call a second of an account; the others wait for these."""


class _Policy(StrEnum):
    ALLOW = "Allow"
    BLOCK = "Block"


@dataclass(frozen=True, slots=True)
class _Filter:
    owner: Construct
    policy: _Policy
    network: str


@once
def _filters_in(_app: IConstruct) -> list[_Filter]:
    """The filters of an app."""
    return []


@checks_types
class IpAllowList(Construct):
    """Takes mail of these addresses even when a block list, or SES itself, would block them.

    Others are judged as before: to take mail of nobody else, see :class:`IpAllowOnly`. Filters are for all mail of
    the account in the region, before any receipt rule.

    Creates: one ``AWS::SES::ReceiptFilter`` an entry; an account may have 100.

    Args:
        networks: IPv4 addresses, or networks such as ``192.0.2.0/24``.

    Raises:
        InvalidSettingError: for what is not an IPv4 network.
        ConflictingSettingsError: for a network that the app filters already, or more than 100 filters.
        UnavailableInRegionError: when the region receives no mail.

    Guide: Creating IP address filters; Email receiving concepts.
    """

    def __init__(self, scope: Construct, id: str, *, networks: Sequence[str]) -> None:
        super().__init__(scope, id)
        with located(self):
            _make(self, _Policy.ALLOW, _checked(networks))


@checks_types
class IpBlockList(Construct):
    """Refuses mail of these addresses while they still talk: it costs nothing and runs no rule.

    No log says what was blocked. An :class:`IpAllowList` overrides it. Filters are for all mail of the account in
    the region.

    Creates: one ``AWS::SES::ReceiptFilter`` an entry; an account may have 100.

    >>> IpBlockList(stack, "Spammers", networks=["192.0.2.0/24", "198.51.100.7"]).node.id
    'Spammers'

    Args:
        networks: IPv4 addresses, or networks such as ``192.0.2.0/24``.

    Raises:
        InvalidSettingError: for what is not an IPv4 network, or for all of them, see :class:`IpAllowOnly`.
        ConflictingSettingsError: for a network that the app filters already, or more than 100 filters.
        UnavailableInRegionError: when the region receives no mail.

    Guide: Creating IP address filters; Email receiving concepts.
    """

    def __init__(self, scope: Construct, id: str, *, networks: Sequence[str]) -> None:
        super().__init__(scope, id)
        with located(self):
            checked = _checked(networks)
            if _EVERYBODY in checked:
                raise InvalidSettingError(
                    "networks",
                    _EVERYBODY,
                    "blocks all mail to the account",
                    fix="use IpAllowOnly, which names whom to take mail from",
                    see=_SEE,
                )
            _make(self, _Policy.BLOCK, checked)


@checks_types
class IpAllowOnly(Construct):
    """Takes mail of these addresses and of nobody else, for all rules of the account in the region.

    Creates: one ``AWS::SES::ReceiptFilter`` an entry, and after them one that blocks everybody else; it is the
    first to go when the stack is deleted.

    Args:
        networks: IPv4 addresses, or networks such as ``192.0.2.0/24``.

    Raises:
        InvalidSettingError: for what is not an IPv4 network.
        ConflictingSettingsError: for a network that the app filters already, or more than 100 filters.
        UnavailableInRegionError: when the region receives no mail.

    Guide: Creating IP address filters, note on taking mail from a list alone.
    """

    def __init__(self, scope: Construct, id: str, *, networks: Sequence[str]) -> None:
        super().__init__(scope, id)
        with located(self):
            allowed = _make(self, _Policy.ALLOW, _checked(networks))
            (everybody,) = _make(self, _Policy.BLOCK, [_EVERYBODY])
        everybody.node.add_dependency(*allowed)


def _make(scope: Construct, policy: _Policy, networks: Sequence[str]) -> list[ses.CfnReceiptFilter]:
    check_region(scope)
    made: list[ses.CfnReceiptFilter] = []
    for network in networks:
        _check_free(_Filter(scope, policy, network))
        # Without a name: every property is replaced on change, and the new filter comes before the old one goes.
        one = ses.CfnReceiptFilter(
            scope,
            _id_of(policy, network, len(made)),
            filter=ses.CfnReceiptFilter.FilterProperty(
                ip_filter=ses.CfnReceiptFilter.IpFilterProperty(cidr=network, policy=policy)
            ),
        )
        if len(made) >= _SIDE_BY_SIDE:
            one.node.add_dependency(made[-_SIDE_BY_SIDE])
        made.append(one)
    return made


def _id_of(policy: _Policy, network: str, number: int) -> str:
    """Of a network, so that a filter stays itself wherever in the list it stands."""
    if not is_known(network):
        return f"{policy}{number}"
    return f"{policy}-{network.replace('.', '-').replace('/', '-')}"


def _checked(networks: Sequence[str]) -> list[str]:
    if not networks:
        raise InvalidSettingError("networks", [], "is empty", fix="give at least one address or network")
    return [checked_network(network) if is_known(network) else network for network in networks]


def checked_network(network: str) -> str:
    """A network as SES has it.

    Raises:
        InvalidSettingError: for anything but an IPv4 address or network, with what to write.
    """
    try:
        return str(ipaddress.IPv4Network(network))
    except ValueError:
        pass
    try:
        inside = ipaddress.ip_network(network, strict=False)
    except ValueError:
        fix = "write an IPv4 address such as '192.0.2.1', or a network such as '192.0.2.0/24'"
        raise InvalidSettingError("networks", network, "is not a network", fix=fix, see=_SEE) from None
    if inside.version == 6:
        # The schema has the format ipv4-network.
        fix = "leave it out: IP address filters know IPv4 only"
        raise InvalidSettingError("networks", network, "is an IPv6 network", fix=fix, see=_SEE)
    fix = f"write '{inside}' for the network, or the address alone"
    raise InvalidSettingError("networks", network, "has an address inside the network", fix=fix, see=_SEE)


def _check_free(new: _Filter) -> None:
    """Refuses a second filter for one network in one place, and the 101st of a place."""
    aws = Aws.of(new.owner)
    filters = _filters_in(aws.app)
    beside = [other for other in filters if _is_same_place(aws, Aws.of(other.owner))]
    for other in beside:
        if other.network == new.network:
            does = "allows" if other.policy is _Policy.ALLOW else "blocks"
            raise ConflictingSettingsError(
                f"{other.owner.node.path!r} {does} {new.network} already",
                fix="name each network once; where both are meant, allowing wins",
                see=_SEE,
            )
    if len(beside) >= quotas.IP_ADDRESS_FILTERS:
        raise ConflictingSettingsError(
            f"an account has at most {quotas.IP_ADDRESS_FILTERS} IP address filters in a region",
            fix="join neighbouring networks, or let Mail Manager's traffic policies do it",
            see="Service quotas in Amazon SES",
        )
    filters.append(new)


def _is_same_place(one: Aws, other: Aws) -> bool:
    if one.stack is other.stack:
        return True
    same = (one.account, one.region) == (other.account, other.region)
    return same and is_known(one.account) and is_known(one.region)
