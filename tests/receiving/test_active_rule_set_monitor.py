"""What the template says of the function that keeps a rule set active."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.receiving import Activation, ActiveReceiptRuleSet, ActiveRuleSetMonitor, ReceiptRuleSet
from tests.receiving.conftest import Json, Read

Reader = Callable[[cdk.Stack], Read]
FUNCTION = "AWS::Lambda::Function"


def monitored(
    stack: cdk.Stack, activation: Activation | None = None, *, restore: bool | None = None
) -> ActiveRuleSetMonitor:
    inbound = ReceiptRuleSet(stack, "Inbound", activation=activation, receipt_rule_set_name="set")
    return ActiveRuleSetMonitor(
        stack, "Monitor", rule_set=inbound, operators=sns.Topic(stack, "Operators"), restore=restore
    )


def environment(template: Read) -> Json:
    (found,) = [made for id, made in template.of_type(FUNCTION).items() if "KeepRuleSetActive" in id]
    variables = found["Properties"]["Environment"]["Variables"]
    assert isinstance(variables, dict)
    return variables


def allowed(template: Read) -> list[str]:
    policies = [made for id, made in template.of_type("AWS::IAM::Policy").items() if "KeepRuleSetActive" in id]
    statements = [s for policy in policies for s in policy["Properties"]["PolicyDocument"]["Statement"]]
    actions = [s["Action"] if isinstance(s["Action"], list) else [s["Action"]] for s in statements]
    return sorted(action for some in actions for action in some if not action.startswith("logs:"))


def test_the_function_knows_the_set_and_may_activate_it(stack: cdk.Stack, read: Reader) -> None:
    monitored(stack)
    template = read(stack)
    assert environment(template)["RULE_SET"] == "set"
    assert environment(template)["RESTORE"] == "yes"
    assert allowed(template) == [
        "cloudformation:DescribeStacks",
        "cloudwatch:PutMetricData",
        "ses:DescribeActiveReceiptRuleSet",
        "ses:SetActiveReceiptRuleSet",
    ]
    assert template.only("AWS::Events::Rule")["Properties"]["ScheduleExpression"] == "rate(5 minutes)"


def test_a_monitor_that_only_tells_may_not_activate(stack: cdk.Stack, read: Reader) -> None:
    monitored(stack, restore=False)
    template = read(stack)
    assert environment(template)["RESTORE"] == "no"
    assert "ses:SetActiveReceiptRuleSet" not in allowed(template)


def test_a_joining_set_is_told_of_and_not_restored(stack: cdk.Stack, read: Reader) -> None:
    monitored(stack, Activation.join())
    variables = environment(read(stack))
    assert variables["RESTORE"] == "no"
    assert variables["RULE_SET"]["Fn::GetAtt"][1] == "RuleSetName"


def test_restoring_a_set_that_joins_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(ConflictingSettingsError, match="leave restore out, to be told only"):
        monitored(stack, Activation.join(), restore=True)


def test_a_set_that_is_off_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(ConflictingSettingsError, match="give the ActiveReceiptRuleSet that activates it"):
        monitored(stack, Activation.off())


def test_the_set_of_another_stack_is_refused(app: cdk.App, stack: cdk.Stack) -> None:
    inbound = ReceiptRuleSet(stack, "Inbound")
    other = cdk.Stack(app, "Other")
    with pytest.raises(ConflictingSettingsError, match="put the monitor into the stack of the rule set"):
        ActiveRuleSetMonitor(other, "Monitor", rule_set=inbound, operators=sns.Topic(other, "Operators"))


def test_a_swapped_set_is_followed(stack: cdk.Stack, read: Reader) -> None:
    blue = ReceiptRuleSet(stack, "Blue", activation=Activation.off(), receipt_rule_set_name="blue")
    active = ActiveReceiptRuleSet(stack, "Active", rule_sets=[blue], active=blue)
    ActiveRuleSetMonitor(stack, "Monitor", rule_set=active, operators=sns.Topic(stack, "Operators"))
    assert environment(read(stack))["RULE_SET"] == "blue"


def test_the_schedule_begins_after_the_activation_and_ends_before_it(stack: cdk.Stack, read: Reader) -> None:
    monitored(stack)
    template = read(stack)
    active = template.id_of("Custom::SesActiveReceiptRuleSet")
    assert active in template.waits_for(template.id_of("AWS::Events::Rule"))


def test_operators_hear_of_both_ways_to_fail(stack: cdk.Stack, read: Reader) -> None:
    monitor = monitored(stack)
    alarms = [made["Properties"] for made in read(stack).of_type("AWS::CloudWatch::Alarm").values()]
    assert sorted(alarm["MetricName"] for alarm in alarms) == ["Errors", "RuleSetInactive"]
    metric = monitor.metric_inactive()
    (inactive,) = [alarm for alarm in alarms if alarm["MetricName"] == metric.metric_name]
    assert {each["Name"]: each["Value"] for each in inactive["Dimensions"]} == dict(metric.dimensions or {})
    assert inactive["Namespace"] == metric.namespace


@pytest.mark.parametrize("every", [cdk.Duration.seconds(30), cdk.Duration.seconds(90)])
def test_an_interval_is_whole_minutes(stack: cdk.Stack, every: cdk.Duration) -> None:
    inbound = ReceiptRuleSet(stack, "Inbound")
    with pytest.raises(InvalidSettingError, match=r"Duration.minutes\(5\)"):
        ActiveRuleSetMonitor(
            stack, "Monitor", rule_set=inbound, operators=sns.Topic(stack, "Operators"), every=every
        )
