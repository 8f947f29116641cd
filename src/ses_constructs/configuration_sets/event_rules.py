"""EventBridge rules on the events of one configuration set, and of no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.events import DEFAULT_EVENTS, EVENT_SOURCE, AutoTag, BounceType, Event
from ses_constructs.shared import located

from .publishing import Publishing

if TYPE_CHECKING:
    from aws_cdk import aws_events as events_

_Detail = dict[str, object]


class EventRules(Publishing):
    """The ``on_*`` methods: each makes an ``AWS::Events::Rule`` on the account's default bus.

    A rule sees the events of this set only: it asks for the tag that SES adds to each of them. The first call adds
    the destination that brings events to the bus, unless the set has one. EventBridge may deliver an event more
    than once, late or, seldom, not at all; what must not be lost goes to a queue or a stream as well.
    """

    def on_event(
        self,
        id: str,
        *,
        events: Sequence[Event] | None = None,
        tags: Mapping[str, Sequence[str]] | None = None,
        target: events_.IRuleTarget | None = None,
        description: str | None = None,
    ) -> events_.Rule:
        """Calls a target for events of mail that was sent with this set.

        Args:
            id: Construct id of the rule.
            events: Left out: all that change nothing in the mail, see ``DEFAULT_EVENTS``.
            tags: Only mail with one of these values of each message tag. Left out: all mail.
            target: Any target of ``aws_events_targets``. Left out: none yet; ``add_target()`` of the rule.
            description: Of the rule. Left out: one that says whose events it sees.

        Raises:
            InvalidSettingError: for an empty list of events or of values.
            ConflictingSettingsError: when the set's own destination on the bus leaves out these events, or for an
                eleventh destination.

        Source: EventBridge reference, Amazon Simple Email Service events.
        """
        with located(self, id):
            for tag, values in (tags or {}).items():
                if not values:
                    raise InvalidSettingError("tags", tags, "match nothing", fix=f"give a value for {tag!r}")
        chosen = DEFAULT_EVENTS if events is None else tuple(dict.fromkeys(events))
        return self._rule(id, chosen, {}, tags=tags, target=target, description=description)

    def on_bounce(
        self,
        id: str,
        *,
        bounce_types: Sequence[BounceType] | None = None,
        target: events_.IRuleTarget | None = None,
        description: str | None = None,
    ) -> events_.Rule:
        """Calls a target when mail that was sent with this set bounces.

        Args:
            id: Construct id of the rule.
            bounce_types: Such as ``[BounceType.PERMANENT]``, after which an address should get no more mail. Left
                out: all, automatic replies too.
            target: As of :meth:`on_event`.
            description: As of :meth:`on_event`.

        Raises:
            InvalidSettingError: for an empty list of types.
            ConflictingSettingsError: as :meth:`on_event`.

        Guide: Contents of event data that Amazon SES publishes, bounce object.
        """
        detail: _Detail = {}
        if bounce_types is not None:
            with located(self, id):
                if not bounce_types:
                    raise InvalidSettingError(
                        "bounce_types", bounce_types, "match nothing", fix="give a type, or leave bounce_types out"
                    )
            detail["bounce"] = {"bounceType": [str(one) for one in bounce_types]}
        return self._rule(id, (Event.BOUNCE,), detail, target=target, description=description)

    def on_complaint(
        self, id: str, *, target: events_.IRuleTarget | None = None, description: str | None = None
    ) -> events_.Rule:
        """Calls a target when somebody marks mail that was sent with this set as spam.

        Args:
            id: Construct id of the rule.
            target: As of :meth:`on_event`.
            description: As of :meth:`on_event`.

        Raises:
            ConflictingSettingsError: as :meth:`on_event`.

        Guide: Contents of event data that Amazon SES publishes, complaint object.
        """
        return self._rule(id, (Event.COMPLAINT,), {}, target=target, description=description)

    def _rule(
        self,
        id: str,
        chosen: Sequence[Event],
        detail: _Detail,
        *,
        tags: Mapping[str, Sequence[str]] | None = None,
        target: events_.IRuleTarget | None,
        description: str | None,
    ) -> events_.Rule:
        from aws_cdk import aws_events as events_

        with located(self, id):
            self._publish_to_bus(chosen)
        name = self.configuration_set_name
        own = {str(AutoTag.CONFIGURATION_SET): [name]}
        asked = {tag: list(values) for tag, values in (tags or {}).items()}
        return events_.Rule(
            self,
            id,
            description=description if description is not None else f"Events of configuration set {name}",
            event_pattern=events_.EventPattern(
                source=[EVENT_SOURCE],
                detail_type=[event.detail_type for event in chosen],
                detail={**detail, "mail": {"tags": {**asked, **own}}},
            ),
            targets=None if target is None else [target],
        )
