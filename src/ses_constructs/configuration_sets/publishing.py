"""Event destinations of a configuration set, made here or elsewhere."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct, IConstruct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.facts.events import DEFAULT_EVENTS, Event
from ses_constructs.shared import Aws, is_known, located, once
from ses_constructs.shared.destination_room import take_destination
from ses_constructs.shared.setting_types import checks_types

from .destination import Bound, Destination, Source
from .dimension import Dimension

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_RULES = "RuleEvents"
"""Id of the destination that the ``on_*`` methods make."""
_FAILURES = "RenderingFailures"
"""Id of the destination that templates make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A destination of a set, as the set remembers it."""

    id: str
    events: tuple[Event, ...]
    enabled: bool
    bound: Bound
    made: ses.CfnConfigurationSetEventDestination


@dataclass(slots=True)
class _Ledger:
    published: list[Published] = field(default_factory=list)
    for_rules: Published | None = None


@once
def _ledgers_in(app: IConstruct) -> dict[str, _Ledger]:  # noqa: ARG001 - the key
    """What the sets of an app publish, by reference to the set."""
    return {}


@checks_types
class Publishing(cdk.Resource):
    """What every configuration set can do about its events."""

    @property
    @abstractmethod
    def configuration_set_name(self) -> str:
        """The name that senders give."""

    @property
    def configuration_set_arn(self) -> str:
        """The ARN that policies name."""
        return self._arn(self.configuration_set_name)

    @property
    def published(self) -> tuple[Published, ...]:
        """The destinations that were added here, in order."""
        return tuple(self._ledger.published)

    @property
    def destinations_are_known(self) -> bool:
        """False for a set that may have destinations of somebody else's."""
        return True

    def add_destination(
        self,
        id: str,
        destination: Destination,
        *,
        events: Sequence[Event] | None = None,
        enabled: bool = True,
    ) -> ses.CfnConfigurationSetEventDestination:
        """Publishes events of mail that is sent with this set.

        The destination is made in the stack of this set, which from then on refers to the target. Where the
        target's stack refers to the set already, import the set there: what is added to
        ``ConfigurationSet.from_configuration_set_name(stack, "Receipts", receipts.configuration_set_name)`` is
        made in that stack, and counts for this set.

        Args:
            id: Construct id of the destination.
            destination: The target.
            events: Left out: all that change nothing in the mail, see ``DEFAULT_EVENTS``; ``Event.OPEN`` and
                ``Event.CLICK`` only when listed.
            enabled: False keeps the destination and publishes nothing.

        Raises:
            InvalidSettingError: for an empty list of events, or a target that SES cannot publish to.
            ConflictingSettingsError: for an eleventh destination, or a second way to the event bus after the
                ``on_*`` methods made one.

        Guide: Creating event destinations.
        """
        with located(self, id):
            self._check_destination(events)
            bound = destination.bind(Construct(self, f"{id}Target"), self._source())
            self._check_one_way_to_the_bus(bound)
        chosen = DEFAULT_EVENTS if events is None else tuple(dict.fromkeys(events))
        return self._publish(id, bound, chosen, enabled=enabled).made

    def add_metrics(
        self, id: str, *combinations: Sequence[Dimension], events: Sequence[Event] | None = None
    ) -> list[ses.CfnConfigurationSetEventDestination]:
        """Counts events in CloudWatch by several combinations of dimensions, each by a destination of its own.

        CloudWatch cannot add up over a dimension: what shall be seen by campaign alone, and by campaign and
        country, are two combinations.

        Args:
            id: Begins the ids of the destinations; the names of their dimensions follow.
            combinations: As of ``Destination.metrics``.
            events: As of :meth:`add_destination`.

        Raises:
            InvalidSettingError: for no combination, or one that ``Destination.metrics`` refuses.
            ConflictingSettingsError: for more than 10 destinations, or a combination that this set has already.
        """
        with located(self, id):
            if not combinations:
                raise InvalidSettingError(
                    "combinations", combinations, "count nothing", fix="give a list of dimensions"
                )
        made = []
        for dimensions in combinations:
            tail = "And".join("".join(filter(str.isalnum, one.name.title())) for one in dimensions)
            with located(self, f"{id}By{tail}"):
                self._check_combination(frozenset(one.name for one in dimensions))
            made.append(self.add_destination(f"{id}By{tail}", Destination.metrics(*dimensions), events=events))
        return made

    def publish_rendering_failures(self, topic: sns.ITopic) -> None:
        """Publishes ``Event.RENDERING_FAILURE`` to a topic, unless this set has a destination that does.

        Args:
            topic: A standard one that people listen to.

        Raises:
            InvalidSettingError: for a topic that SES cannot publish to.
            ConflictingSettingsError: for an eleventh destination.
        """
        arn, failures = topic.topic_arn, Event.RENDERING_FAILURE
        told = [one.bound.topic for one in self.published if one.enabled and failures in one.events]
        if not any(one is not None and one.topic_arn == arn for one in told):
            first = self.node.try_find_child(_FAILURES) is None
            own = _FAILURES if first else f"{_FAILURES}{topic.node.addr[-8:]}"
            self.add_destination(own, Destination.topic(topic), events=[failures])

    def _publish_to_bus(self, events: Sequence[Event]) -> None:
        """Makes sure that these events reach the event bus, and only once.

        Raises:
            ConflictingSettingsError: when a destination that was added publishes to the bus, but not these.
        """
        ledger = self._ledger
        ways = [one for one in ledger.published if one.bound.event_bus is not None and one.enabled]
        mine = ledger.for_rules
        if mine is not None:
            events = tuple(dict.fromkeys([*mine.events, *events]))
            mine.made.event_destination = _property(mine.bound, events, enabled=True)
            widened = Published(id=mine.id, events=events, enabled=True, bound=mine.bound, made=mine.made)
            ledger.published[ledger.published.index(mine)] = ledger.for_rules = widened
        elif not ways:
            self._check_destination(events)
            bound = Destination.event_bus().bind(self, self._source())
            ledger.for_rules = self._publish(_RULES, bound, tuple(dict.fromkeys(events)), enabled=True)
        else:
            missing = [event for event in events if all(event not in one.events for one in ways)]
            if missing:
                named = ", ".join(f"Event.{event.name}" for event in missing)
                raise ConflictingSettingsError(
                    f"destination {ways[0].id!r} brings events to the bus, but not {named}",
                    fix=f"add {named} to its events",
                )

    def _publish(self, id: str, bound: Bound, events: tuple[Event, ...], *, enabled: bool) -> Published:
        name = self.configuration_set_name
        with located(self, id):
            take_destination(self, name)
        made = ses.CfnConfigurationSetEventDestination(
            self,
            id,
            configuration_set_name=name,
            event_destination=_property(bound, events, enabled=enabled),
        )
        if bound.after:
            made.node.add_dependency(*bound.after)
        entry = Published(id=id, events=events, enabled=enabled, bound=bound, made=made)
        self._ledger.published.append(entry)
        return entry

    @property
    def _ledger(self) -> _Ledger:
        ledger: _Ledger | None = self.__dict__.get("_own_ledger")
        if ledger is None:
            name = self.configuration_set_name
            # A name that is a reference is of one set, however often it is imported; of one that is spelt out
            # there is a set in each region.
            ledger = _Ledger() if is_known(name) else _ledgers_in(Aws.of(self).app).setdefault(name, _Ledger())
            self.__dict__["_own_ledger"] = ledger
        return ledger

    def _check_destination(self, events: Sequence[Event] | None) -> None:
        if events is not None and not events:
            raise InvalidSettingError(
                "events", events, "publishes nothing", fix="list at least one event, or leave events out"
            )

    def _check_one_way_to_the_bus(self, bound: Bound) -> None:
        if bound.event_bus is not None and self._ledger.for_rules is not None:
            raise ConflictingSettingsError(
                "on_event(), on_bounce() or on_complaint() brings events to the bus already; with this "
                "destination too, rules would see them twice",
                fix="add this destination before the first of those calls, which then use it",
            )

    def _check_combination(self, names: frozenset[str]) -> None:
        if any(one.bound.dimensions == names for one in self._ledger.published):
            raise ConflictingSettingsError(
                f"this set counts by {', '.join(sorted(names))} already, and would count each event twice",
                fix="give each combination of dimensions once",
            )

    def _source(self) -> Source:
        return Source(
            arn=self.configuration_set_arn,
            portable_arn=self._portable_arn(),
            account=Aws.of(self).account,
            stack_address=Aws.of(self).stack_address,
        )

    @abstractmethod
    def _portable_arn(self) -> str:
        """The ARN without a reference to the set: with a ``*`` for its name where that is generated."""

    def _arn(self, name: str) -> str:
        aws = Aws.of(self)
        return permissions.configuration_set_arn(
            partition=aws.partition, region=aws.region, account=aws.account, name=name
        )


def _property(
    bound: Bound, events: Sequence[Event], *, enabled: bool
) -> ses.CfnConfigurationSetEventDestination.EventDestinationProperty:
    return ses.CfnConfigurationSetEventDestination.EventDestinationProperty(
        enabled=enabled,
        matching_event_types=[str(event) for event in events],
        sns_destination=bound.topic,
        event_bridge_destination=bound.event_bus,
        kinesis_firehose_destination=bound.stream,
        cloud_watch_destination=bound.metrics,
    )
