"""The drill: what it is made of, and that it is nobody's mail and nobody's alarm."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns

from ses_constructs.reputation import GuardScope, ReputationGuard, TenantStream

from .conftest import OfType


@pytest.fixture
def guard(stack: cdk.Stack, operators: sns.Topic) -> ReputationGuard:
    return ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators)


def test_its_alarm_watches_its_set_invokes_the_pause_and_tells_no_people(
    stack: cdk.Stack, guard: ReputationGuard, of_type: OfType
) -> None:
    (name,) = of_type(stack, "AWS::SES::ConfigurationSet")
    (alarm,) = (one["Properties"] for id, one in of_type(stack, "AWS::CloudWatch::Alarm").items() if "Drill" in id)
    assert alarm["Dimensions"] == [{"Name": "ses:configuration-set", "Value": {"Ref": name}}]
    assert alarm["AlarmActions"] == [stack.resolve(guard.pause_function.function_arn)]
    assert "InsufficientDataActions" not in alarm
    # Nothing sets it back but the check: it must still be in ALARM when the pause function asks.
    assert alarm["TreatMissingData"] == "ignore"
    assert "nobody has to do anything" in alarm["AlarmDescription"]


def test_its_set_states_no_switch_that_a_deployment_could_undo(
    stack: cdk.Stack, guard: ReputationGuard, of_type: OfType
) -> None:
    (made,) = of_type(stack, "AWS::SES::ConfigurationSet").values()
    assert set(made["Properties"]) == {"ReputationOptions", "DeliveryOptions"}


def test_its_notices_go_to_a_topic_of_its_own_under_the_key_of_the_people_s(
    stack: cdk.Stack, of_type: OfType
) -> None:
    key = kms.Key(stack, "Key")
    topic = sns.Topic(stack, "Operators", master_key=key)
    ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=topic)
    topics = of_type(stack, "AWS::SNS::Topic")
    assert len(topics) == 2
    assert len({str(one["Properties"]["KmsMasterKeyId"]) for one in topics.values()}) == 1
    (drills,) = (id for id in topics if "Drill" in id)
    (pause,) = (one for id, one in of_type(stack, "AWS::IAM::Policy").items() if "PauseSending" in id)
    publishes = [
        one["Resource"]
        for one in pause["Properties"]["PolicyDocument"]["Statement"]
        if one["Action"] == "sns:Publish"
    ]
    flat = [one for listed in publishes for one in (listed if isinstance(listed, list) else [listed])]
    assert {"Ref": drills} in flat


def test_a_guard_of_tenants_has_a_tenant_to_drill_with_and_others_have_none(
    stack: cdk.Stack, guard: ReputationGuard, operators: sns.Topic, receipts: ses.ConfigurationSet, of_type: OfType
) -> None:
    tenant = ses.CfnTenant(stack, "Acme", tenant_name="acme")
    stream = TenantStream(tenant=tenant, configuration_set=receipts)
    ReputationGuard(stack, "Tenants", watch=GuardScope.tenants(stream), operators=operators)
    made = of_type(stack, "AWS::SES::Tenant")
    (drill,) = made.keys() - {"Acme"}
    assert drill.startswith("TenantsDrill")
    assert made[drill]["Properties"]["TenantName"].startswith("Drill-")
    # Nobody sends with it, and if somebody did, it would be with its own set only.
    (own,) = made[drill]["Properties"]["ResourceAssociations"]
    (name,) = (id for id in of_type(stack, "AWS::SES::ConfigurationSet") if id.startswith("TenantsDrill"))
    assert own["ResourceArn"]["Fn::Join"][1][-1] == {"Ref": name}


def test_two_guards_of_tenants_drill_with_a_tenant_each(stack: cdk.Stack, of_type: OfType) -> None:
    operators = sns.Topic(stack, "Operators")
    for name in ("acme", "beta"):
        stream = TenantStream(
            tenant=ses.CfnTenant(stack, name, tenant_name=name),
            configuration_set=ses.ConfigurationSet(stack, f"{name}Mail", reputation_metrics=True),
        )
        ReputationGuard(stack, f"{name}Guard", watch=GuardScope.tenants(stream), operators=operators)
    names = [one["Properties"]["TenantName"] for one in of_type(stack, "AWS::SES::Tenant").values()]
    assert len(set(names)) == 4
