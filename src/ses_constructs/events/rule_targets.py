"""Targets of rules that may be in another stack than what they call."""

from __future__ import annotations

import aws_cdk as cdk
import jsii
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from aws_cdk.interfaces import aws_events as refs

from ses_constructs.shared import Aws

_SERVICE = "events.amazonaws.com"


@jsii.implements(events.IRuleTarget)
class QueueTarget:
    """A queue, and where goes what it does not take.

    A rule of the queue's stack is named in the queues' policies. The stack of any other rule refers to the queues
    already, so that these must not refer back: they let in every rule of the account and region.
    """

    def __init__(self, queue: sqs.Queue, dead_letter_queue: sqs.Queue) -> None:
        self._queue = queue
        self._dead_letter_queue = dead_letter_queue

    def bind(self, rule: refs.IRuleRef, id: str | None = None) -> events.RuleTargetConfig:
        """What the rule is told; the CDK asks for it."""
        if _is_neighbour(rule, self._queue):
            return targets.SqsQueue(self._queue, dead_letter_queue=self._dead_letter_queue).bind(rule, id)
        for queue in (self._queue, self._dead_letter_queue):
            _let_rules_send(queue)
        return events.RuleTargetConfig(
            arn=self._queue.queue_arn,
            dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=self._dead_letter_queue.queue_arn),
            target_resource=self._queue,
        )


@jsii.implements(events.IRuleTarget)
class AddressTarget:
    """A web address, and a queue for what it does not take; of that queue the same is true.

    Args:
        address: The web address.
        dead_letter_queue: In the same stack.
        give_up_after: Longest time an event is tried.
        retries: How often it is tried again.
    """

    def __init__(
        self,
        address: events.ApiDestination,
        dead_letter_queue: sqs.Queue,
        *,
        give_up_after: cdk.Duration,
        retries: int,
    ) -> None:
        self._address = address
        self._dead_letter_queue = dead_letter_queue
        self._give_up_after = give_up_after
        self._retries = retries

    def bind(self, rule: refs.IRuleRef, id: str | None = None) -> events.RuleTargetConfig:
        """What the rule is told; the CDK asks for it."""
        neighbour = _is_neighbour(rule, self._dead_letter_queue)
        bound = targets.ApiDestination(
            self._address,
            dead_letter_queue=self._dead_letter_queue if neighbour else None,
            max_event_age=self._give_up_after,
            retry_attempts=self._retries,
        ).bind(rule, id)
        if neighbour:
            return bound
        _let_rules_send(self._dead_letter_queue)
        return events.RuleTargetConfig(
            arn=bound.arn,
            role=bound.role,
            retry_policy=bound.retry_policy,
            dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=self._dead_letter_queue.queue_arn),
            target_resource=self._address,
        )


def _is_neighbour(rule: refs.IRuleRef, queue: sqs.Queue) -> bool:
    return Aws.of(rule).stack_address == Aws.of(queue).stack_address


def _let_rules_send(queue: sqs.Queue) -> None:
    aws = Aws.of(queue)
    queue.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal(_SERVICE)],
            actions=["sqs:SendMessage"],
            resources=[queue.queue_arn],
            conditions={
                "StringEquals": {"aws:SourceAccount": aws.account},
                "ArnLike": {"aws:SourceArn": aws.arn("events", "rule/*")},
            },
        )
    )
