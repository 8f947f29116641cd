"""Stops mail to recipients whose mail bounced for good or who complained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import Aws, located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.wildcards import acknowledge_key_use, acknowledge_wildcard

from .event_queue import EventQueue, Reading
from .event_table import event_table
from .feedback_action import FeedbackAction
from .keeping import whole_days

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

_DAYS, _FEWEST_DAYS = 365, 30
"""A message may wait for 14 days in the queue, and as long again in the dead-letter queue."""
_MAX_CONCURRENCY = 2
"""SES takes few calls a second about one list."""


@checks_types
class FeedbackProcessor(EventQueue):
    """Acts on hard bounces and complaints, once each, and writes down what it did.

    Creates: a function, a table with its history, a queue with its dead-letter queue, three alarms; with
    :attr:`topic` a topic.
    Costs: four calls for each recipient it acts on, one for a copy, none for anything else.

    >>> processor = FeedbackProcessor(stack, "Feedback", operators=sns.Topic(stack, "Operators"))
    >>> processor.topic.node.path
    'Mail/Feedback/Topic'

    It leaves alone: bounces that are transient or undetermined, and so out-of-office replies; reports that a
    message is no spam; and mail that the suppression list held back. What it did once it does not do again, even
    if people undo it by hand and a copy of the event comes later. A complaint names every candidate where a
    provider hides who complained: mail to one recipient each keeps that from happening.

    The history says for each address what was done, when and why, with the ids of message and event. Its partition
    key is ``StoredEvents.recipient(address)``.

    Args:
        operators: Gets the alarms.
        actions: Left out: ``FeedbackAction.suppress()``.
        keep: Whole days, 30 or more, after which the history forgets. Left out: 365 days.
        encryption_key: Of the table. Left out: a key of DynamoDB's own.
        removal_policy: Of the table. Left out: RETAIN.

    Raises:
        InvalidSettingError: for no action, the same one twice, a time that is too short or not whole days, or for
            SNAPSHOT.

    Guide: Contents of event data (bounce types); Using the Amazon SES account-level suppression list.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        operators: sns.ITopic,
        actions: Sequence[FeedbackAction] | None = None,
        keep: cdk.Duration | None = None,
        encryption_key: kms.IKey | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        actions = [FeedbackAction.suppress()] if actions is None else actions
        with located(scope, id):
            _check(actions)
            days = whole_days("keep", keep, _DAYS, least=_FEWEST_DAYS)
            check_removal(removal_policy)
        suppresses = any(action.contact_list is None for action in actions)
        lists = [action.contact_list for action in actions if action.contact_list is not None]
        name = lists[0].contact_list_ref.contact_list_name if lists else ""
        reading = Reading(
            code="process_feedback",
            description="Acts on hard bounces and complaints of Amazon SES, once each",
            environment={
                "SUPPRESS": "yes" if suppresses else "no",
                "CONTACT_LIST": name,
                "KEEP_DAYS": str(days),
            },
            batch_size=10,
            batching_window=None,
            max_concurrency=_MAX_CONCURRENCY,
        )
        super().__init__(scope, id, operators=operators, reading=reading)
        self.table = event_table(self, encryption_key=encryption_key, removal_policy=removal_policy, indexes=False)
        """What was done to whom."""
        self._key = encryption_key
        self.function.function.add_environment("TABLE", self.table.table_name)
        self.function.allow("dynamodb:PutItem", "dynamodb:UpdateItem", resources=[self.table.table_arn])
        if encryption_key is not None:
            encryption_key.grant_encrypt_decrypt(self.function.role)
            acknowledge_key_use(self.function.role)
        if suppresses:
            self._let_suppress()
        if name:
            contacts = Aws.of(self).arn("ses", f"contact-list/{name}")
            self.function.allow("ses:GetContact", "ses:UpdateContact", resources=[contacts])

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets somebody read the history."""
        if self._key is not None:
            self._key.grant_decrypt(grantee)
        actions = ["dynamodb:GetItem", "dynamodb:Query"]
        return iam.Grant.add_to_principal(grantee=grantee, actions=actions, resource_arns=[self.table.table_arn])

    def _let_suppress(self) -> None:
        self.function.allow("ses:PutSuppressedDestination", resources=["*"])
        acknowledge_wildcard(self.function.role, "*", "ses:PutSuppressedDestination has no resource type")


def _check(actions: Sequence[FeedbackAction]) -> None:
    lists = [action.contact_list for action in actions if action.contact_list is not None]
    if not actions:
        raise InvalidSettingError(
            "actions", [], "does nothing", fix="list FeedbackAction.suppress(), or leave actions out"
        )
    if len(lists) > 1 or len(actions) - len(lists) > 1:
        raise InvalidSettingError(
            "actions",
            len(actions),
            "has the same action twice (an account has one contact list)",
            fix="list each action once",
            see="Using list management",
        )
