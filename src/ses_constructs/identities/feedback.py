"""How an owner learns of bounces and complaints of an identity's mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.shared import Aws, is_known
from ses_constructs.shared.setting_types import checks_types

from .identity_settings import IdentitySettings

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_SEE = "Setting up event notifications for Amazon SES"


class FeedbackType(StrEnum):
    """What a feedback topic tells of, as ``SetIdentityNotificationTopic`` spells it."""

    BOUNCE = "Bounce"
    COMPLAINT = "Complaint"
    DELIVERY = "Delivery"


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackTopics:
    """Topics that SES publishes an identity's feedback to, beside forwarding it by mail.

    The topics let SES in by themselves, and so do their own KMS keys. They must be of the identity's region. When
    SES cannot publish later on (the topic was deleted, say), it drops the topic of bounces or complaints, and
    forwards by mail again.

    Args:
        bounce: Gets hard bounces, and soft ones SES gave up on. Left out: no topic does.
        complaint: Gets complaints. Left out: no topic does.
        delivery: Gets a notification for each message that was delivered. Left out: no topic does.
        headers_in: Types whose notifications hold the headers of the mail, up to 10 KB. Left out: none.

    Raises:
        ConflictingSettingsError: without any topic.
        InvalidSettingError: for headers of a type without a topic.

    Guide: Setting up event notifications for Amazon SES.
    """

    bounce: sns.ITopic | None = None
    complaint: sns.ITopic | None = None
    delivery: sns.ITopic | None = None
    headers_in: Sequence[FeedbackType] = ()

    def __post_init__(self) -> None:
        if not self.by_type:
            raise ConflictingSettingsError(
                "FeedbackTopics() has no topic", fix="give bounce=topic and complaint=topic", see=_SEE
            )
        for type in self.headers_in:
            if type not in self.by_type:
                raise InvalidSettingError(
                    "headers_in", str(type), "has no topic", fix=f"give {type.name.lower()}=topic too", see=_SEE
                )

    @property
    def by_type(self) -> dict[FeedbackType, sns.ITopic]:
        """The topics that were given."""
        given = {
            FeedbackType.BOUNCE: self.bounce,
            FeedbackType.COMPLAINT: self.complaint,
            FeedbackType.DELIVERY: self.delivery,
        }
        return {type: topic for type, topic in given.items() if topic is not None}

    def apply(
        self,
        identity: Construct,
        settings: IdentitySettings,
        *,
        identity_arn: str,
    ) -> None:
        """Puts the topics into the identity's settings.

        Raises:
            InvalidSettingError: for a FIFO topic, one of another region, or one whose key SES cannot use.
        """
        # Imported only where a topic is used: aws_sns takes time to load.
        from ses_constructs.shared.topics import check_topic, let_service_publish

        aws = Aws.of(identity)
        for type, topic in self.by_type.items():
            check_topic(type.name.lower(), topic)
            _check_region(type, topic, aws)
        for topic in self.by_type.values():
            source = {"source_account": aws.account, "source_arn": identity_arn}
            settings.wait_for(*let_service_publish(identity, topic, service=permissions.SERVICE, **source))
        settings.put("Topics", {str(type): topic.topic_arn for type, topic in self.by_type.items()})
        if self.headers_in:
            settings.put("HeadersIn", [str(type) for type in self.headers_in])


def check_feedback(
    topics: FeedbackTopics | None, *, forwarding: bool, configuration_set: ses.IConfigurationSet | None
) -> None:
    """Refuses to switch off the only way on which bounces and complaints are heard of.

    Raises:
        ConflictingSettingsError: when there is neither a topic for both nor a configuration set that could
            publish them.

    Guide: Setting up event notifications for Amazon SES.
    """
    missing = missing_topics(topics)
    if forwarding or not missing or configuration_set is not None:
        return
    raise ConflictingSettingsError(
        f"feedback_forwarding is false, and nothing else tells of {' and '.join(sorted(missing))}s",
        fix="give feedback_topics=FeedbackTopics(bounce=..., complaint=...), "
        "a configuration_set with a destination for both, or leave it out",
        see=_SEE,
    )


def missing_topics(topics: FeedbackTopics | None) -> frozenset[str]:
    """Which of bounce and complaint have no topic."""
    given = frozenset() if topics is None else frozenset(type.name.lower() for type in topics.by_type)
    return frozenset({"bounce", "complaint"}) - given


def _check_region(type: FeedbackType, topic: sns.ITopic, aws: Aws) -> None:
    region = (
        cdk.Arn.split(topic.topic_arn, cdk.ArnFormat.NO_RESOURCE_NAME).region
        if is_known(topic.topic_arn)
        else None
    )
    region = region if region is not None else topic.env.region
    if is_known(region) and is_known(aws.region) and region != aws.region:
        raise InvalidSettingError(
            type.name.lower(),
            topic.node.path,
            f"is a topic in {region}, and SES in {aws.region} publishes to topics of its own region only",
            fix=f"use a topic in {aws.region}",
            see=_SEE,
        )
