"""What Mail Manager does is written down and counted."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_logs as logs
from aws_cdk.assertions import Template

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError, UnavailableInRegionError
from ses_constructs.facts import mail_manager_logs as facts
from ses_constructs.mail_manager import (
    ActionStatus,
    IngressPoint,
    MailManagerLog,
    PolicyVerdict,
    RuleSet,
    TrafficPolicy,
)
from tests.mail_manager.reading import resources

DELIVERY, FILTER = "AWS::Logs::Delivery", "AWS::Logs::MetricFilter"


class Parts:
    """An ingress point and a rule set that something else made."""

    def __init__(self, stack: cdk.Stack) -> None:
        self.stack = stack
        self.point = IngressPoint.from_ingress_point_id(stack, "Point", "inp-1")
        self.rules = RuleSet.from_rule_set_id(stack, "Rules", "rs-1")
        self.policy = TrafficPolicy.from_traffic_policy_id(stack, "Policy", "tp-1")

    def log(self, **settings: Any) -> MailManagerLog:
        return MailManagerLog(self.stack, "Log", ingress_points=[self.point], rule_sets=[self.rules], **settings)


@pytest.fixture
def parts(irish_stack: cdk.Stack) -> Parts:
    return Parts(irish_stack)


def properties(stack: cdk.Stack, type: str) -> list[dict[str, Any]]:
    return [made["Properties"] for made in resources(stack, type).values()]


def test_addresses_of_people_are_written_only_when_asked_for(parts: Parts, app: cdk.App) -> None:
    parts.log()
    other = Parts(cdk.Stack(app, "Other"))
    other.log(addresses=True, decisions=True)
    held = {name for one in properties(parts.stack, DELIVERY) for name in one["RecordFields"]}
    everything = {name for one in properties(other.stack, DELIVERY) for name in one["RecordFields"]}
    people = facts.MESSAGES.people | facts.DECISIONS.people | facts.RULES.people
    assert not held & people
    assert people <= everything


def test_metrics_are_counted_under_the_names_that_are_asked_for(parts: Parts) -> None:
    log = parts.log(decisions=True)
    counted = {}
    for one in properties(parts.stack, FILTER):
        (made,) = one["MetricTransformations"]
        counted[made["MetricName"]] = {dimension["Key"] for dimension in made["Dimensions"]}
        assert made["MetricNamespace"] == facts.NAMESPACE
    asked = [
        log.metric_messages(parts.point),
        log.metric_bytes(parts.point),
        log.metric_recipients(parts.point, verdict=PolicyVerdict.REJECT),
        log.metric_decisions(parts.policy, verdict=PolicyVerdict.ACCEPT),
        log.metric_rule_executions(parts.rules, "Office"),
        log.metric_actions(parts.rules, "Office", status=ActionStatus.FAILURE),
        log.metric_failed_actions(parts.rules),
    ]
    assert {metric.metric_name: set(metric.dimensions or {}) for metric in asked} == counted
    assert {metric.namespace for metric in asked} == {facts.NAMESPACE}
    assert log.metric_messages(parts.point, period=cdk.Duration.hours(1)).period.to_hours() == 1


def test_a_metric_is_that_of_the_resource_the_verdict_and_the_status(parts: Parts) -> None:
    log = parts.log(decisions=True)
    point, rules = (
        parts.stack.resolve(ref)
        for ref in (
            parts.point.mail_manager_ingress_point_ref.ingress_point_arn,
            parts.rules.mail_manager_rule_set_ref.rule_set_arn,
        )
    )
    said = {
        metric.metric_name: parts.stack.resolve(metric.dimensions)
        for metric in (
            log.metric_messages(parts.point),
            log.metric_recipients(parts.point, verdict=PolicyVerdict.REJECT),
            log.metric_decisions(parts.policy, verdict=PolicyVerdict.ACCEPT),
            log.metric_actions(parts.rules, "Office", status=ActionStatus.SUCCESS),
            log.metric_failed_actions(parts.rules),
        )
    }
    assert said == {
        "Messages": {"ResourceArn": point},
        "Recipients": {"ResourceArn": point, "Verdict": "REJECT"},
        "Decisions": {"TrafficPolicyId": "tp-1", "Verdict": "ACCEPT"},
        "Actions": {"ResourceArn": rules, "RuleName": "Office", "Status": "SUCCESS"},
        "FailedActions": {"ResourceArn": rules},
    }


def test_what_is_not_written_is_not_counted(parts: Parts) -> None:
    log = MailManagerLog(parts.stack, "Log", rule_sets=[parts.rules])
    counted = {one["MetricTransformations"][0]["MetricName"] for one in properties(parts.stack, FILTER)}
    assert counted == {"RuleExecutions", "Actions", "FailedActions"}
    with pytest.raises(ConflictingSettingsError, match="decisions are not written") as caught:
        log.metric_decisions(parts.policy, verdict=PolicyVerdict.REJECT)
    assert caught.value.at == "Irish/Log"
    with pytest.raises(ConflictingSettingsError, match="decisions are not written"):
        log.metric_recipients(parts.point, verdict=PolicyVerdict.REJECT)
    other = RuleSet.from_rule_set_id(parts.stack, "Other", "rs-2")
    with pytest.raises(
        ConflictingSettingsError, match="what Irish/Other does is not written to Irish/Log"
    ) as caught:
        log.metric_rule_executions(other, "Office")
    assert caught.value.at == "Irish/Log"


def test_why_an_action_failed_is_written_without_addresses_too(parts: Parts) -> None:
    parts.log()
    rules = properties(parts.stack, DELIVERY)[-1]["RecordFields"]
    assert "action_metadata" in rules
    assert "recipients_matched" not in rules


def test_a_group_of_ones_own_is_used(parts: Parts) -> None:
    group = logs.LogGroup(parts.stack, "Ours")
    assert parts.log(log_group=group).log_group is group
    assert len(resources(parts.stack, "AWS::Logs::LogGroup")) == 1


def test_entries_are_kept_for_a_month(parts: Parts) -> None:
    parts.log()
    (made,) = Template.from_stack(parts.stack).find_resources("AWS::Logs::LogGroup").values()
    assert (made["Properties"]["RetentionInDays"], made["DeletionPolicy"]) == (30, "Delete")


def test_nothing_to_write_down_is_refused(parts: Parts) -> None:
    with pytest.raises(ConflictingSettingsError, match="nothing to write down") as caught:
        MailManagerLog(parts.stack, "Log")
    assert caught.value.at == "Irish/Log"
    with pytest.raises(ConflictingSettingsError, match="those of ingress points"):
        MailManagerLog(parts.stack, "Log", rule_sets=[parts.rules], decisions=True)
    with pytest.raises(InvalidSettingError, match="rule_sets=2 name one twice"):
        MailManagerLog(parts.stack, "Log", rule_sets=[parts.rules, parts.rules])


def test_a_region_without_mail_manager_is_refused() -> None:
    parts = Parts(cdk.Stack(cdk.App(), "Mail", env=cdk.Environment(region="eu-south-2")))
    with pytest.raises(UnavailableInRegionError, match="eu-south-2"):
        parts.log()
