"""A table of what happened to whom: kept when its stack goes, restorable to any second of the last weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from ses_constructs.facts.stored_events import (
    BY_DAY,
    BY_MESSAGE,
    DAY_KEY,
    EXPIRES_AT,
    MESSAGE_KEY,
    PARTITION_KEY,
    SORT_KEY,
)

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


def event_table(
    scope: Construct,
    *,
    encryption_key: kms.IKey | None,
    removal_policy: cdk.RemovalPolicy,
    indexes: bool,
) -> dynamodb.Table:
    """The table of an event store, or of a feedback processor.

    Not a ``TableV2``, which takes no key of one's own in a stack that does not know its region.

    Args:
        encryption_key: Left out: a key of DynamoDB's own.
        removal_policy: What happens to it with its stack.
        indexes: Whether it can be asked for messages and days.
    """
    table = dynamodb.Table(
        scope,
        "Table",
        partition_key=_text(PARTITION_KEY),
        sort_key=_text(SORT_KEY),
        time_to_live_attribute=EXPIRES_AT,
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        encryption=None if encryption_key is None else dynamodb.TableEncryption.CUSTOMER_MANAGED,
        encryption_key=encryption_key,
        point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
            point_in_time_recovery_enabled=True
        ),
        removal_policy=removal_policy,
    )
    for name, key in ((BY_MESSAGE, MESSAGE_KEY), (BY_DAY, DAY_KEY)) if indexes else ():
        table.add_global_secondary_index(index_name=name, partition_key=_text(key), sort_key=_text(SORT_KEY))
    return table


def _text(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
