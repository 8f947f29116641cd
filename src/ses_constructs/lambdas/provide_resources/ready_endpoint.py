"""``Custom::SesReadyEndpoint``: waits until a global endpoint takes mail, and says its id.

Properties: ``EndpointName``; ``Minutes``, how long to wait. Attribute: ``EndpointId``, which CloudFormation's own
resource does not give.

It changes nothing, so that there is nothing to take back: a delete is done at once.
"""

from __future__ import annotations

import time

import clients
import stacks
from lifecycle import NotYetError, Properties, RefusedError, Request, Result, needed, number

_PAUSE_SECONDS = 10
_RESERVE_SECONDS = 30
"""What an invocation keeps for a last look, and for having another go on."""
_READY, _FAILED = "READY", "FAILED"


def create(properties: Properties, request: Request) -> Result:
    """Waits; fails when the time is over, or SES has failed."""
    name = needed(properties, "EndpointName")
    ends = request.since + 60 * number(properties, "Minutes")
    while True:
        status, endpoint_id = _look(name)
        if status == _READY:
            return Result(physical_id=f"endpoint/{name}", attributes={"EndpointId": endpoint_id})
        if time.time() >= ends or status == _FAILED:
            raise RefusedError(
                f"global endpoint {name} is {status}, not {_READY}. "
                "Fix: see that both regions are in order, delete the endpoint, and deploy again"
            )
        if request.seconds_left() < _PAUSE_SECONDS + _RESERVE_SECONDS:
            raise NotYetError
        time.sleep(_PAUSE_SECONDS)


def update(properties: Properties, request: Request) -> Result:
    """Looks again; what is being undone is not waited for."""
    if stacks.is_rolling_back(request.stack_id):
        endpoint_id = _look(needed(properties, "EndpointName"))[1]
        return Result(physical_id=request.physical_id, attributes={"EndpointId": endpoint_id})
    return create(properties, request)


def delete(_properties: Properties, _request: Request) -> None:
    """Nothing."""


def _look(name: str) -> tuple[str, str]:
    client = clients.sesv2()
    if not hasattr(client, "get_multi_region_endpoint"):
        raise RefusedError(
            "the runtime of the provider function does not know global endpoints yet. "
            "Fix: deploy in a region with a newer runtime"
        )
    try:
        found = client.get_multi_region_endpoint(EndpointName=name)
    except client.exceptions.NotFoundException:
        raise RefusedError(f"there is no global endpoint {name} in this region. Fix: create it first") from None
    return found.get("Status", ""), found.get("EndpointId", "")
