"""Rules call queues and web addresses of their own stack, and of others."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks

from ses_constructs.events import EventStore, WebhookTarget

PATTERN = events.EventPattern(source=["aws.ses"])


def store(stack: cdk.Stack) -> events.IRuleTarget:
    return EventStore(stack, "Store", operators=sns.Topic(stack, "Operators", enforce_ssl=True)).rule_target()


def address(stack: cdk.Stack) -> events.IRuleTarget:
    key = secretsmanager.Secret.from_secret_name_v2(stack, "Key", "crm/key")
    hours = cdk.Duration.hours(2)
    return WebhookTarget(stack, "Crm", url="https://crm.example/hook", key=key, give_up_after=hours).rule_target()


def conditions(template: Template) -> list[dict[str, Any]]:
    """Under which EventBridge may send to the queues."""
    return [
        statement["Condition"]
        for policy in template.find_resources("AWS::SQS::QueuePolicy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Principal"] == {"Service": "events.amazonaws.com"}
    ]


def rule_target(template: Template) -> dict[str, Any]:
    (rule,) = template.find_resources("AWS::Events::Rule").values()
    (target,) = rule["Properties"]["Targets"]
    assert isinstance(target, dict)
    return target


@pytest.mark.parametrize(("make", "queues"), [(store, 2), (address, 1)])
def test_a_rule_of_the_same_stack_is_named_in_the_queues_policies(make: Any, queues: int) -> None:
    stack = cdk.Stack(cdk.App(), "Events")
    events.Rule(stack, "Rule", event_pattern=PATTERN, targets=[make(stack)])
    found = conditions(Template.from_stack(stack))
    assert found == [{"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["Rule4C995B7F", "Arn"]}}}] * queues


@pytest.mark.parametrize(("make", "queues"), [(store, 2), (address, 1)])
def test_rules_of_another_stack_are_let_in_without_a_circle(app: cdk.App, make: Any, queues: int) -> None:
    here, there = cdk.Stack(app, "Events"), cdk.Stack(app, "Mail")
    target = make(here)
    for name in ("Bounces", "Complaints"):
        events.Rule(there, name, event_pattern=PATTERN, targets=[target])
    found = conditions(Template.from_stack(here))
    assert len(found) == queues
    for condition in found:
        assert condition["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
        assert str(condition["ArnLike"]["aws:SourceArn"]).count(":rule/*") == 1
    assert AwsSolutionsChecks(app).validate_scope(app).violations == []


@pytest.mark.parametrize("make", [store, address])
def test_what_is_not_taken_goes_to_the_same_queue_from_everywhere(make: Any) -> None:
    app = cdk.App()
    here, there = cdk.Stack(app, "Events"), cdk.Stack(app, "Mail")
    target = make(here)
    events.Rule(here, "Rule", event_pattern=PATTERN, targets=[target])
    events.Rule(there, "Rule", event_pattern=PATTERN, targets=[target])
    near, far = rule_target(Template.from_stack(here)), rule_target(Template.from_stack(there))
    assert near.keys() == far.keys()
    assert near.get("RetryPolicy") == far.get("RetryPolicy")
    assert "Fn::ImportValue" in str(far["DeadLetterConfig"])
    assert all("DeadLetters" in str(one["DeadLetterConfig"]) for one in (near, far))
