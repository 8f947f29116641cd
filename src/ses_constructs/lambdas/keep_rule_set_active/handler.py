"""Looks whether a receipt rule set still judges mail: anybody can activate another one with a single call."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from types_boto3_cloudwatch.type_defs import DimensionTypeDef

_CONFIG = Config(connect_timeout=5, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 6})

ses = cache(lambda: boto3.client("ses", config=_CONFIG))
cloudformation = cache(lambda: boto3.client("cloudformation", config=_CONFIG))
cloudwatch = cache(lambda: boto3.client("cloudwatch", config=_CONFIG))


def handler(_event: object, _context: object) -> None:
    """Counts 1 when another set is active, or none, and activates ours again if told to."""
    ours = os.environ["RULE_SET"]
    found = _active()
    if found == ours:
        _count(0)
        return
    if _is_changing():
        # The deployment may be what activates another set, or gives ours a new name.
        _say("left to the deployment", ours, found)
        return
    _count(1)
    if os.environ["RESTORE"] != "yes":
        _say("found inactive", ours, found)
        return
    ses().set_active_receipt_rule_set(RuleSetName=ours)
    _say("activated again", ours, found)


def _active() -> str:
    """The name of the active set; empty when none is."""
    # Without an active set SES leaves the metadata out.
    return ses().describe_active_receipt_rule_set().get("Metadata", {}).get("Name", "")


def _is_changing() -> bool:
    """Whether CloudFormation is at work on the stack."""
    stacks = cloudformation().describe_stacks(StackName=os.environ["STACK_ID"])["Stacks"]
    return any(stack["StackStatus"].endswith("_IN_PROGRESS") for stack in stacks)


def _count(inactive: int) -> None:
    dimension: DimensionTypeDef = {"Name": "Monitor", "Value": os.environ["MONITOR"]}
    cloudwatch().put_metric_data(
        Namespace=os.environ["NAMESPACE"],
        MetricData=[{"MetricName": "RuleSetInactive", "Value": float(inactive), "Dimensions": [dimension]}],
    )


def _say(did: str, ours: str, found: str) -> None:
    print(json.dumps({"did": did, "rule_set": ours, "active": found or None}))
