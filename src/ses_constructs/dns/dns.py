"""Where the DNS records of a construct go."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.domains import is_below
from ses_constructs.shared import Aws, is_known
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types

from .claims import claim
from .custom_records import (
    ExistingRecords,
    RecordWriter,
    check_external_id,
    custom_records,
    let_write,
    zone_properties,
)
from .found_record import ZONE_LINES
from .given_zone import check_public, name_of
from .record import DnsRecord

if TYPE_CHECKING:
    from aws_cdk import aws_route53 as route53

_ZONE_ID = re.compile(r"[A-Za-z0-9]{1,32}")
"""Source: the length of ``ResourceId`` in Route 53's API model; it consists of letters and digits."""
_ROLE_ARN = re.compile(r"arn:[^:]+:iam::\d{12}:role/.+")
_TTL_SECONDS = 1800
"""The time to live that aws_ses gives its own records; the guide names none."""


@checks_types
@dataclass(frozen=True, slots=True)
class Dns:
    """Where records go: :meth:`in_zone`, :meth:`in_zone_with_id`, :meth:`in_zone_of_account`, :meth:`by_hand`."""

    hosted_zone_id: str | None
    zone_name: str | None
    writer: RecordWriter | None = None
    """Writes what CloudFormation cannot."""
    zone: route53.IHostedZone | None = field(default=None, compare=False)
    """The zone itself, where it is a construct."""

    @classmethod
    def in_zone(cls, zone: route53.IHostedZone, *, existing: ExistingRecords = ExistingRecords.REFUSE) -> Dns:
        """Publishes into a hosted zone of this account: the domain's own, or that of a parent domain.

        Args:
            existing: What becomes of a record that somebody else has made. Left out: the deployment fails.

        Raises:
            InvalidSettingError: for a private hosted zone; what publishes there raises it when the zone is known
                to be of another account.
        """
        check_public(zone)
        return cls(zone.hosted_zone_id, name_of(zone), RecordWriter.of(existing), zone)

    @classmethod
    def in_zone_with_id(
        cls,
        hosted_zone_id: str,
        *,
        zone_name: str,
        existing: ExistingRecords = ExistingRecords.REFUSE,
    ) -> Dns:
        """Publishes into a hosted zone of this account that only its id is known of.

        Args:
            hosted_zone_id: Such as ``Z0123456789ABCDEFGHIJ``.
            zone_name: The zone's domain, such as ``example.com``.
            existing: As of :meth:`in_zone`.

        Raises:
            InvalidSettingError: for what is no id.
        """
        return cls(_checked_zone_id(hosted_zone_id), zone_name, RecordWriter.of(existing))

    @classmethod
    def in_zone_of_account(
        cls,
        hosted_zone_id: str,
        *,
        zone_name: str,
        role_arn: str,
        external_id: str,
        existing: ExistingRecords = ExistingRecords.REFUSE,
    ) -> Dns:
        """Publishes into a hosted zone of another account, by a role there that the deployment assumes.

        ``RecordsRole`` makes the role in that account.

        Args:
            hosted_zone_id: Such as ``Z0123456789ABCDEFGHIJ``.
            zone_name: The zone's domain, such as ``example.com``.
            role_arn: The role, which may write these records and nothing else.
            external_id: What the role asks for.
            existing: As of :meth:`in_zone`.

        Raises:
            InvalidSettingError: for what is no id, no ARN of a role, or no external id.
        """
        if is_known(role_arn) and _ROLE_ARN.fullmatch(role_arn) is None:
            raise InvalidSettingError(
                "role_arn",
                role_arn,
                "is not the ARN of a role",
                fix="give that of RecordsRole, such as 'arn:aws:iam::111122223333:role/MailRecords'",
            )
        check_external_id(external_id)
        return cls(_checked_zone_id(hosted_zone_id), zone_name, RecordWriter(existing, role_arn, external_id))

    @classmethod
    def by_hand(cls) -> Dns:
        """Publishes nothing. The records are stack outputs and ``dns_records``, for somebody else's DNS.

        ``python -m ses_constructs.dns cdk.out`` prints them after a deployment.
        """
        return cls(None, None)

    @property
    def is_by_hand(self) -> bool:
        return self.hosted_zone_id is None

    @property
    def validates_certificates(self) -> bool:
        """Whether ACM can validate a certificate of this account here: in a zone of this account."""
        return not self.is_by_hand and (self.writer is None or self.writer.role_arn is None)

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
        """Publishes the records as one resource, or as one stack output by hand.

        Args:
            scope: The construct that owns the records.
            id: Of the group, or of the output.
            records: All records; in a zone without those of ``generated``.
            generated: Further record sets whose names CloudFormation fills in, as the template wants them.
            removal_policy: Of the group.

        Returns:
            What publishes them; ``None`` by hand, and when there are none.

        Raises:
            ConflictingSettingsError: when another construct of the app publishes the same name and type.
            InvalidSettingError: for a removal policy that records do not have, or a zone of another account.
        """
        check_removal(removal_policy)
        self._check_account(scope)
        claim(scope, self.hosted_zone_id, records)
        if self.hosted_zone_id is None:
            if not records:
                return None
            lines = "\n".join(record.zone_line(ttl=_TTL_SECONDS) for record in records)
            cdk.CfnOutput(scope, id, value=lines, description=ZONE_LINES)
            return None
        record_sets = [*generated, *_record_sets(records)]
        if not record_sets:
            return None
        if self.writer is not None:
            # Under the id of a group: CloudFormation then refuses to exchange one for the other, where it would
            # delete what it has just had written.
            return custom_records(
                scope,
                id,
                hosted_zone_id=self.hosted_zone_id,
                writer=self.writer,
                record_sets=record_sets,
                removal_policy=removal_policy,
            )
        # One change batch and one resource for all records; a generic resource because it is plumbing, and
        # the typed one costs as many calls into Node as its records have fields.
        group = cdk.CfnResource(
            scope,
            id,
            type="AWS::Route53::RecordSetGroup",
            properties={"HostedZoneId": self.hosted_zone_id, "RecordSets": record_sets},
        )
        apply_removal(group, removal_policy)
        return group

    def let_provider_write(self, made: cdk.CfnResource, records: Sequence[DnsRecord]) -> dict[str, object]:
        """Lets a custom resource write records whose values only it knows.

        Args:
            made: A resource of the provider function.
            records: What it writes.

        Returns:
            Properties that tell it where and how; empty by hand.

        Raises:
            ConflictingSettingsError: as of :meth:`publish`.
            InvalidSettingError: for a zone of another account.
        """
        if self.hosted_zone_id is None:
            return {}
        self._check_account(made)
        claim(made, self.hosted_zone_id, records)
        writer = self.writer if self.writer is not None else RecordWriter(ExistingRecords.REFUSE)
        let_write(made, self.hosted_zone_id, writer)
        return {
            **zone_properties(self.hosted_zone_id, writer),
            "TTL": str(_TTL_SECONDS),
            "Names": [record.name for record in records],
        }

    def _check_account(self, scope: Construct) -> None:
        """Neither CloudFormation nor the provider function writes into another account's zone by itself."""
        if self.zone is None:
            return
        own, account = Aws.of(scope).account, Aws.of(self.zone).account
        if is_known(own) and is_known(account) and account != own:
            raise InvalidSettingError(
                "zone",
                self.zone.node.path,
                f"is of account {account}, and the records of account {own}",
                fix=f"make a RecordsRole in account {account}, and give Dns.in_zone_of_account() its ARN",
            )


def _checked_zone_id(id: str) -> str:
    if is_known(id) and _ZONE_ID.fullmatch(id) is None:
        raise InvalidSettingError(
            "hosted_zone_id",
            id,
            "is not the id of a hosted zone",
            fix="give the id alone, such as 'Z0123456789ABCDEFGHIJ', without '/hostedzone/'",
        )
    return id


def record_set(name: object, type: str, *values: object) -> dict[str, object]:
    """A record set as ``AWS::Route53::RecordSetGroup`` wants it; names and values may be intrinsics."""
    full_name = f"{name}." if isinstance(name, str) else name
    return {"Name": full_name, "Type": type, "TTL": str(_TTL_SECONDS), "ResourceRecords": list(values)}


def _record_sets(records: Sequence[DnsRecord]) -> list[dict[str, object]]:
    """A name has one record set of a type, with every value in it."""
    values: dict[tuple[str, str], list[str]] = {}
    for record in records:
        values.setdefault((record.name, record.type), []).append(record.value)
    return [record_set(name, type, *found) for (name, type), found in values.items()]
