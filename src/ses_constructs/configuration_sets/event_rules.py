"""EventBridge rules on the events of one configuration set, and of no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.facts.advice import AdviceStatus
from ses_constructs.facts.audited_calls import CALL, SWITCHES_OF_A_SET
from ses_constructs.facts.events import DEFAULT_EVENTS, AutoTag, BounceType, Event
from ses_constructs.shared import Aws, located
from ses_constructs.shared.service_rule import service_rule
from ses_constructs.shared.setting_types import checks_types

from .publishing import Publishing

if TYPE_CHECKING:
    from aws_cdk import aws_events as events
    from aws_cdk.interfaces import aws_ses as refs

_Detail = dict[str, object]


@checks_types
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
        target: events.IRuleTarget | None = None,
        description: str | None = None,
    ) -> events.Rule:
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
        target: events.IRuleTarget | None = None,
        description: str | None = None,
    ) -> events.Rule:
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
        self, id: str, *, target: events.IRuleTarget | None = None, description: str | None = None
    ) -> events.Rule:
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

    def on_sending_status(
        self, id: str, *, target: events.IRuleTarget | None = None, description: str | None = None
    ) -> events.Rule:
        """Calls a target when somebody pauses this set, or lets it send again: a guard, a program or a person.

        SES sends events of its own about tenants only (``account.Tenant.on_sending_status``). A set is switched by
        a call, of which CloudTrail tells: this hears it while a trail of the account is logging, such as one of
        ``access.AuditTrail``, and not what CloudFormation changes. ``detail.requestParameters`` says which it was:
        ``sendingEnabled`` or, from the older API, ``enabled``.

        Args:
            id: Construct id of the rule.
            target: As of :meth:`on_event`.
            description: As of :meth:`on_event`.

        Guide: Tenants, Setting up EventBridge notifications; Logging Amazon SES API calls with AWS CloudTrail.
        """
        name = self.configuration_set_name
        return service_rule(
            self,
            id,
            detail_types=[CALL],
            detail={
                "eventSource": [permissions.SERVICE],
                "eventName": list(SWITCHES_OF_A_SET),
                "requestParameters": {"configurationSetName": [name]},
                "errorCode": [{"exists": False}],
            },
            target=target,
            description=description if description is not None else f"Sending status of configuration set {name}",
        )

    def on_recommendation(
        self,
        id: str,
        *,
        identities: Sequence[refs.IEmailIdentityRef],
        statuses: Sequence[AdviceStatus] = (AdviceStatus.OPEN,),
        target: events.IRuleTarget | None = None,
        description: str | None = None,
    ) -> events.Rule:
        """Calls a target when the advisor finds something about the identities that send with this set.

        Advice names an identity or a tenant, and never a set: say which identities these are. It comes only
        while the Virtual Deliverability Manager is on (``account.VirtualDeliverabilityManager``, whose own rules
        hear all advice of the account).

        Args:
            id: Construct id of the rule.
            identities: Those that send with this set; at least one.
            statuses: Left out: what is new; with ``AdviceStatus.RESOLVED`` also what is settled.
            target: As of :meth:`on_event`.
            description: As of :meth:`on_event`.

        Raises:
            InvalidSettingError: for an empty list, which would match nothing.

        Guide: Virtual Deliverability Manager advisor events on EventBridge.
        """
        with located(self, id):
            if not identities:
                raise InvalidSettingError(
                    "identities", identities, "match nothing", fix="give those that send with this set"
                )
            if not statuses:
                raise InvalidSettingError("statuses", statuses, "match nothing", fix="leave statuses out")
        aws = Aws.of(self)
        stem = {"partition": aws.partition, "region": aws.region, "account": aws.account}
        names = [one.email_identity_ref.email_identity for one in identities]
        told = f"Advice about identities of configuration set {self.configuration_set_name}"
        return service_rule(
            self,
            id,
            detail_types=statuses,
            resources=[permissions.identity_arn(**stem, identity=name) for name in names],
            target=target,
            description=description if description is not None else told,
        )

    def _rule(
        self,
        id: str,
        chosen: Sequence[Event],
        detail: _Detail,
        *,
        tags: Mapping[str, Sequence[str]] | None = None,
        target: events.IRuleTarget | None,
        description: str | None,
    ) -> events.Rule:
        with located(self, id):
            self._publish_to_bus(chosen)
        name = self.configuration_set_name
        own = {str(AutoTag.CONFIGURATION_SET): [name]}
        asked = {tag: list(values) for tag, values in (tags or {}).items()}
        return service_rule(
            self,
            id,
            detail_types=[event.detail_type for event in chosen],
            detail={**detail, "mail": {"tags": {**asked, **own}}},
            target=target,
            description=description if description is not None else f"Events of configuration set {name}",
        )
