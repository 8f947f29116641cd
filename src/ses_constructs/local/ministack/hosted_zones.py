"""Deleting ``AWS::Route53::HostedZone``: a zone with records of others stays, as in Route 53."""

from __future__ import annotations

from collections.abc import Mapping

from ministack.services import route53


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
