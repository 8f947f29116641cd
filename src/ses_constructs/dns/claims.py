"""Keeps two constructs of one app from publishing the same record, which DNS or Route 53 would refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from constructs import Construct, IConstruct

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.shared import Aws, is_known, once

from .record import DnsRecord


@dataclass(frozen=True, slots=True)
class _Claim:
    type: str
    zone: str | None
    value: str
    owner: Construct


@once
def _claims_of(app: IConstruct) -> dict[str, list[_Claim]]:  # noqa: ARG001 - the key
    """What has been claimed in an app, by name."""
    return {}


def claim(scope: Construct, zone: str | None, records: Sequence[DnsRecord]) -> None:
    """Remembers that ``scope`` publishes these records.

    Two constructs may not publish one name and type in one zone; one construct may give a name several TXT
    values. A name may have one MX only, wherever it is published: SES wants exactly one on a MAIL FROM domain,
    and a MAIL FROM domain must not receive mail. Beside a CNAME a name has no other record (RFC 1034, section
    3.6.2).
    Guide: Using a custom MAIL FROM domain.

    Raises:
        ConflictingSettingsError: names the other construct.
    """
    claims = _claims_of(Aws.of(scope).app)
    for record in records:
        if not is_known(record.name):
            continue
        earlier = claims.setdefault(record.name.lower(), [])
        for other in earlier:
            if record.type == other.type:
                _check_same_type(scope, zone, record, other)
            elif "CNAME" in (record.type, other.type):
                raise ConflictingSettingsError(
                    f"{record.name!r} cannot have a {record.type} record ({record.purpose}): "
                    f"{other.owner.node.path!r} publishes a {other.type} record there, and a CNAME stands alone",
                    fix="give each use a name of its own, such as 'links.' and 'bounce.' below the domain",
                )
        earlier.append(_Claim(record.type, zone, record.value, scope))


def _check_same_type(scope: Construct, zone: str | None, record: DnsRecord, other: _Claim) -> None:
    own_values = record.type == "TXT" and other.owner is scope
    same_zone = zone is not None and other.zone == zone and not own_values
    if same_zone or (record.type == "MX" and other.value != record.value):
        raise ConflictingSettingsError(
            f"{record.type} record of {record.name!r} is published by {other.owner.node.path!r} already",
            fix="give each use a name of its own, such as a MAIL FROM domain per region, "
            "or publish from one construct only",
            see="Using a custom MAIL FROM domain" if record.type == "MX" else None,
        )
