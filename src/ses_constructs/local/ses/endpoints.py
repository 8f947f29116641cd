"""Global endpoints at work: when they are ready, and which of their two regions takes a message."""

from __future__ import annotations

from datetime import timedelta

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import bad_request
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.world import Place

KIND = "MultiRegionEndpoint"
_MESSAGES = "MultiRegionEndpointMessages"
SECONDS_TO_READY = 2
"""SES takes minutes."""


def status(state: PlaceState, endpoint: Document) -> str:
    """``CREATING``, then ``READY``."""
    ready = endpoint["CreatedTimestamp"] + timedelta(seconds=SECONDS_TO_READY)
    return "READY" if state.now() >= ready else "CREATING"


def route(state: PlaceState, endpoint_id: str) -> PlaceState:
    """The place that takes the next message of an endpoint: its regions take turns.

    Whatever a message names must be there: identity, configuration set, template.
    """
    for home in state.store:
        found = home.kept(KIND).values() if home.place.account == state.place.account else ()
        for endpoint in found:
            if endpoint["EndpointId"] == endpoint_id:
                return _next(home, endpoint)
    raise bad_request(f"There is no multi-region endpoint with the id {endpoint_id}.")


def _next(home: PlaceState, endpoint: Document) -> PlaceState:
    if status(home, endpoint) != "READY":
        raise bad_request(f"Multi-region endpoint {endpoint['EndpointName']} is not ready.")
    taken = home.kept(_MESSAGES).setdefault(endpoint["EndpointId"], {"count": 0})
    region = endpoint["Regions"][taken["count"] % len(endpoint["Regions"])]
    taken["count"] += 1
    place = Place(home.place.account, region, home.place.partition)
    return home.store.at(place)
