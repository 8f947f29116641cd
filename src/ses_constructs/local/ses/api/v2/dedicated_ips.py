"""Dedicated IP addresses: which pool they are in, and how warm they are."""

from __future__ import annotations

from ses_constructs.local.ses import dedicated_ips
from ses_constructs.local.ses.api.v2 import dedicated_ip_pools
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import bad_request, not_found
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page
from ses_constructs.local.ses.state import PlaceState

_WARM = 100


@operation("sesv2", "GetDedicatedIp")
def get_ip(call: Call) -> Document:
    """An address."""
    return {"DedicatedIp": dedicated_ips.require(call.state, call.text("Ip"))}


@operation("sesv2", "GetDedicatedIps")
def list_ips(call: Call) -> Document:
    """The addresses of the account, or of one pool."""
    name = call.optional_text("PoolName")
    if name is not None:
        _check_pool(call.state, name)
    everything = list(call.state.kept(dedicated_ips.KIND).values())
    found = everything if name is None else dedicated_ips.of_pool(call.state, name)
    return page(found, call.parameters, "DedicatedIps")


@operation("sesv2", "PutDedicatedIpInPool")
def put_in_pool(call: Call) -> None:
    """Moves an address to another pool, whichever it is in."""
    found, name = dedicated_ips.require(call.state, call.text("Ip")), call.text("DestinationPoolName")
    _check_pool(call.state, name)
    pool = call.state.kept(dedicated_ip_pools.KIND).get(name)
    if pool is not None and pool["ScalingMode"] == "MANAGED":
        raise bad_request(f"Dedicated IP pool {name} is managed.")
    found["PoolName"] = name


@operation("sesv2", "PutDedicatedIpWarmupAttributes")
def put_warmup(call: Call) -> None:
    """Sets how warm an address is: 100 is done, 0 begins anew."""
    found = dedicated_ips.require(call.state, call.text("Ip"))
    percentage = int(call.parameters["WarmupPercentage"])
    if not 0 <= percentage <= _WARM:
        raise bad_request(f"WarmupPercentage {percentage} is not from 0 to {_WARM}.")
    found["WarmupPercentage"] = percentage
    found["WarmupStatus"] = "DONE" if percentage == _WARM else "IN_PROGRESS"


def _check_pool(state: PlaceState, name: str) -> None:
    if name != dedicated_ips.DEFAULT_POOL and name not in state.kept(dedicated_ip_pools.KIND):
        raise not_found(f"Dedicated IP pool {name} does not exist.")
