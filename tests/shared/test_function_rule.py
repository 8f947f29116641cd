"""A rule that invokes a function."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from aws_cdk.assertions import Template

from ses_constructs.shared.function_rule import invoke_by_rule


def test_the_rule_alone_may_invoke_the_function() -> None:
    stack = cdk.Stack(cdk.App(), "Test")
    function = lambda_.Function(
        stack,
        "Function",
        runtime=lambda_.Runtime.PYTHON_3_14,
        handler="index.handler",
        code=lambda_.Code.from_inline("def handler(event, context): ..."),
    )
    invoke_by_rule(stack, "Hourly", function, description="looks", every=cdk.Duration.hours(1))
    invoke_by_rule(stack, "Told", function, description="hears", pattern={"source": ["aws.ses"]})
    template = Template.from_stack(stack).to_json()["Resources"]
    own = {"Fn::GetAtt": [stack.get_logical_id(function.node.default_child), "Arn"]}  # type: ignore[arg-type]
    targets = [{"Id": "Function", "Arn": own}]
    assert template["Hourly"]["Properties"] == {
        "Description": "looks",
        "ScheduleExpression": "rate(1 hour)",
        "Targets": targets,
    }
    assert template["Told"]["Properties"] == {
        "Description": "hears",
        "EventPattern": {"source": ["aws.ses"]},
        "Targets": targets,
    }
    for rule in ("Hourly", "Told"):
        assert template[f"Admit{rule}"]["Properties"] == {
            "Action": "lambda:InvokeFunction",
            "FunctionName": own,
            "Principal": "events.amazonaws.com",
            "SourceArn": {"Fn::GetAtt": [rule, "Arn"]},
        }
