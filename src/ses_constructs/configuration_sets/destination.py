"""Where the events of a configuration set are published."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct, IConstruct, IDependable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import permissions, quotas
from ses_constructs.shared import Aws
from ses_constructs.shared.setting_types import checks_types

from .dimension import Dimension

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kinesisfirehose as firehose
    from aws_cdk import aws_sns as sns

_Properties = ses.CfnConfigurationSetEventDestination
COSTLY = "ses-constructs:costly-dimension"
"""Id of the warning of dimensions with many values, to acknowledge it by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The configuration set that publishes, as a target sees it.

    Args:
        arn: Of the configuration set. May be a token of its stack.
        portable_arn: The same without a reference to the set: with a ``*`` for its name where that is generated.
        account: Of the set.
        stack_address: Of the set's stack.
    """

    arn: str
    portable_arn: str
    account: str
    stack_address: str

    def arn_for(self, target: IConstruct) -> str:
        """The ARN that a policy of ``target`` may name.

        A policy in another stack must not refer back to the set, for the set's stack refers to the target
        already: there it names every configuration set of the account, when this one's name is generated.
        """
        return self.arn if Aws.of(target).stack_address == self.stack_address else self.portable_arn


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What a destination became: one of four template properties, and what must exist first."""

    topic: _Properties.SnsDestinationProperty | None = None
    event_bus: _Properties.EventBridgeDestinationProperty | None = None
    stream: _Properties.KinesisFirehoseDestinationProperty | None = None
    metrics: _Properties.CloudWatchDestinationProperty | None = None
    dimensions: frozenset[str] = frozenset()
    """Names of the dimensions of ``metrics``."""
    after: tuple[IDependable, ...] = ()


@checks_types
class Destination(ABC):
    """A target for events: :meth:`topic`, :meth:`event_bus`, :meth:`delivery_stream` or :meth:`metrics`."""

    @staticmethod
    def topic(topic: sns.ITopic) -> Destination:
        """An SNS topic. Its policy, and that of its own encryption key, let this configuration set publish.

        Raises:
            InvalidSettingError: for a FIFO topic, or one encrypted with ``alias/aws/sns``.

        Guide: Set up an Amazon SNS event destination for event publishing.
        """
        return _Topic(topic)

    @staticmethod
    def event_bus() -> Destination:
        """The account's default event bus; SES publishes to no other. Events have source ``aws.ses``."""
        return _EventBus()

    @staticmethod
    def delivery_stream(stream: firehose.IDeliveryStream, *, role: iam.IRole | None = None) -> Destination:
        """A Firehose stream, through a role that only this configuration set may use, and only to write to it.

        Args:
            stream: Of this account and region.
            role: A role of your own, which gets the permission to write. It must trust ``ses.amazonaws.com``
                for this set, which is judged by its trust policy; one that is imported is taken as it is, and a
                warning says what it needs. Left out: a role is made.

        Raises:
            InvalidSettingError: when added to a set, for a role that SES may not assume.

        Guide: Set up a Data Firehose event destination for event publishing.
        """
        return _DeliveryStream(stream, role)

    @staticmethod
    def metrics(*dimensions: Dimension) -> Destination:
        """CloudWatch metrics in namespace ``AWS/SES``, one for each value of the dimensions together.

        Args:
            dimensions: From 1 to 10. Alarms must name all of them.

        Raises:
            InvalidSettingError: for none, more than 10, or a name given twice.
        """
        names = [dimension.name for dimension in dimensions]
        most = quotas.DIMENSIONS_PER_CLOUDWATCH_DESTINATION
        if not names or len(names) > most or len(set(names)) < len(names):
            raise InvalidSettingError(
                "dimensions",
                names,
                "are not from 1 to 10 different dimensions",
                fix="give each dimension once",
            )
        return _Metrics(dimensions)

    @abstractmethod
    def bind(self, scope: Construct, source: Source) -> Bound:
        """Makes what the target needs, below ``scope``."""


@dataclass(frozen=True, slots=True)
class _Topic(Destination):
    target: sns.ITopic

    def bind(self, scope: Construct, source: Source) -> Bound:
        from ses_constructs.shared.topics import check_topic, let_service_publish

        check_topic("topic", self.target)
        after = let_service_publish(
            scope,
            self.target,
            service=permissions.SERVICE,
            source_account=source.account,
            source_arn=source.arn_for(self.target),
        )
        return Bound(topic=_Properties.SnsDestinationProperty(topic_arn=self.target.topic_arn), after=after)


@dataclass(frozen=True, slots=True)
class _EventBus(Destination):
    def bind(self, scope: Construct, source: Source) -> Bound:  # noqa: ARG002 - nothing of the set is needed
        arn = Aws.of(scope).arn("events", "event-bus/default")
        return Bound(event_bus=_Properties.EventBridgeDestinationProperty(event_bus_arn=arn))


@dataclass(frozen=True, slots=True)
class _DeliveryStream(Destination):
    target: firehose.IDeliveryStream
    role: iam.IRole | None

    def bind(self, scope: Construct, source: Source) -> Bound:
        from .stream_role import given_role, own_role

        stream_arn = self.target.delivery_stream_arn
        if self.role is None:
            role: iam.IRole = own_role(scope, stream_arn=stream_arn, account=source.account, source_arn=source.arn)
            after: tuple[IDependable, ...] = ()
        else:
            role = self.role
            after = given_role(
                scope, role, stream_arn=stream_arn, account=source.account, source_arn=source.portable_arn
            )
        stream = _Properties.KinesisFirehoseDestinationProperty(
            delivery_stream_arn=stream_arn, iam_role_arn=role.role_arn
        )
        return Bound(stream=stream, after=after)


@dataclass(frozen=True, slots=True)
class _Metrics(Destination):
    dimensions: tuple[Dimension, ...]

    def bind(self, scope: Construct, source: Source) -> Bound:  # noqa: ARG002 - nothing of the set is needed
        metrics = _Properties.CloudWatchDestinationProperty(
            dimension_configurations=[dimension.configuration for dimension in self.dimensions]
        )
        for dimension in self.dimensions:
            if (each := dimension.values_for) is not None:
                cdk.Annotations.of(scope).add_warning_v2(COSTLY, _what_it_costs(dimension.name, each))
        return Bound(metrics=metrics, dimensions=frozenset(dimension.name for dimension in self.dimensions))


def _what_it_costs(name: str, each: str) -> str:
    from ses_constructs.facts import prices

    values = 1000
    dollars = values * prices.METRIC_MONTH
    return (
        f"{name!r} has a value for {each}, as its name tells, and CloudWatch bills each value as a metric for "
        f"every event type: {values} values are {dollars:.0f} US dollars a month for one type "
        f"({prices.METRIC_SOURCE}); count by a tag with few values, such as campaign, and look for one recipient "
        f"or message in an events.EventLake or EventStore, or acknowledge {COSTLY!r}"
    )
