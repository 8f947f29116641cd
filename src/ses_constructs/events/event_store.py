"""A table of everything that happened to the mail: each event once, however often it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.facts import metrics
from ses_constructs.facts.stored_events import BY_DAY, BY_MESSAGE
from ses_constructs.shared import LambdaFunction, located
from ses_constructs.shared.lambda_code import EVENT_RECORDS
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.wildcards import acknowledge_key_use, acknowledge_wildcard

from .event_queue import EventQueue, Reading
from .event_table import event_table
from .keeping import whole_days

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

_DAYS = 365
_BATCH_SIZE = 25
"""With a mark and an item for each, and at most a count for each, they fit into one transaction of 100 writes."""
_MAX_CONCURRENCY = 5
_READ = ("dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query")


@checks_types
class EventStore(EventQueue):
    """Keeps events in a table that can be asked by recipient, by message and by day, with counts of each day.

    Creates: a table, a queue with its dead-letter queue, a function that writes events, one that forgets a
    recipient, three alarms; with :attr:`topic` a topic.
    Costs: a metric; for 25 events, one call to the table and one to CloudWatch; for each event, writes of a mark,
    an item for each recipient with two index entries, and its part of a count. The index by day takes about 1000
    items a second of one type.

    >>> store = EventStore(stack, "Store", operators=sns.Topic(stack, "Operators"))
    >>> store.topic.node.path
    'Mail/Store/Topic'

    Give :attr:`topic` to ``Destination.topic(...)`` of any configuration set, or :meth:`rule_target` to a rule on
    the event bus, or :meth:`add_topic` a topic that is there. The same event by several ways, or several times,
    counts once. ``StoredEvents`` knows the keys of every query; it needs no CDK.

    People's data: addresses are the keys of the table, in lower case and not disguised. Subjects, headers and the
    other recipients of a message are not stored; IP addresses and user agents only if asked for. An item goes when
    its time is over, or when ``forget_recipient`` is invoked with the address; backups keep it for 35 days more.

    Args:
        operators: Gets the alarms.
        keep: Whole days from the event on, after which it is deleted. Left out: 365 days. Counts stay.
        keep_engagement: Keeps the IP address and the user agent of opens and clicks. Left out: false.
        encryption_key: Of the table. Left out: a key of DynamoDB's own.
        removal_policy: Of the table. Left out: RETAIN.

    Raises:
        InvalidSettingError: for a time that is not whole days, a topic that alarms cannot reach, or SNAPSHOT.

    Guide: Monitoring email sending using Amazon SES event publishing.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        operators: sns.ITopic,
        keep: cdk.Duration | None = None,
        keep_engagement: bool = False,
        encryption_key: kms.IKey | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            days = whole_days("keep", keep, _DAYS)
            check_removal(removal_policy)
        reading = Reading(
            code="store_events",
            description="Stores events of Amazon SES, each once",
            environment={"KEEP_DAYS": str(days), "KEEP_ENGAGEMENT": "yes" if keep_engagement else "no"},
            batch_size=_BATCH_SIZE,
            batching_window=cdk.Duration.seconds(1),
            max_concurrency=_MAX_CONCURRENCY,
        )
        super().__init__(scope, id, operators=operators, reading=reading)
        self.table = event_table(self, encryption_key=encryption_key, removal_policy=removal_policy, indexes=True)
        """The table; ``StoredEvents`` knows its keys."""
        self._table_arn = self.table.table_arn
        self._key = encryption_key
        self.forget_recipient = self._forgetting()
        """Deletes all events of one recipient when it is invoked with ``{"address": "..."}``."""
        self._let_write(self.function, "dynamodb:PutItem", "dynamodb:UpdateItem")
        self._let_write(self.forget_recipient, "dynamodb:Query", "dynamodb:BatchWriteItem")
        self._let_measure()

    def metric_event_latency(
        self, *, statistic: str = "Maximum", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Seconds from an event to its arrival here: its wait in SES, on its way, and in the queue.

        Bounces and complaints are left out, whose times recipients' servers name.

        Args:
            statistic: ``Average``, ``Minimum``, ``Maximum`` or ``SampleCount``.
            period: Left out: 5 minutes.
        """
        return cloudwatch.Metric(
            namespace=metrics.OWN_NAMESPACE,
            metric_name=metrics.EVENT_LATENCY,
            dimensions_map={metrics.EVENT_LATENCY_DIMENSION: self.table.table_name},
            statistic=statistic,
            period=period if period is not None else cdk.Duration.minutes(5),
        )

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets somebody ask the table and its two indexes."""
        indexes = [f"{self._table_arn}/index/{name}" for name in (BY_MESSAGE, BY_DAY)]
        if self._key is not None:
            self._key.grant_decrypt(grantee)
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=list(_READ), resource_arns=[self._table_arn, *indexes]
        )

    def grant_forget(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets somebody invoke :attr:`forget_recipient`."""
        function_arn = self.forget_recipient.function.function_arn
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=["lambda:InvokeFunction"], resource_arns=[function_arn]
        )

    def _forgetting(self) -> LambdaFunction:
        return LambdaFunction(
            self,
            "ForgetRecipient",
            code="forget_recipient",
            description="Deletes what is stored about one recipient of mail",
            modules=EVENT_RECORDS,
            timeout=cdk.Duration.minutes(15),
        )

    def _let_measure(self) -> None:
        self.function.role.add_to_policy(
            iam.PolicyStatement(
                actions=["cloudwatch:PutMetricData"],
                resources=["*"],
                conditions={"StringEquals": {"cloudwatch:namespace": metrics.OWN_NAMESPACE}},
            )
        )
        acknowledge_wildcard(
            self.function.role,
            "*",
            "cloudwatch:PutMetricData has no resource type; a condition holds it to one namespace.",
        )

    def _let_write(self, function: LambdaFunction, *actions: str) -> None:
        function.allow(*actions, resources=[self._table_arn])
        function.function.add_environment("TABLE", self.table.table_name)
        if self._key is not None:
            self._key.grant_encrypt_decrypt(function.role)
            acknowledge_key_use(function.role)
