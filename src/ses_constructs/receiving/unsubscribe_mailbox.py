"""An address that people write to when they want no more mail."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.shared import Aws, located
from ses_constructs.shared.setting_types import checks_types

from .mail_handler import MailHandler, Work, check_size

if TYPE_CHECKING:
    from aws_cdk.interfaces import aws_ses as ses_interfaces


@checks_types
class UnsubscribeMailbox(MailHandler):
    """Opts the author of each message out of a contact list.

    Creates: a function, a dead-letter queue, two alarms.

    Put its address into ``List-Unsubscribe: <mailto:unsubscribe@example.com>``. Mail to ``unsubscribe+news@...``
    opts out of the topic ``news`` alone, where ``topics`` has it. A stranger is written into the list as somebody
    who wants no mail, so that a later import does not change that. Left alone, and kept in the bucket: bounces,
    automatic replies, spam, viruses, and mail that fails DMARC.

    >>> from aws_cdk import aws_ses as ses
    >>> mailbox = UnsubscribeMailbox(
    ...     stack,
    ...     "Unsubscribe",
    ...     bucket=s3.Bucket(stack, "Bucket"),
    ...     contact_list=ses.CfnContactList(stack, "Readers"),
    ...     operators=sns.Topic(stack, "Operators"),
    ... )
    >>> len(mailbox.actions)
    2

    Args:
        bucket: Where the mail is kept, below ``prefix``.
        contact_list: The list.
        operators: Gets the alarms.
        topics: Names of the list's topics that a ``+label`` may name. Left out: every message means all mail.
        prefix: Left out: ``unsubscribed/``.

    Raises:
        InvalidSettingError: for topics whose names are too long together.

    Guide: Using list management (unsubscribing).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        bucket: s3.IBucket,
        contact_list: ses_interfaces.IContactListRef,
        operators: sns.ITopic,
        topics: Sequence[str] = (),
        prefix: str = "unsubscribed/",
    ) -> None:
        with located(scope, id):
            _check_topics(topics)
        name = contact_list.contact_list_ref.contact_list_name
        work = Work(
            code="unsubscribe_by_mail",
            description="Opts authors of received mail out of a contact list",
            environment={"CONTACT_LIST": name, "TOPICS": json.dumps(list(topics))},
        )
        super().__init__(scope, id, bucket=bucket, prefix=prefix, operators=operators, work=work)
        self._let_read()
        self.function.allow(
            "ses:GetContact",
            "ses:UpdateContact",
            "ses:CreateContact",
            resources=[Aws.of(self).arn("ses", f"contact-list/{name}")],
        )


def _check_topics(topics: Sequence[str]) -> None:
    check_size("topics", json.dumps(list(topics)))
