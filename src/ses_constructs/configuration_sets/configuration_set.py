"""How mail is sent, and where its events go."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import names, permissions, quotas
from ses_constructs.facts.events import DEFAULT_EVENTS, Event
from ses_constructs.shared import Aws, is_known, located

from .destination import Destination, Source
from .suppression import Suppression


class ConfigurationSet(ses.ConfigurationSet):
    """A configuration set with the safe settings written into the template.

    Creates: ``AWS::SES::ConfigurationSet``; with :meth:`add_destination` one
    ``AWS::SES::ConfigurationSetEventDestination`` each, and what its target needs.
    Costs: reputation metrics and CloudWatch destinations are billed as custom metrics.

    It is an ``aws_ses.ConfigurationSet`` and goes wherever the CDK asks for one.

    >>> receipts = ConfigurationSet(stack, "Receipts")
    >>> receipts.add_destination("Bus", Destination.event_bus(), events=[Event.BOUNCE, Event.COMPLAINT]).node.id
    'Bus'

    Whether sending is enabled is not a setting: the template would undo a pause at the next deployment.

    Args:
        configuration_set_name: Up to 64 letters, digits, ``-`` and ``_``. Left out: CloudFormation names it.
        require_tls: Delivers over TLS only; a receiver without TLS does not get the mail. Left out: true.
        reputation_metrics: Publishes ``Reputation.*`` metrics of this set, which alarms that pause it need.
            Left out: true. (aws_ses writes nothing, and SES's own default is false.)
        suppression: Left out: addresses that bounced for good or complained get no more mail.
        max_delivery_duration: How long SES tries, from 5 minutes to 14 hours. Left out: SES decides (14 hours).

        removal_policy: Left out: RETAIN. An identity that outlives its stack, and names a set that did not, has
            all its mail refused.

    Raises:
        InvalidSettingError: for a name or a duration that SES refuses.

    Guide: Using configuration sets in Amazon SES.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        configuration_set_name: str | None = None,
        require_tls: bool = True,
        reputation_metrics: bool = True,
        suppression: Suppression | None = None,
        max_delivery_duration: cdk.Duration | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            _check_name(configuration_set_name)
            _check_duration(max_delivery_duration)
        suppression = suppression if suppression is not None else Suppression.of()
        tls = ses.ConfigurationSetTlsPolicy
        super().__init__(
            scope,
            id,
            configuration_set_name=configuration_set_name,
            tls_policy=tls.REQUIRE if require_tls else tls.OPTIONAL,
            reputation_metrics=reputation_metrics,
            suppression_reasons=suppression.reasons,
            disable_suppression_list=suppression.disabled,
            max_delivery_duration=max_delivery_duration,
        )
        self.apply_removal_policy(removal_policy)
        self._given_name = configuration_set_name
        self._destinations = 0

    @property
    def configuration_set_arn(self) -> str:
        """The ARN that policies name."""
        return self._arn(self.configuration_set_name)

    def add_destination(
        self,
        id: str,
        destination: Destination,
        *,
        events: Sequence[Event] | None = None,
        enabled: bool = True,
    ) -> ses.CfnConfigurationSetEventDestination:
        """Publishes events of mail that is sent with this set.

        Args:
            id: Construct id of the destination.
            destination: The target.
            events: Left out: all that change nothing in the mail, see ``DEFAULT_EVENTS``; ``Event.OPEN`` and
                ``Event.CLICK`` only when listed.
            enabled: False keeps the destination and publishes nothing.

        Raises:
            InvalidSettingError: for an empty list of events, or a target that SES cannot publish to.
            ConflictingSettingsError: for an eleventh destination.

        Guide: Creating event destinations.
        """
        with located(self, id):
            self._check_destination(events)
            home = Construct(self, f"{id}Target")
            bound = destination.bind(home, self._source())
        chosen = DEFAULT_EVENTS if events is None else tuple(dict.fromkeys(events))
        made = ses.CfnConfigurationSetEventDestination(
            self,
            id,
            configuration_set_name=self.configuration_set_name,
            event_destination=ses.CfnConfigurationSetEventDestination.EventDestinationProperty(
                enabled=enabled,
                matching_event_types=[str(event) for event in chosen],
                sns_destination=bound.topic,
                event_bridge_destination=bound.event_bus,
                kinesis_firehose_destination=bound.stream,
                cloud_watch_destination=bound.metrics,
            ),
        )
        made.node.add_dependency(*bound.after)
        self._destinations += 1
        return made

    def _check_destination(self, events: Sequence[Event] | None) -> None:
        if events is not None and not events:
            raise InvalidSettingError(
                "events", events, "publishes nothing", fix="list at least one event, or leave events out"
            )
        most = quotas.EVENT_DESTINATIONS_PER_CONFIGURATION_SET
        if self._destinations >= most:
            raise ConflictingSettingsError(
                f"a configuration set has at most {most} event destinations, and this is one more",
                fix="publish to a topic or to the event bus once, and fan out from there",
                see="Service quotas in Amazon SES",
            )

    def _source(self) -> Source:
        return Source(
            arn=self.configuration_set_arn,
            portable_arn=self._arn(self._given_name if self._given_name is not None else "*"),
            account=Aws.of(self).account,
            stack_address=Aws.of(self).stack_address,
        )

    def _arn(self, name: str) -> str:
        aws = Aws.of(self)
        return permissions.configuration_set_arn(
            partition=aws.partition, region=aws.region, account=aws.account, name=name
        )


def _check_name(name: str | None) -> None:
    if name is not None and is_known(name) and names.CONFIGURATION_SET.fullmatch(name) is None:
        raise InvalidSettingError(
            "configuration_set_name",
            name,
            "is no name SES takes",
            fix="use up to 64 letters, digits, '-' and '_', or leave it out for a generated name",
        )


def _check_duration(duration: cdk.Duration | None) -> None:
    if duration is None:
        return
    if duration.is_unresolved():
        raise InvalidSettingError(
            "max_delivery_duration",
            duration,
            "is a value that only the deployment knows",
            fix="give a time such as Duration.hours(1)",
        )
    seconds = duration.to_seconds()
    if not quotas.SHORTEST_DELIVERY_SECONDS <= seconds <= quotas.LONGEST_DELIVERY_SECONDS:
        raise InvalidSettingError(
            "max_delivery_duration",
            f"{seconds:g} seconds",
            "is not from 5 minutes to 14 hours",
            fix="give a time from Duration.minutes(5) to Duration.hours(14), or leave it out",
        )
