"""How a function hears that mail it sent on did not reach its reader, or was not wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.facts.events import EVENT_SOURCE, Event
from ses_constructs.facts.received_mail.returning import FORWARDER_TAG
from ses_constructs.shared import Aws, LambdaFunction
from ses_constructs.shared.function_rule import invoke_by_rule

_EVENTS = (Event.BOUNCE, Event.COMPLAINT, Event.REJECT)
_DESTINATION = "ForwardedMail"
_LONGEST_TAG = 64


class SendsBySet(Protocol):
    """What may be sent from, and may have a configuration set: ``DomainIdentity`` and the like."""

    @property
    def configuration_set(self) -> ses.IConfigurationSet | None: ...

    def grant_send(
        self,
        grantee: iam.IGrantable,
        *,
        forms: Sequence[SendForm],
        configuration_sets: Sequence[ses.IConfigurationSet] = (),
        limits: SendLimits | None,
    ) -> iam.Grant: ...


class ReturnedMail(Construct):
    """Invokes a function with each event of mail that it sent, and that came back, was rejected or complained of.

    Creates: a rule on the default event bus, an event destination, and a configuration set where the identity has
    none of its own.

    Args:
        function: Sends with the set and the tag, which it finds in ``CONFIGURATION_SET`` and ``FORWARDER``.
        identity: What it sends from.

    Guide: Set up an Amazon EventBridge destination for event publishing.
    """

    def __init__(self, scope: Construct, id: str, *, function: LambdaFunction, identity: SendsBySet) -> None:
        super().__init__(scope, id)
        own = identity.configuration_set
        self.configuration_set: ses.IConfigurationSet = ses.ConfigurationSet(self, "Set") if own is None else own
        """What the mail is sent with."""
        tag = cdk.Names.unique_resource_name(self, max_length=_LONGEST_TAG)
        _publish(self.configuration_set)
        invoke_by_rule(
            self,
            "Rule",
            function.function,
            description="Forwarded mail that did not reach its reader, or was not wanted",
            pattern={
                "source": [EVENT_SOURCE],
                "detail-type": [event.detail_type for event in _EVENTS],
                "detail": {"mail": {"tags": {FORWARDER_TAG: [tag]}}},
            },
        )
        function.function.add_environment("FORWARDER", tag)
        function.function.add_environment("CONFIGURATION_SET", self.configuration_set.configuration_set_name)


def _publish(configuration_set: ses.IConfigurationSet) -> None:
    """Once for each set, in the stack of the set: two forwarders may send with one."""
    aws = Aws.of(configuration_set)
    id = f"{_DESTINATION}{cdk.Names.node_unique_id(configuration_set.node)}"
    if aws.stack.node.try_find_child(id) is not None:
        return
    kinds = ses.CfnConfigurationSetEventDestination
    bus = aws.arn("events", "event-bus/default")
    kinds(
        aws.stack,
        id,
        configuration_set_name=configuration_set.configuration_set_name,
        event_destination=kinds.EventDestinationProperty(
            enabled=True,
            matching_event_types=[event.value for event in _EVENTS],
            event_bridge_destination=kinds.EventBridgeDestinationProperty(event_bus_arn=bus),
        ),
    )
