"""A web address with a key, for rules on the event bus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.topics import check_topic

from .dead_letters import DeadLetters
from .rule_targets import AddressTarget
from .webhook import check_url

if TYPE_CHECKING:
    from aws_cdk import aws_secretsmanager as secretsmanager

_SHORTEST_MINUTES, _LONGEST_MINUTES = 1, 24 * 60
_RETRIES = 185
"""The most there are. EventBridge guide: How EventBridge retries delivering events."""


@checks_types
class WebhookTarget(Construct):
    """Posts what a rule on the event bus finds to an HTTPS address that asks for a key.

    Creates: a connection, which keeps the key in a secret that EventBridge manages; an API destination; a
    dead-letter queue; with ``operators`` an alarm.

    >>> from aws_cdk import aws_secretsmanager as secretsmanager
    >>> key = secretsmanager.Secret(stack, "Key")
    >>> target = WebhookTarget(stack, "Crm", url="https://crm.example/hooks/ses", key=key)
    >>> target.dead_letter_queue.node.path
    'Mail/Crm/DeadLetters/Queue'

    Give :meth:`rule_target` to ``on_bounce(...)``, ``on_event(...)`` of a configuration set, or to any rule. What
    is not taken is tried again, less and less often; an answer of 4xx but 401, 407, 409 and 429 goes to the
    dead-letter queue at once. The receiver has five seconds. The same event may come twice.

    A key that is changed in its secret reaches EventBridge with the next deployment that changes the connection.

    Args:
        url: HTTPS.
        key: A secret whose text is the key; the template refers to it.
        key_field: The field of the key, where the secret is JSON. Left out: the whole text.
        header: The request header that carries the key. Left out: ``x-api-key``.
        per_second: How many requests the address bears. Left out: 300, as EventBridge has it.
        give_up_after: From 1 minute to 24 hours. Left out: 24 hours.
        operators: Gets the alarm on events that were never taken. Left out: no alarm.

    Raises:
        InvalidSettingError: for an address that is not HTTPS, a time or a rate out of bounds, or a topic that
            alarms cannot reach.

    Source: EventBridge guide, API destinations as targets.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        url: str,
        key: secretsmanager.ISecret,
        key_field: str | None = None,
        header: str = "x-api-key",
        per_second: int | None = None,
        give_up_after: cdk.Duration | None = None,
        operators: sns.ITopic | None = None,
    ) -> None:
        with located(scope, id):
            check_url("url", url)
            _check(per_second, give_up_after)
            if operators is not None:
                check_topic("operators", operators)
        super().__init__(scope, id)
        value = key.secret_value if key_field is None else key.secret_value_from_json(key_field)
        self.connection = events.Connection(
            self,
            "Connection",
            authorization=events.Authorization.api_key(header, value),
            description="The key of a receiver of events of Amazon SES",
        )
        """Holds the key."""
        self.api_destination = events.ApiDestination(
            self,
            "Destination",
            connection=self.connection,
            endpoint=url,
            http_method=events.HttpMethod.POST,
            rate_limit_per_second=per_second,
            description="Receives events of Amazon SES",
        )
        """The address."""
        self._letters = DeadLetters(self, "DeadLetters", what=f"web address of {id}", operators=operators)
        self.dead_letter_queue = self._letters.queue
        """Events that the address has not taken, for 14 days."""
        self._give_up_after = cdk.Duration.hours(24) if give_up_after is None else give_up_after

    def rule_target(self) -> events.IRuleTarget:
        """This address as the target of a rule on the event bus, of this stack or of another one."""
        target: events.IRuleTarget = AddressTarget(
            self.api_destination, self.dead_letter_queue, give_up_after=self._give_up_after, retries=_RETRIES
        )
        return target


def _check(per_second: int | None, give_up_after: cdk.Duration | None) -> None:
    if per_second is not None and per_second < 1:
        raise InvalidSettingError("per_second", per_second, "lets nothing through", fix="give 1 or more")
    if give_up_after is None:
        return
    minutes = -1.0 if give_up_after.is_unresolved() else give_up_after.to_minutes(integral=False)
    if not _SHORTEST_MINUTES <= minutes <= _LONGEST_MINUTES:
        raise InvalidSettingError(
            "give_up_after",
            give_up_after.to_string(),
            "is not from 1 minute to 24 hours",
            fix="give a time such as Duration.hours(6)",
            see="EventBridge guide: How EventBridge retries delivering events",
        )
