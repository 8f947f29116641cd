"""The monitor of identities."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import DomainIdentity, IdentityMonitor


@pytest.fixture
def shop(irish_stack: cdk.Stack) -> DomainIdentity:
    return DomainIdentity(irish_stack, "Shop", domain="shop.example", dns=Dns.by_hand())


def monitor(stack: cdk.Stack, *identities: DomainIdentity, **more: Any) -> IdentityMonitor:
    return IdentityMonitor(
        stack, "Monitor", identities=identities, operators=sns.Topic(stack, "Operators"), **more
    )


def test_it_looks_every_half_hour_and_alarms(irish_stack: cdk.Stack, shop: DomainIdentity) -> None:
    kept = DomainIdentity.from_domain_name(irish_stack, "Kept", "kept.example")
    made = monitor(irish_stack, shop, kept)  # type: ignore[arg-type]
    template = Template.from_stack(irish_stack)
    template.has_resource_properties("AWS::Events::Rule", {"ScheduleExpression": "rate(30 minutes)"})
    template.has_resource_properties(
        "AWS::Lambda::Function",
        {
            "Environment": {
                "Variables": Match.object_like(
                    {"IDENTITIES": "shop.example,kept.example", "RECOVER_MAIL_FROM": "yes"}
                )
            }
        },
    )
    topic = template.find_resources("AWS::SNS::Topic")
    for alarm in template.find_resources("AWS::CloudWatch::Alarm").values():
        assert alarm["Properties"]["AlarmActions"] == [{"Ref": next(iter(topic))}]
        assert alarm["Properties"]["OKActions"] == alarm["Properties"]["AlarmActions"]
    template.has_resource_properties(
        "AWS::CloudWatch::Alarm",
        {"MetricName": "UnverifiedIdentities", "Threshold": 0, "Period": 1800, "Statistic": "Maximum"},
    )
    template.has_resource_properties("AWS::CloudWatch::Alarm", {"MetricName": "Errors"})
    assert made.metric_unverified(shop).dimensions == {"Identity": "shop.example"}


def test_it_may_look_at_these_identities_and_count(irish_stack: cdk.Stack, shop: DomainIdentity) -> None:
    monitor(irish_stack, shop, recover_mail_from=False)
    (policy,) = [
        each
        for id, each in Template.from_stack(irish_stack).find_resources("AWS::IAM::Policy").items()
        if "Watch" in id
    ]
    statements = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statements[-2:] == [
        {
            "Action": "ses:GetEmailIdentity",
            "Effect": "Allow",
            "Resource": irish_stack.resolve(shop.identity_arn),
        },
        {
            "Action": "cloudwatch:PutMetricData",
            "Effect": "Allow",
            "Resource": "*",
            "Condition": {"StringEquals": {"cloudwatch:namespace": "SesConstructs"}},
        },
    ]


def test_alarms_are_let_into_the_topic(irish_stack: cdk.Stack, shop: DomainIdentity) -> None:
    monitor(irish_stack, shop)
    (policy,) = Template.from_stack(irish_stack).find_resources("AWS::SNS::TopicPolicy").values()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}


def test_what_cannot_work_is_refused(irish_stack: cdk.Stack, shop: DomainIdentity) -> None:
    topic = sns.Topic(irish_stack, "Topic")

    def make(**more: Any) -> None:
        IdentityMonitor(irish_stack, "M", **{"identities": [shop], "operators": topic, **more})

    with pytest.raises(InvalidSettingError, match="watches nothing"):
        make(identities=[])
    with pytest.raises(InvalidSettingError, match="are too many"):
        make(identities=[shop] * 300)
    for every in (cdk.Duration.minutes(1), cdk.Duration.seconds(330), cdk.Duration.days(8)):
        with pytest.raises(InvalidSettingError, match="every"):
            make(every=every)
    with pytest.raises(InvalidSettingError, match="FIFO"):
        make(operators=sns.Topic(irish_stack, "Fifo", fifo=True))
    assert irish_stack.node.try_find_child("M") is None
