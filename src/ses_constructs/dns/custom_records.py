"""Records that CloudFormation cannot write: into another account's zone, or in place of records that are there."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import Aws, Provider, is_known

_HASH_LENGTH = 8
_EXTERNAL_ID = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)
"""Source: ``externalIdType`` in the API model of ``AssumeRole``."""
_WHY_A_FIXED_ARN = "a role of another account, which nothing in this template could refer to"


class ExistingRecords(StrEnum):
    """What becomes of a record that is there already, with another value.

    CloudFormation refuses to change it for records it has deployed. Those that are kept change by a deployment
    with ``Dns.by_hand()`` in between, which leaves them where they are.
    """

    REFUSE = "refuse"
    """The deployment fails and says which."""
    ADOPT = "adopt"
    """It is replaced, and belongs to the stack from then on."""


@dataclass(frozen=True, slots=True)
class RecordWriter:
    """How the provider function writes records."""

    existing: ExistingRecords
    role_arn: str | None = None
    """A role of the zone's account; ``None`` for a zone of this account."""
    external_id: str | None = None

    @classmethod
    def of(cls, existing: ExistingRecords) -> RecordWriter | None:
        """Of a zone of this account; ``None`` when CloudFormation can do it."""
        return None if existing is ExistingRecords.REFUSE else cls(existing)


def check_external_id(external_id: str) -> None:
    """Refuses what a role cannot be asked for with.

    Raises:
        InvalidSettingError: tells what may be in it.
    """
    if is_known(external_id) and _EXTERNAL_ID.fullmatch(external_id) is None:
        raise InvalidSettingError(
            "external_id",
            external_id,
            "is too short or too long, or has a character that AWS STS does not take",
            fix="give 2 to 1224 letters, digits and any of '_+=,.@:/-'",
        )


def custom_records(
    scope: Construct,
    id: str,
    *,
    hosted_zone_id: str,
    writer: RecordWriter,
    record_sets: Sequence[Mapping[str, object]],
    removal_policy: cdk.RemovalPolicy,
) -> cdk.CfnResource:
    """One ``Custom::SesDnsRecords`` for all records.

    Args:
        record_sets: As ``AWS::Route53::RecordSetGroup`` wants them.
        removal_policy: DESTROY removes the records that nobody has changed.
    """
    properties = {
        "ServiceToken": Provider.of(scope).function.function_arn,
        **zone_properties(hosted_zone_id, writer),
        "Records": list(record_sets),
    }
    made = cdk.CfnResource(scope, id, type="Custom::SesDnsRecords", properties=properties)
    let_write(made, hosted_zone_id, writer)
    if removal_policy is not cdk.RemovalPolicy.DESTROY:
        made.apply_removal_policy(removal_policy)
    return made


def zone_properties(hosted_zone_id: str, writer: RecordWriter) -> dict[str, object]:
    """How the provider function is told which zone, and how to get there."""
    properties: dict[str, object] = {"HostedZoneId": hosted_zone_id, "Existing": str(writer.existing)}
    if writer.role_arn is not None:
        properties |= {"AssumedRole": writer.role_arn, "ExternalId": writer.external_id}
    return properties


def let_write(made: cdk.CfnResource, hosted_zone_id: str, writer: RecordWriter) -> None:
    """Lets the provider function write into the zone before a custom resource of its asks for it."""
    permission = _permission(Provider.of(made), hosted_zone_id, writer)
    made.node.add_dependency(permission)
    if writer.role_arn is not None:
        fixed = cdk.Acknowledgment(id="CloudFormation-Validate::W9002", reason=_WHY_A_FIXED_ARN)
        for construct in (made, permission):
            cdk.Validations.of(construct).acknowledge(fixed)


def _permission(provider: Provider, hosted_zone_id: str, writer: RecordWriter) -> cdk.Resource:
    """One policy for each zone or role: it goes when the last record that needs it has gone."""
    from aws_cdk import aws_iam as iam

    aws = Aws.of(provider)
    if writer.role_arn is not None:
        target, actions = writer.role_arn, ["sts:AssumeRole"]
    else:
        target = f"arn:{aws.partition}:route53:::hostedzone/{hosted_zone_id}"
        actions = ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"]
    # Resolved, since a token is spelt differently each time.
    spelt = json.dumps(aws.stack.resolve(target), sort_keys=True)
    digest = hashlib.sha256(spelt.encode()).hexdigest()[:_HASH_LENGTH]
    statement = iam.PolicyStatement(actions=actions, resources=[target])
    return provider.permission(f"Records{digest}", [statement], wildcards={})
