"""The queue in front of SES."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import DomainIdentity
from ses_constructs.patterns import QueuedSender


def made(stack: cdk.Stack, **settings: Any) -> QueuedSender:
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=Dns.by_hand())
    operators = settings.pop("operators", None) or sns.Topic(stack, "Operators")
    return QueuedSender(stack, "Mail", **{"identities": [shop], "operators": operators, **settings})


def statements(template: Template) -> list[dict[str, Any]]:
    policies = template.find_resources("AWS::IAM::Policy").values()
    return [one for policy in policies for one in policy["Properties"]["PolicyDocument"]["Statement"]]


def test_mail_waits_in_one_queue_and_ends_in_another_that_outlive_the_stack(irish_stack: cdk.Stack) -> None:
    made(irish_stack)
    template = Template.from_stack(irish_stack)
    queues = template.find_resources("AWS::SQS::Queue")
    assert {queue["DeletionPolicy"] for queue in queues.values()} == {"Retain"}
    assert {queue["Properties"]["MessageRetentionPeriod"] for queue in queues.values()} == {14 * 86400}
    (main,) = [queue["Properties"] for queue in queues.values() if "RedrivePolicy" in queue["Properties"]]
    assert main["RedrivePolicy"]["maxReceiveCount"] == 1000
    (function,) = template.find_resources(
        "AWS::Lambda::Function", {"Properties": {"Handler": "handler.handler"}}
    ).values()
    assert main["VisibilityTimeout"] == 6 * function["Properties"]["Timeout"]


def test_lambda_reports_single_failures_and_keeps_to_the_number_of_workers(irish_stack: cdk.Stack) -> None:
    made(irish_stack, workers=7, rate_percent=50)
    template = Template.from_stack(irish_stack)
    template.has_resource_properties(
        "AWS::Lambda::EventSourceMapping",
        {"FunctionResponseTypes": ["ReportBatchItemFailures"], "ScalingConfig": {"MaximumConcurrency": 7}},
    )
    variables = {"WORKERS": "7", "RATE_PERCENT": "50", "REFUSE_SUPPRESSED": "no", "GIVE_UP_SECONDS": "345600"}
    template.has_resource_properties(
        "AWS::Lambda::Function", {"Environment": {"Variables": Match.object_like(variables)}}
    )


def test_the_function_may_send_what_the_queue_is_for_and_the_application_only_fill_it(
    irish_stack: cdk.Stack,
) -> None:
    sender = made(
        irish_stack,
        forms=[SendForm.FORMATTED],
        limits=SendLimits(from_addresses=("orders@shop.example",)),
        refuse_suppressed=True,
    )
    role = iam.Role(irish_stack, "App", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
    sender.grant_send(role)
    found = statements(Template.from_stack(irish_stack))
    sending = [one for one in found if one["Action"] == "ses:SendEmail"]
    assert [one["Condition"] for one in sending] == [{"StringLike": {"ses:FromAddress": ["orders@shop.example"]}}]
    assert ["ses:GetAccount", "ses:GetSuppressedDestination"] in [one["Action"] for one in found]
    assert {"sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"} in [
        set(one["Action"]) for one in found if isinstance(one["Action"], list)
    ]


def test_people_are_told_of_what_was_set_aside_and_of_what_waits(irish_stack: cdk.Stack) -> None:
    made(irish_stack, late_after=cdk.Duration.minutes(20))
    template = Template.from_stack(irish_stack)
    for metric, threshold in (("ApproximateNumberOfMessagesVisible", 1), ("ApproximateAgeOfOldestMessage", 1200)):
        alarm = {"MetricName": metric, "Threshold": threshold, "TreatMissingData": "notBreaching"}
        template.has_resource_properties("AWS::CloudWatch::Alarm", {**alarm, "AlarmActions": [Match.any_value()]})
    template.has_resource_properties(
        "AWS::SNS::TopicPolicy",
        {
            "PolicyDocument": Match.object_like(
                {
                    "Statement": Match.array_with(
                        [Match.object_like({"Principal": {"Service": "cloudwatch.amazonaws.com"}})]
                    )
                }
            )
        },
    )


def test_a_key_of_ones_own_encrypts_both_queues(irish_stack: cdk.Stack) -> None:
    made(irish_stack, encryption_key=kms.Key(irish_stack, "Key"))
    queues = Template.from_stack(irish_stack).find_resources("AWS::SQS::Queue").values()
    assert all("Key" in str(queue["Properties"]["KmsMasterKeyId"]) for queue in queues)


def test_the_command_puts_back_from_one_queue_to_the_other(irish_stack: cdk.Stack) -> None:
    sender = made(irish_stack)
    assert sender.put_back_command.startswith("aws sqs start-message-move-task --source-arn ")
    assert sender.put_back_command.endswith(f"--destination-arn {sender.queue.queue_arn}")


WRONG: list[dict[str, Any]] = [
    {"identities": []},
    {"rate_percent": 0},
    {"rate_percent": 101},
    {"workers": 1},
    {"workers": 1001},
    {"give_up_after": cdk.Duration.days(14)},
    {"give_up_after": cdk.Duration.seconds(0)},
]


@pytest.mark.parametrize("settings", WRONG, ids=lambda settings: next(iter(settings)))
def test_what_cannot_work_is_refused(irish_stack: cdk.Stack, settings: dict[str, Any]) -> None:
    with pytest.raises(InvalidSettingError) as refused:
        made(irish_stack, **settings)
    assert refused.value.setting == next(iter(settings))
    assert refused.value.at == "Irish/Mail"


def test_a_topic_that_alarms_cannot_use_is_refused(irish_stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="FIFO"):
        made(irish_stack, operators=sns.Topic(irish_stack, "Fifo", fifo=True))
