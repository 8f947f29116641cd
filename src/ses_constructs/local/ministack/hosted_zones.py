"""Hosted zones: one with records of others cannot be deleted, as in Route 53; one may have an id of our choice."""

from __future__ import annotations

from collections.abc import Mapping

from ministack.core.responses import request_scope
from ministack.services import route53

from ses_constructs.local.world import Place


def delete(physical_id: str, properties: Mapping[str, object]) -> None:  # noqa: ARG001
    """Deletes a hosted zone; one that is gone already is no error.

    Raises:
        ValueError: when it holds more than its own NS and SOA records; the text lists them.
    """
    status, _, _ = route53._delete_hosted_zone(physical_id)
    if status == 400:
        left = sorted(f"{record['Name']} {record['Type']}" for record in route53._records[physical_id])
        raise ValueError(
            "The specified hosted zone contains non-required resource record sets and so cannot be deleted."
            f" (HostedZoneNotEmpty; it holds {', '.join(left)})"
        )


def own(place: Place, name: str, zone_id: str) -> None:
    """Makes an empty public zone with this id.

    Raises:
        ValueError: when there is a zone with this id.
    """
    zone_name = route53._normalise_name(name.lower())
    zone = {"id": zone_id, "name": zone_name, "caller_reference": zone_id}
    with request_scope(place.account, place.region), route53._lock:
        if zone_id in route53._zones:
            raise ValueError(f"there is a hosted zone {zone_id} already")
        route53._zones[zone_id] = {**zone, "comment": "", "private": False, "vpcs": []}
        route53._records[zone_id] = route53._default_records(zone_name)
