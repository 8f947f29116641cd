"""The table of an event store, and of a feedback processor."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Match, Template

from ses_constructs.events.event_table import event_table


def test_a_stack_that_does_not_know_its_region_may_have_a_key_of_its_own(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    event_table(stack, encryption_key=key, removal_policy=cdk.RemovalPolicy.RETAIN, indexes=False)
    Template.from_stack(stack).has_resource_properties(
        "AWS::DynamoDB::Table",
        {
            "SSESpecification": {"SSEEnabled": True, "KMSMasterKeyId": Match.any_value()},
            "GlobalSecondaryIndexes": Match.absent(),
        },
    )


def test_it_goes_with_its_stack_only_when_told_to(stack: cdk.Stack) -> None:
    event_table(stack, encryption_key=None, removal_policy=cdk.RemovalPolicy.DESTROY, indexes=True)
    Template.from_stack(stack).has_resource("AWS::DynamoDB::Table", {"DeletionPolicy": "Delete"})
