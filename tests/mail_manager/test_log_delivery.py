"""Logs come to a log group."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest

from ses_constructs.facts import mail_manager_logs as facts
from ses_constructs.mail_manager import IngressPoint, MailManagerLog, RuleSet
from tests.mail_manager.reading import resources

SOURCE, DELIVERY = "AWS::Logs::DeliverySource", "AWS::Logs::Delivery"


@pytest.fixture
def logged(irish_stack: cdk.Stack) -> cdk.Stack:
    point = IngressPoint.from_ingress_point_id(irish_stack, "Point", "inp-1")
    rules = RuleSet.from_rule_set_id(irish_stack, "Rules", "rs-1")
    MailManagerLog(irish_stack, "Log", ingress_points=[point], rule_sets=[rules], decisions=True)
    return irish_stack


def properties(stack: cdk.Stack, type: str) -> list[dict[str, Any]]:
    return [made["Properties"] for made in resources(stack, type).values()]


def test_each_kind_of_log_is_delivered_to_one_group(logged: cdk.Stack) -> None:
    sources = properties(logged, SOURCE)
    kinds = [(one["LogType"], one["ResourceArn"]["Fn::Join"][1][-1].rpartition(":")[2]) for one in sources]
    assert kinds == [
        ("APPLICATION_LOGS", "mailmanager-ingress-point/inp-1"),
        ("TRAFFIC_POLICY_DEBUG_LOGS", "mailmanager-ingress-point/inp-1"),
        ("APPLICATION_LOGS", "mailmanager-rule-set/rs-1"),
    ]
    assert len({one["Name"] for one in sources}) == 3
    (destination,) = resources(logged, "AWS::Logs::DeliveryDestination")
    for delivery in properties(logged, DELIVERY):
        assert delivery["DeliveryDestinationArn"] == {"Fn::GetAtt": [destination, "Arn"]}
        assert delivery["DeliverySourceName"]["Ref"] in resources(logged, SOURCE)


def test_the_service_may_write_to_the_streams_of_the_group_before_it_has_to(logged: cdk.Stack) -> None:
    (policy,) = resources(logged, "AWS::Logs::ResourcePolicy")
    (destination,) = resources(logged, "AWS::Logs::DeliveryDestination").values()
    assert destination["DependsOn"] == [policy]
    (written,) = properties(logged, "AWS::Logs::ResourcePolicy")
    document = str(written["PolicyDocument"])
    assert all(wanted in document for wanted in (facts.WRITER, *facts.WRITE_ACTIONS, ":log-stream:*"))
    assert "aws:SourceAccount" in document
    assert ":logs:eu-west-1:111122223333:*" in document
