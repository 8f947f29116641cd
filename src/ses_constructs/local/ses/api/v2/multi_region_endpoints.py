"""Global (multi-region) endpoints."""

from __future__ import annotations

from ses_constructs.local.ses import endpoints
from ses_constructs.local.ses.documents import Document, tags_of
from ses_constructs.local.ses.failures import already_exists, bad_request, not_found
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page
from ses_constructs.local.ses.record_ids import random_text


@operation("sesv2", "CreateMultiRegionEndpoint")
def create_endpoint(call: Call) -> Document:
    """Creates an endpoint, which is ready some seconds later."""
    name, home = call.text("EndpointName"), call.state.place.region
    if name in call.state.kept(endpoints.KIND):
        raise already_exists(f"Multi-region endpoint {name} already exists.")
    second = call.parameters["Details"]["RoutesDetails"][0]["Region"]
    if second == home:
        raise bad_request(f"The second region must differ from {home}.")
    now = call.state.now()
    call.state.kept(endpoints.KIND)[name] = {
        "EndpointName": name,
        "EndpointId": f"{random_text(8)}.{random_text(3)}",
        "Routes": [{"Region": home}, {"Region": second}],
        "Regions": [home, second],
        "CreatedTimestamp": now,
        "LastUpdatedTimestamp": now,
    }
    call.state.tags[call.state.arn(f"multi-region-endpoint/{name}")] = tags_of(call.parameters)
    return _shown(call, name)


@operation("sesv2", "GetMultiRegionEndpoint")
def get_endpoint(call: Call) -> Document:
    """An endpoint."""
    return _shown(call, _require(call)["EndpointName"])


@operation("sesv2", "ListMultiRegionEndpoints")
def list_endpoints(call: Call) -> Document:
    """Every endpoint."""
    found = [_shown(call, name) for name in call.state.kept(endpoints.KIND)]
    return page(found, call.parameters, "MultiRegionEndpoints")


@operation("sesv2", "DeleteMultiRegionEndpoint")
def delete_endpoint(call: Call) -> Document:
    """Deletes an endpoint."""
    name = _require(call)["EndpointName"]
    del call.state.kept(endpoints.KIND)[name]
    call.state.tags.pop(call.state.arn(f"multi-region-endpoint/{name}"), None)
    return {"Status": "DELETING"}


def _require(call: Call) -> Document:
    name = call.text("EndpointName")
    if name not in call.state.kept(endpoints.KIND):
        raise not_found(f"Multi-region endpoint {name} does not exist.")
    return call.state.kept(endpoints.KIND)[name]


def _shown(call: Call, name: str) -> Document:
    found = call.state.kept(endpoints.KIND)[name]
    return found | {"Status": endpoints.status(call.state, found)}
