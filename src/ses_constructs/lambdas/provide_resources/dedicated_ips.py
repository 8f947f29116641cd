"""``Custom::SesDedicatedIps``: which dedicated IP addresses are in a pool, and how warm they are.

Properties: ``PoolName``; ``Ips``, a mapping from address to warm-up percentage, which is empty to leave it alone;
``OnDelete`` (``keep`` or ``release``).

An address that somebody has put into another pool is not taken away. A percentage is written when the template
changes, since SES raises it by itself day by day.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import clients
import stacks
from lifecycle import Properties, RefusedError, Request, Result, mapping, needed, text

if TYPE_CHECKING:
    from types_boto3_sesv2.type_defs import DedicatedIpTypeDef as Found

_DEFAULT_POOL = "ses-default-dedicated-pool"
"""Of all addresses that are in no other pool. Guide: Assigning IP pools in Amazon SES."""
_RELEASE = "release"


def create(properties: Properties, request: Request) -> Result:
    """Puts the addresses into the pool, after a look at all of them."""
    return _apply(properties, {}, request)


def update(properties: Properties, request: Request) -> Result:
    """Adds what is new, and lets go what is wanted no more."""
    if text(request.old_properties, "PoolName") != text(properties, "PoolName"):
        # Another pool: CloudFormation deletes the assignments of the old one after this.
        return _apply(properties, request.old_properties, replace(request))
    result = _apply(properties, request.old_properties, request)
    gone = mapping(request.old_properties, "Ips").keys() - mapping(properties, "Ips").keys()
    _release(needed(properties, "PoolName"), gone)
    return result


def delete(properties: Properties, _request: Request) -> None:
    """Lets the addresses go before their pool is deleted; a pool that stays keeps them."""
    pool = text(properties, "PoolName")
    if pool and text(properties, "OnDelete") == _RELEASE:
        _release(pool, mapping(properties, "Ips"))


def _apply(properties: Properties, before: Properties, request: Request) -> Result:
    pool, wanted = needed(properties, "PoolName"), mapping(properties, "Ips")
    free = {"", _DEFAULT_POOL, pool, text(before, "PoolName")}
    found = {ip: _required(ip) for ip in wanted}
    occupied = [ip for ip, one in found.items() if one.get("PoolName", "") not in free]
    # While a deployment is undone, an address goes back where it was.
    if occupied and not stacks.is_rolling_back(request.stack_id):
        raise _occupied(occupied[0], found[occupied[0]].get("PoolName", ""))
    request.physical_id = f"dedicated-ips/{pool}"
    for ip, one in found.items():
        if one.get("PoolName") != pool:
            clients.sesv2().put_dedicated_ip_in_pool(Ip=ip, DestinationPoolName=pool)
        _warm_up(one, text(wanted, ip), text(mapping(before, "Ips"), ip))
    return Result(physical_id=request.physical_id)


def _warm_up(one: Found, wanted: str, before: str) -> None:
    if wanted and wanted != before and one["WarmupPercentage"] != int(wanted):
        clients.sesv2().put_dedicated_ip_warmup_attributes(Ip=one["Ip"], WarmupPercentage=int(wanted))


def _release(pool: str, ips: object) -> None:
    for ip in sorted(ips) if isinstance(ips, set | dict) else []:
        found = _find(ip)
        if found is not None and found.get("PoolName") == pool:
            clients.sesv2().put_dedicated_ip_in_pool(Ip=ip, DestinationPoolName=_DEFAULT_POOL)


def _required(ip: str) -> Found:
    found = _find(ip)
    if found is None:
        raise RefusedError(
            f"{ip} is no dedicated IP address of this account in this region. "
            "Fix: request it from AWS Support first; no API leases addresses"
        )
    return found


def _find(ip: str) -> Found | None:
    client = clients.sesv2()
    try:
        return client.get_dedicated_ip(Ip=ip)["DedicatedIp"]
    except client.exceptions.NotFoundException:
        return None


def _occupied(ip: str, pool: str) -> RefusedError:
    return RefusedError(
        f"{ip} is in pool {pool!r}, and an address is in one pool only. "
        "Fix: take it out there first, then deploy again"
    )
