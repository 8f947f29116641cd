"""The memory of a function that may be called twice for one thing: what it has done already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

if TYPE_CHECKING:
    from aws_cdk import aws_dynamodb as dynamodb


def done_table(scope: Construct, id: str, *, expires: str) -> dynamodb.Table:
    """A table of what was done: ids and hashes, and nothing of what is in the mail.

    Creates: an ``AWS::DynamoDB::Table`` with the key ``id``, billed by request, that goes with its stack.

    Args:
        scope: Where the table goes.
        id: Of the table.
        expires: Attribute with the second from which DynamoDB deletes an item.
    """
    from aws_cdk import aws_dynamodb as dynamodb

    table = dynamodb.Table(
        scope,
        id,
        partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        time_to_live_attribute=expires,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    reason = "it holds ids for some days; restored, it would be out of date"
    cdk.Validations.of(table).acknowledge(cdk.Acknowledgment(id="AwsSolutions-DDB3", reason=reason))
    return table
