"""Where messages wait that nobody took, with an alarm on the first of them."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from ses_constructs.shared.told_alarm import Measure, tell_when

_KEPT = cdk.Duration.days(14)
"""The longest there is. SQS guide: Quotas."""


class DeadLetters(Construct):
    """A queue for what could not be delivered.

    Creates: a queue; with ``operators`` an alarm.

    Args:
        what: Who did not take the messages, in words.
        operators: Gets the alarm. Left out: no alarm.
    """

    def __init__(self, scope: Construct, id: str, *, what: str, operators: sns.ITopic | None) -> None:
        super().__init__(scope, id)
        self.queue = sqs.Queue(
            self,
            "Queue",
            retention_period=_KEPT,
            enforce_ssl=True,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
        )
        """The queue."""
        reason = "it is a dead-letter queue itself, of a subscription or a rule"
        cdk.Validations.of(self.queue).acknowledge(cdk.Acknowledgment(id="AwsSolutions-SQS3", reason=reason))
        if operators is not None:
            waiting = Measure(
                namespace="AWS/SQS",
                name="ApproximateNumberOfMessagesVisible",
                dimensions={"QueueName": self.queue.queue_name},
                statistic="Maximum",
                at_least=1,
                period=cdk.Duration.minutes(5),
            )
            text = (
                f"Events of Amazon SES were not taken by the {what}. They wait in queue {self.queue.queue_name}."
            )
            tell_when(self, "Lost", measure=waiting, operators=operators, what=text)

    def admit(self, service: str, source_arn: str) -> None:
        """Lets an AWS service put messages here on behalf of one resource."""
        self.queue.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal(service)],
                actions=["sqs:SendMessage"],
                resources=[self.queue.queue_arn],
                conditions={"ArnEquals": {"aws:SourceArn": source_arn}},
            )
        )
