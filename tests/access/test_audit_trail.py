"""The trail, and the alerts on dangerous calls."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from ses_constructs.access import AuditTrail, CallAlerts, Risk
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.audited_calls import CALLS_OF


def rule_of(stack: cdk.Stack) -> dict[str, Any]:
    (rule,) = Template.from_stack(stack).find_resources("AWS::Events::Rule").values()
    properties: dict[str, Any] = rule["Properties"]
    return properties


def test_a_trail_of_all_regions_keeps_signed_files_of_changes_for_the_time_given(irish_stack: cdk.Stack) -> None:
    AuditTrail(irish_stack, "Audit", keep=cdk.Duration.days(30))
    template = Template.from_stack(irish_stack)
    template.has_resource_properties(
        "AWS::CloudTrail::Trail",
        {
            "IsLogging": True,
            "IsMultiRegionTrail": True,
            "EnableLogFileValidation": True,
            "EventSelectors": [{"IncludeManagementEvents": True, "ReadWriteType": "WriteOnly"}],
        },
    )
    (bucket,) = template.find_resources("AWS::S3::Bucket").values()
    assert bucket["DeletionPolicy"] == "Retain"
    assert bucket["Properties"]["LifecycleConfiguration"]["Rules"] == [
        {"ExpirationInDays": 30, "Status": "Enabled"}
    ]


def test_reading_calls_are_recorded_where_that_is_wanted(irish_stack: cdk.Stack) -> None:
    AuditTrail(irish_stack, "Audit", reads=True)
    Template.from_stack(irish_stack).has_resource_properties(
        "AWS::CloudTrail::Trail", {"EventSelectors": [Match.object_like({"ReadWriteType": "All"})]}
    )


def test_files_are_not_kept_for_less_than_a_day(irish_stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError) as refused:
        AuditTrail(irish_stack, "Audit", keep=cdk.Duration.hours(23))
    assert refused.value.at == "Irish/Audit"


def test_alerts_are_for_all_risks_or_those_named(irish_stack: cdk.Stack) -> None:
    topic = sns.Topic(irish_stack, "Operators")
    alerts = CallAlerts(irish_stack, "Alerts", operators=topic, risks=[Risk.SENDING])
    assert set(alerts.calls) == CALLS_OF[Risk.SENDING]
    assert rule_of(irish_stack)["EventPattern"]["detail"]["eventName"] == alerts.calls
    every = CallAlerts(cdk.Stack(cdk.App(), "Other"), "Alerts", operators=topic).calls
    assert set(every) == set().union(*CALLS_OF.values())


def test_a_message_holds_nothing_of_what_the_call_said(irish_stack: cdk.Stack) -> None:
    CallAlerts(irish_stack, "Alerts", operators=sns.Topic(irish_stack, "Operators"))
    (target,) = rule_of(irish_stack)["Targets"]
    paths = target["InputTransformer"]["InputPathsMap"]
    assert not [path for path in paths.values() if "requestParameters" in path or "responseElements" in path]
    assert all(f"<{name}>" in target["InputTransformer"]["InputTemplate"] for name in paths)


def test_only_this_rule_may_publish(irish_stack: cdk.Stack) -> None:
    CallAlerts(irish_stack, "Alerts", operators=sns.Topic(irish_stack, "Operators"))
    (policy,) = Template.from_stack(irish_stack).find_resources("AWS::SNS::TopicPolicy").values()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert "Rule" in str(statement["Condition"]["ArnLike"]["aws:SourceArn"])


@pytest.mark.parametrize("settings", [{"risks": []}, {"fifo": True}])
def test_alerts_that_would_reach_nobody_are_refused(irish_stack: cdk.Stack, settings: dict[str, Any]) -> None:
    topic = sns.Topic(irish_stack, "Operators", fifo=settings.pop("fifo", None))
    with pytest.raises(InvalidSettingError) as refused:
        CallAlerts(irish_stack, "Alerts", operators=topic, **settings)
    assert refused.value.at == "Irish/Alerts"
