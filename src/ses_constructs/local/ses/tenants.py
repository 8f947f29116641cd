"""Tenants and the reputation entities that switch their sending."""

from __future__ import annotations

from datetime import datetime

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import RefusedError, bad_request, not_found
from ses_constructs.local.ses.state import PlaceState

KIND = "Tenant"
ASSOCIATIONS = "TenantResourceAssociation"
ENTITIES = "ReputationEntity"


def require(state: PlaceState, name: str) -> Document:
    """The tenant of this name."""
    found = state.kept(KIND).get(name)
    if found is None:
        raise not_found(f"Tenant {name} does not exist.")
    return found


def entity(state: PlaceState, reference: str) -> Document:
    """The reputation entity of a tenant's ARN; every tenant has one, enabled at first."""
    if all(tenant["TenantArn"] != reference for tenant in state.kept(KIND).values()):
        raise not_found(f"Reputation entity {reference} does not exist.")
    fresh = {"Status": "ENABLED", "LastUpdatedTimestamp": state.now()}
    return state.kept(ENTITIES).setdefault(
        reference,
        {
            "ReputationEntityReference": reference,
            "ReputationEntityType": "RESOURCE",
            "CustomerManagedStatus": dict(fresh),
            "AwsSesManagedStatus": dict(fresh),
            "SendingStatusAggregate": "ENABLED",
        },
    )


def check_sending(state: PlaceState, name: str) -> None:
    """Raises when the tenant does not exist or its sending is switched off."""
    tenant = require(state, name)
    if entity(state, tenant["TenantArn"])["SendingStatusAggregate"] == "DISABLED":
        raise RefusedError("SendingPausedException", f"Sending paused for tenant <{name}>.")


def check_resources(state: PlaceState, name: str, *resources: str) -> None:
    """Raises unless everything that a message uses belongs to the tenant (API reference, ``TenantName``)."""
    foreign = [one for one in resources if state.arn(one) not in associations(state, name)]
    if foreign:
        raise bad_request(f"Not associated with tenant {name}: {', '.join(foreign)}.")


def set_status(state: PlaceState, reference: str, status: str) -> None:
    """Switches a tenant's sending, and says so on the event bus when that changes something."""
    found = entity(state, reference)
    changed = (found["SendingStatusAggregate"] == "DISABLED") is not (status == "DISABLED")
    found["CustomerManagedStatus"] = {"Status": status, "LastUpdatedTimestamp": state.now()}
    found["SendingStatusAggregate"] = status
    if changed:
        place, world = state.place, state.world
        detail_type = f"Sending Status {'Disabled' if status == 'DISABLED' else 'Enabled'}"
        detail = _change(status, state.now())
        state.later(
            "bus",
            detail_type,
            lambda: world.put_event(place, detail_type=detail_type, resources=[reference], detail=detail),
        )


def _change(status: str, at: datetime) -> Document:
    """What the event says. Guide: Tenants, Setting up EventBridge notifications."""
    moment = [*at.timetuple()[:6], at.microsecond * 1000]
    record = {"status": status, "cause": "Status manually updated.", "lastUpdatedTimestamp": moment}
    return {"version": "1.0.0", "data": {"origin": "CUSTOMER_MANAGED", "record": record}}


def associations(state: PlaceState, name: str) -> dict[str, Document]:
    """What belongs to a tenant, by ARN."""
    require(state, name)
    return state.kept(f"{ASSOCIATIONS}/{name}")
