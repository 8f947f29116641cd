"""Where the DNS records of a construct go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.domains import is_below
from ses_constructs.shared import is_known

from .claims import claim
from .record import DnsRecord

if TYPE_CHECKING:
    from aws_cdk import aws_route53 as route53

_TTL_SECONDS = 1800
"""The time to live that aws_ses gives its own records; the guide names none."""


@dataclass(frozen=True, slots=True)
class Dns:
    """Where records go: :meth:`in_zone`, :meth:`in_zone_with_id` or :meth:`by_hand`."""

    hosted_zone_id: str | None
    zone_name: str | None

    @classmethod
    def in_zone(cls, zone: route53.IHostedZone) -> Dns:
        """Publishes into a hosted zone of this account: the domain's own, or that of a parent domain."""
        return cls(zone.hosted_zone_id, zone.zone_name)

    @classmethod
    def in_zone_with_id(cls, hosted_zone_id: str, *, zone_name: str) -> Dns:
        """Publishes into a hosted zone of this account that only its id is known of.

        Args:
            hosted_zone_id: Such as ``Z0123456789ABCDEFGHIJ``.
            zone_name: The zone's domain, such as ``example.com``.
        """
        return cls(hosted_zone_id, zone_name)

    @classmethod
    def by_hand(cls) -> Dns:
        """Publishes nothing. The records are stack outputs and ``dns_records``, for somebody else's DNS."""
        return cls(None, None)

    @property
    def is_by_hand(self) -> bool:
        return self.hosted_zone_id is None

    def check_holds(self, setting: str, domain: str) -> None:
        """Refuses a domain that the zone cannot hold; says nothing where a name is not known yet.

        Raises:
            InvalidSettingError: when the domain is neither the zone's nor below it.
        """
        zone = self.zone_name
        if zone is None or not is_known(zone) or not is_known(domain):
            return
        zone = zone.rstrip(".").lower()
        if domain != zone and not is_below(domain, zone):
            raise InvalidSettingError(
                setting,
                domain,
                f"is not in the hosted zone {zone!r}",
                fix="give the zone of the domain itself or of a parent domain, or dns=Dns.by_hand()",
            )

    def publish(
        self,
        scope: Construct,
        id: str,
        records: Sequence[DnsRecord],
        *,
        generated: Sequence[Mapping[str, object]] = (),
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
    ) -> cdk.CfnResource | None:
        """Publishes the records as one ``AWS::Route53::RecordSetGroup``, or as one stack output by hand.

        Args:
            scope: The construct that owns the records.
            id: Of the group, or of the output.
            records: All records; in a zone without those of ``generated``.
            generated: Further record sets whose names CloudFormation fills in, as the template wants them.
            removal_policy: Of the group.

        Raises:
            ConflictingSettingsError: when another construct of the app publishes the same name and type.
        """
        claim(scope, self.hosted_zone_id, records)
        if self.hosted_zone_id is None:
            lines = "\n".join(record.zone_line(ttl=_TTL_SECONDS) for record in records)
            cdk.CfnOutput(scope, id, value=lines, description="DNS records to publish, as lines of a zone file")
            return None
        # One change batch and one resource for all records; a generic resource because it is plumbing, and
        # the typed one costs as many calls into Node as its records have fields.
        group = cdk.CfnResource(
            scope,
            id,
            type="AWS::Route53::RecordSetGroup",
            properties={
                "HostedZoneId": self.hosted_zone_id,
                "RecordSets": [*generated, *(record_set(r.name, r.type, r.value) for r in records)],
            },
        )
        if removal_policy is not cdk.RemovalPolicy.DESTROY:
            group.apply_removal_policy(removal_policy)
        return group


def record_set(name: object, type: str, value: object) -> dict[str, object]:
    """A record set as ``AWS::Route53::RecordSetGroup`` wants it; names and values may be intrinsics."""
    full_name = f"{name}." if isinstance(name, str) else name
    return {"Name": full_name, "Type": type, "TTL": str(_TTL_SECONDS), "ResourceRecords": [value]}
