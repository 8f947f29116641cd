"""Rules on what SES puts on the bus."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Template

from ses_constructs.facts.advice import SendingStatus
from ses_constructs.shared.service_rule import service_rule


def test_a_rule_hears_ses_and_asks_for_what_it_is_told_to(stack: cdk.Stack) -> None:
    queue = sqs.Queue(stack, "Queue")
    service_rule(stack, "All", detail_types=["Email Sent"], target=None, description="All")
    service_rule(
        stack,
        "Some",
        detail_types=list(SendingStatus),
        resources=["arn"],
        detail={"data": ["x"]},
        target=targets.SqsQueue(queue),
        description="Some",
    )
    found = Template.from_stack(stack).find_resources("AWS::Events::Rule").values()
    rules = {rule["Properties"]["Description"]: rule["Properties"] for rule in found}
    assert rules["All"]["EventPattern"] == {"source": ["aws.ses"], "detail-type": ["Email Sent"]}
    assert "Targets" not in rules["All"]
    assert rules["Some"]["EventPattern"] == {
        "source": ["aws.ses"],
        "detail-type": ["Sending Status Enabled", "Sending Status Disabled"],
        "resources": ["arn"],
        "detail": {"data": ["x"]},
    }
    assert len(rules["Some"]["Targets"]) == 1
