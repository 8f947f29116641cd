"""A queue of events with a function that reads it, and alarms on what it could not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from ses_constructs.shared import LambdaFunction, located
from ses_constructs.shared.lambda_code import EVENT_RECORDS
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.topics import check_topic

from .queue_alarms import QueueAlarms
from .rule_targets import QueueTarget

_TIMEOUT = cdk.Duration.minutes(1)
_VISIBILITY = cdk.Duration.minutes(6)
"""Six times as long as the function runs. Lambda guide: Using Lambda with Amazon SQS."""
_KEPT = cdk.Duration.days(14)
"""The longest there is. SQS guide: Quotas."""
_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a function reads its queue.

    Args:
        code: Folder below ``lambdas/``.
        description: What the function does, for the console's list.
        environment: Environment variables.
        batch_size: Messages to a call, at most.
        batching_window: How long a call waits for more. Left out: not at all.
        max_concurrency: Calls at the same time, from 2 to 1000.
    """

    code: str
    description: str
    environment: Mapping[str, str]
    batch_size: int
    batching_window: cdk.Duration | None
    max_concurrency: int


@checks_types
class EventQueue(Construct):
    """Takes events from a topic, from the event bus, or from both, and hands them to a function.

    Creates: a queue, its dead-letter queue, the function, and three alarms: a message could not be handled, the
    queue is behind, the function fails. With :attr:`topic` a topic.

    A message that fails five times goes to the dead-letter queue and stays there for 14 days. When the cause is
    mended, ``aws sqs start-message-move-task --source-arn <its ARN>`` hands it in again; nothing happens twice.

    Args:
        operators: Gets the alarms. It lets them in by itself.
        reading: The function.
    """

    def __init__(self, scope: Construct, id: str, *, operators: sns.ITopic, reading: Reading) -> None:
        with located(scope, id):
            check_topic("operators", operators)
        super().__init__(scope, id)
        self.dead_letter_queue = sqs.Queue(
            self,
            "DeadLetters",
            retention_period=_KEPT,
            enforce_ssl=True,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
        )
        """Messages that could not be handled."""
        self.queue = sqs.Queue(
            self,
            "Queue",
            visibility_timeout=_VISIBILITY,
            retention_period=_KEPT,
            enforce_ssl=True,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letter_queue, max_receive_count=_TRIES),
        )
        """Messages that wait."""
        self.function = LambdaFunction(
            self,
            "Function",
            code=reading.code,
            description=reading.description,
            modules=EVENT_RECORDS,
            environment=reading.environment,
            timeout=_TIMEOUT,
        )
        """The function that reads the queue."""
        self._read(self.function.function, reading)
        self.alarms = QueueAlarms(
            self,
            "Alarms",
            queue=self.queue,
            dead_letter_queue=self.dead_letter_queue,
            function=self.function,
            operators=operators,
        )
        """The alarms."""
        self._topic: sns.Topic | None = None

    @property
    def topic(self) -> sns.Topic:
        """A topic whose messages come here: for ``Destination.topic(...)`` of any configuration set."""
        if self._topic is None:
            self._topic = sns.Topic(self, "Topic", enforce_ssl=True)
            self.add_topic(self._topic)
        return self._topic

    def add_topic(self, topic: sns.ITopic) -> sns.Subscription:
        """Takes what a topic gets that is there already, such as the feedback topic of an identity."""
        subscription = subscriptions.SqsSubscription(
            self.queue, raw_message_delivery=True, dead_letter_queue=self.dead_letter_queue
        )
        return topic.add_subscription(subscription)

    def rule_target(self) -> events.IRuleTarget:
        """This queue as the target of a rule on the event bus, of this stack or of another one."""
        target: events.IRuleTarget = QueueTarget(self.queue, self.dead_letter_queue)
        return target

    def _read(self, function: lambda_.Function, reading: Reading) -> None:
        function.add_event_source(
            event_sources.SqsEventSource(
                self.queue,
                batch_size=reading.batch_size,
                max_batching_window=reading.batching_window,
                max_concurrency=reading.max_concurrency,
                report_batch_item_failures=True,
            )
        )
