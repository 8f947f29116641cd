"""A hosted zone of Route 53, in this account or, through a role, in another."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import clients
from botocore.exceptions import ClientError
from lifecycle import Properties, RefusedError, needed, text

if TYPE_CHECKING:
    from types_boto3_route53 import Route53Client
    from types_boto3_sts.type_defs import AssumeRoleResponseTypeDef

_SESSION = "ses-constructs"
_SESSION_SECONDS = 900
_PAUSES_SECONDS = (2, 4, 8, 16)
"""The permission to assume the role may be a few seconds old and not yet in force."""

_ESCAPED = re.compile(r"\\([0-7]{3})")
"""Route 53 spells all but letters, digits, dashes and underscores in octal: ``*`` comes as ``\\052``."""

RecordSet = dict[str, Any]
RecordType = Literal["CNAME", "MX", "TXT"]


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone, and the client that may change it."""

    id: str
    client: Route53Client
    role: str = ""
    """ARN of the role that the client acts as; empty in this account."""


def opened(properties: Properties) -> Zone:
    """The zone of ``HostedZoneId``; with ``AssumedRole`` as seen by that role."""
    zone_id, role = needed(properties, "HostedZoneId"), text(properties, "AssumedRole")
    if not role:
        return Zone(zone_id, clients.route53())
    given = _assumed(role, needed(properties, "ExternalId"))["Credentials"]
    client = clients.route53_as(
        key_id=given["AccessKeyId"], secret=given["SecretAccessKey"], token=given["SessionToken"]
    )
    return Zone(zone_id, client, role)


def _assumed(role: str, external_id: str) -> AssumeRoleResponseTypeDef:
    for pause in (*_PAUSES_SECONDS, None):
        try:
            return clients.sts().assume_role(
                RoleArn=role,
                RoleSessionName=_SESSION,
                ExternalId=external_id,
                DurationSeconds=_SESSION_SECONDS,
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "AccessDenied":
                raise
            if pause is not None:
                time.sleep(pause)
    raise RefusedError(
        f"role {role} may not be assumed. Fix: deploy RecordsRole in the account of the zone first, with this "
        "account as trusted_account and the same external_id"
    )


def find(zone: Zone, name: str, type: RecordType) -> RecordSet | None:
    """The record set of a name and type; ``None`` when there is none, or no such zone."""
    try:
        with _refused_by_role(zone, [name]):
            said: Any = zone.client.list_resource_record_sets(
                HostedZoneId=zone.id, StartRecordName=name, StartRecordType=type, MaxItems="1"
            )
    except zone.client.exceptions.NoSuchHostedZone:
        return None
    for record in said["ResourceRecordSets"]:
        if _plain(record["Name"]) == name and record["Type"] == type:
            return dict(record)
    return None


def _plain(name: str) -> str:
    """A name as it was given."""
    return _ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), name).rstrip(".").lower()


def change(zone: Zone, changes: list[dict[str, object]]) -> None:
    """One batch; none when there is nothing to change."""
    if changes:
        batch: Any = {"Comment": "Amazon SES", "Changes": changes}
        try:
            with _refused_by_role(zone, [change["ResourceRecordSet"]["Name"] for change in batch["Changes"]]):
                zone.client.change_resource_record_sets(HostedZoneId=zone.id, ChangeBatch=batch)
        except zone.client.exceptions.NoSuchHostedZone:
            whose = f"as seen by role {zone.role}" if zone.role else "in this account"
            raise RefusedError(
                f"there is no hosted zone {zone.id} {whose}. Fix: give the id of the zone, and for another "
                "account's use Dns.in_zone_of_account() with a role of that account"
            ) from None


@contextmanager
def _refused_by_role(zone: Zone, names: list[str]) -> Iterator[None]:
    """Says what the other account has to allow. Not tried again: its role was there before."""
    try:
        yield
    except ClientError as error:
        if not zone.role or not error.response.get("Error", {}).get("Code", "").startswith("AccessDenied"):
            raise
        raise RefusedError(
            f"role {zone.role} may not write {', '.join(names)} in zone {zone.id}. "
            "Fix: list the domain in RecordsRole in the account of the zone, deploy that, then this"
        ) from None


def values(record: RecordSet) -> list[str]:
    """The values of a record set, in an order that can be compared."""
    return sorted(each["Value"] for each in record.get("ResourceRecords", []))
