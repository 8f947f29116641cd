"""An EventBridge rule that invokes a function, and the permission it needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_


def invoke_by_rule(
    scope: Construct,
    id: str,
    function: lambda_.IFunction,
    *,
    description: str,
    every: cdk.Duration | None = None,
    pattern: Mapping[str, object] | None = None,
) -> None:
    """Makes a rule on the default bus, and a permission beside it called ``Admit`` and its id.

    Args:
        id: Of the rule.
        description: Of the rule.
        every: How often it invokes the function by itself. Left out: it does not.
        pattern: Which events it invokes the function with. Left out: none.
    """
    from aws_cdk import aws_events as events
    from aws_cdk import aws_lambda as lambda_

    rule = events.CfnRule(
        scope,
        id,
        description=description,
        event_pattern=pattern,
        schedule_expression=None if every is None else events.Schedule.rate(every).expression_string,
        targets=[events.CfnRule.TargetProperty(id="Function", arn=function.function_arn)],
    )
    lambda_.CfnPermission(
        scope,
        f"Admit{id}",
        action="lambda:InvokeFunction",
        function_name=function.function_arn,
        principal="events.amazonaws.com",
        source_arn=rule.attr_arn,
    )
