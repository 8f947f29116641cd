"""An alarm that tells people."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from ses_constructs.shared.told_alarm import Measure, tell_when


def test_an_alarm_tells_when_it_fires_and_when_it_is_over_and_waits_for_the_permission(
    irish_stack: cdk.Stack,
) -> None:
    measure = Measure(
        namespace="AWS/Lambda",
        name="Errors",
        dimensions={"FunctionName": "f"},
        statistic="Sum",
        at_least=1,
        period=cdk.Duration.minutes(5),
    )
    topic = sns.Topic(irish_stack, "Operators")
    tell_when(irish_stack, "Alarm", measure=measure, operators=topic, what="It fails. See its log")
    template = Template.from_stack(irish_stack)
    (alarm,) = template.find_resources("AWS::CloudWatch::Alarm").values()
    (policy,) = template.find_resources("AWS::SNS::TopicPolicy")
    properties = alarm["Properties"]
    assert properties["AlarmActions"] == properties["OKActions"] != []
    assert (properties["Period"], properties["Statistic"], properties["Threshold"]) == (300, "Sum", 1)
    assert properties["Dimensions"] == [{"Name": "FunctionName", "Value": "f"}]
    assert policy in str(alarm["DependsOn"])
