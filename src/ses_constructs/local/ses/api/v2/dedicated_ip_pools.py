"""Dedicated IP pools."""

from __future__ import annotations

from ses_constructs.local.ses import dedicated_ips
from ses_constructs.local.ses.documents import Document, tags_of
from ses_constructs.local.ses.failures import already_exists, bad_request, not_found
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page

KIND = "DedicatedIpPool"


@operation("sesv2", "CreateDedicatedIpPool")
def create_pool(call: Call) -> None:
    """Creates a pool."""
    name = call.text("PoolName")
    if name in call.state.kept(KIND):
        raise already_exists(f"Dedicated IP pool {name} already exists.")
    call.state.kept(KIND)[name] = {
        "PoolName": name,
        "ScalingMode": call.parameters.get("ScalingMode", "STANDARD"),
    }
    call.state.tags[call.state.arn(f"dedicated-ip-pool/{name}")] = tags_of(call.parameters)


@operation("sesv2", "GetDedicatedIpPool")
def get_pool(call: Call) -> Document:
    """A pool."""
    return {"DedicatedIpPool": _require(call)}


@operation("sesv2", "ListDedicatedIpPools")
def list_pools(call: Call) -> Document:
    """The names of all pools."""
    return page(list(call.state.kept(KIND)), call.parameters, "DedicatedIpPools")


@operation("sesv2", "DeleteDedicatedIpPool")
def delete_pool(call: Call) -> None:
    """Deletes a pool; its addresses go back to the default pool."""
    name = _require(call)["PoolName"]
    for address in dedicated_ips.of_pool(call.state, name):
        address["PoolName"] = dedicated_ips.DEFAULT_POOL
    del call.state.kept(KIND)[name]
    call.state.tags.pop(call.state.arn(f"dedicated-ip-pool/{name}"), None)


@operation("sesv2", "PutDedicatedIpPoolScalingAttributes")
def put_scaling(call: Call) -> None:
    """Turns a standard pool into a managed one; the way back does not exist (API reference)."""
    pool, mode = _require(call), call.text("ScalingMode")
    if pool["ScalingMode"] == "MANAGED" and mode == "STANDARD":
        raise bad_request("A managed pool cannot become a standard one.")
    pool["ScalingMode"] = mode


def _require(call: Call) -> Document:
    name = call.text("PoolName")
    if name not in call.state.kept(KIND):
        raise not_found(f"Dedicated IP pool {name} does not exist.")
    return call.state.kept(KIND)[name]
