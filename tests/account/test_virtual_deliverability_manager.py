"""The Virtual Deliverability Manager."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from ses_constructs.account import AdviceStatus, AdvisorFinding, VirtualDeliverabilityManager
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError

VDM, RULE = "AWS::SES::VdmAttributes", "AWS::Events::Rule"


@pytest.mark.parametrize(
    ("settings", "engagement", "optimized"),
    [
        ({}, "DISABLED", "DISABLED"),
        ({"engagement_metrics": True}, "ENABLED", "DISABLED"),
        ({"optimized_shared_delivery": True}, "DISABLED", "ENABLED"),
    ],
)
def test_both_switches_are_written(
    stack: cdk.Stack, settings: dict[str, Any], engagement: str, optimized: str
) -> None:
    VirtualDeliverabilityManager(stack, "Vdm", **settings)
    (made,) = Template.from_stack(stack).find_resources(VDM).values()
    assert made["Properties"] == {
        "DashboardAttributes": {"EngagementMetrics": engagement},
        "GuardianAttributes": {"OptimizedSharedDelivery": optimized},
    }
    assert made["DependsOn"] == ["SesConstructsOwnerOfVirtualDeliverabilityManager"]
    assert made["DeletionPolicy"] == "Delete"


def test_it_stays_if_one_says_so(stack: cdk.Stack) -> None:
    VirtualDeliverabilityManager(stack, "Vdm", removal_policy=cdk.RemovalPolicy.RETAIN)
    (made,) = Template.from_stack(stack).find_resources(VDM).values()
    assert made["DeletionPolicy"] == "Retain"


def test_a_second_one_is_refused(app: cdk.App) -> None:
    VirtualDeliverabilityManager(cdk.Stack(app, "One"), "Vdm")
    with pytest.raises(ConflictingSettingsError, match="One/Vdm"):
        VirtualDeliverabilityManager(cdk.Stack(app, "Other"), "Vdm")


def test_all_that_is_new_is_heard(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic")
    VirtualDeliverabilityManager(stack, "Vdm").on_recommendation("Advice", target=targets.SnsTopic(topic))
    (rule,) = Template.from_stack(stack).find_resources(RULE).values()
    assert rule["Properties"]["EventPattern"] == {
        "source": ["aws.ses"],
        "detail-type": ["Advisor Recommendation Status Open"],
    }
    assert len(rule["Properties"]["Targets"]) == 1


def test_findings_and_identities_are_chosen(irish_stack: cdk.Stack) -> None:
    identity = ses.CfnEmailIdentity(irish_stack, "Identity", email_identity="shop.example")
    VirtualDeliverabilityManager(irish_stack, "Vdm").on_recommendation(
        "Advice",
        findings=[AdvisorFinding.DKIM_FAILED],
        statuses=list(AdviceStatus),
        identities=[identity],
        description="DKIM",
    )
    (rule,) = Template.from_stack(irish_stack).find_resources(RULE).values()
    pattern = rule["Properties"]["EventPattern"]
    assert pattern["detail"] == {"data": ["DKIM verification has failed."]}
    assert len(pattern["detail-type"]) == 2
    assert ":identity/" in str(pattern["resources"])
    assert "Targets" not in rule["Properties"]


@pytest.mark.parametrize("empty", ["findings", "statuses", "identities"])
def test_a_rule_that_hears_nothing_is_refused(stack: cdk.Stack, empty: str) -> None:
    nothing: dict[str, Any] = {empty: []}
    with pytest.raises(InvalidSettingError, match="matches nothing"):
        VirtualDeliverabilityManager(stack, "Vdm").on_recommendation("Advice", **nothing)


def test_reading_is_granted_in_two_degrees(irish_stack: cdk.Stack) -> None:
    role = iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    vdm = VirtualDeliverabilityManager(irish_stack, "Vdm")
    vdm.grant_read(role)
    vdm.grant_message_insights(role)
    (policy,) = Template.from_stack(irish_stack).find_resources("AWS::IAM::Policy").values()
    numbers, messages = policy["Properties"]["PolicyDocument"]["Statement"]
    assert numbers["Action"] == ["ses:BatchGetMetricData", "ses:ListRecommendations"]
    assert "configuration-set/*" in str(numbers["Resource"])
    assert (messages["Action"], messages["Resource"]) == ("ses:GetMessageInsights", "*")
