"""The people who want mail, and what about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.audience import (
    LIST_HEADER,
    MANAGE_CONTACTS,
    MOST_TOPICS,
    NAME,
    READ_CONTACTS,
    contact_list_arn,
)
from ses_constructs.shared import Aws, is_known, located
from ses_constructs.shared.owner import claim_in_app
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.tags import check_tags

from .topic import Topic, check_description

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

_SEE = "Using list management"


@checks_types
class ContactList(ses.CfnContactList):
    """The contact list of an account in a region, of which there is one.

    Creates: ``AWS::SES::ContactList``. It is an ``aws_ses.CfnContactList`` and goes wherever the CDK asks for one,
    such as ``events.FeedbackAction.opt_out``.

    Mail that is sent for the list (``ListManagementOptions``) gets unsubscribe headers and links, when it has one
    recipient and is signed by SES; an unknown recipient becomes a contact, and one who has unsubscribed gets
    nothing. Whoever unsubscribes is told by ``Event.SUBSCRIPTION`` of the configuration set. Send transactional
    mail without the option.

    >>> readers = ContactList(stack, "Readers", contact_list_name="readers",
    ...     topics=[Topic(name="news", display_name="News")])
    >>> readers.list_management_header(topic="news")
    {'X-SES-LIST-MANAGEMENT-OPTIONS': 'readers; topic=news'}

    Args:
        contact_list_name: Up to 64 letters, digits, ``-`` and ``_``. Another name would be another list, which SES
            refuses while the first is there. Left out: CloudFormation names it.
        topics: At most 20. Left out: none; contacts then want all or nothing.
        description: Up to 500 characters. Left out: none.
        tags: At most 50. Left out: none but those of the stack.
        removal_policy: Left out: RETAIN, since all contacts are deleted with the list; a first deployment that
            fails takes it back.

    Raises:
        InvalidSettingError: for what SES refuses.
        ConflictingSettingsError: when the app has another list for this account and region.

    Guide: Using list management; Using subscription management.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        contact_list_name: str | None = None,
        topics: Sequence[Topic] = (),
        description: str | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            _check_name(contact_list_name)
            _check_topics(topics)
            check_description(description)
            check_removal(removal_policy)
            check_tags(tags if tags is not None else {})
        super().__init__(
            scope,
            id,
            contact_list_name=contact_list_name,
            description=description,
            topics=[topic.settings for topic in topics] or None,
            tags=None if not tags else [cdk.CfnTag(key=key, value=value) for key, value in tags.items()],
        )
        with located(self):
            claim_in_app(self, "the contact list")
        apply_removal(self, removal_policy)
        self.name = self.ref
        """What senders give as ``ContactListName``."""
        self._shown_name = contact_list_name if contact_list_name is not None else self.name
        self._topics = tuple(topic.name for topic in topics)

    @property
    def topic_names(self) -> tuple[str, ...]:
        """The names of the topics, in order."""
        return self._topics

    def list_management_options(self, *, topic: str | None = None) -> dict[str, str]:
        """``ListManagementOptions`` of ``SendEmail``, as a program gives it.

        Args:
            topic: One of the list's. Left out: whoever unsubscribes wants no more mail at all.

        Raises:
            InvalidSettingError: for a topic that the list has not.
        """
        self._check_topic(topic)
        return {"ContactListName": self._shown_name, **({} if topic is None else {"TopicName": topic})}

    def list_management_header(self, *, topic: str | None = None) -> dict[str, str]:
        """The same as a header of a raw message, or of one that comes by SMTP; SES takes it out.

        Args:
            topic: One of the list's. Left out: whoever unsubscribes wants no more mail at all.

        Raises:
            InvalidSettingError: for a topic that the list has not.
        """
        self._check_topic(topic)
        return {LIST_HEADER: self._shown_name if topic is None else f"{self._shown_name}; topic={topic}"}

    def grant_read_contacts(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee see who is in the list, and what they want."""
        return self._grant(grantee, READ_CONTACTS)

    def grant_manage_contacts(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee see, add, change and delete contacts."""
        return self._grant(grantee, MANAGE_CONTACTS)

    def _grant(self, grantee: iam.IGrantable, actions: Sequence[str]) -> iam.Grant:
        from aws_cdk import aws_iam as iam

        aws = Aws.of(self)
        arn = contact_list_arn(partition=aws.partition, region=aws.region, account=aws.account, name=self.name)
        return iam.Grant.add_to_principal(grantee=grantee, actions=list(actions), resource_arns=[arn])

    def _check_topic(self, topic: str | None) -> None:
        if topic is not None and topic not in self._topics:
            with located(self):
                raise InvalidSettingError(
                    "topic",
                    topic,
                    "is no topic of the list",
                    fix=f"give one of {', '.join(self._topics) or 'none'}",
                )


def _check_name(name: str | None) -> None:
    if name is not None and is_known(name) and NAME.fullmatch(name) is None:
        raise InvalidSettingError(
            "contact_list_name",
            name,
            "is no name of a list",
            fix="use up to 64 letters, digits, '-' and '_'",
            see=_SEE,
        )


def _check_topics(topics: Sequence[Topic]) -> None:
    if len(topics) > MOST_TOPICS:
        raise InvalidSettingError(
            "topics", len(topics), "are too many", fix=f"give at most {MOST_TOPICS}", see=_SEE
        )
    names = [topic.name for topic in topics]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InvalidSettingError("topics", twice, "is there twice", fix="give each topic once", see=_SEE)
