"""What contacts may want mail about."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_ses as ses

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.audience import LONGEST_DESCRIPTION, LONGEST_DISPLAY_NAME, NAME, SubscriptionStatus
from ses_constructs.shared.setting_types import checks_types

_SEE = "Using list management"


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic of a contact list.

    Args:
        name: Up to 64 letters, digits, ``-`` and ``_``; senders give it.
        display_name: Up to 128 characters; contacts read it where they unsubscribe.
        description: Up to 500 characters, which contacts read too. Left out: none.
        default: What holds for contacts who have not chosen. Left out: opted out, so that nobody gets mail
            without having asked for it.

    Raises:
        InvalidSettingError: for a name or a text that SES refuses.

    Guide: Using list management.
    """

    name: str
    display_name: str
    description: str | None = None
    default: SubscriptionStatus = SubscriptionStatus.OPT_OUT

    def __post_init__(self) -> None:
        if NAME.fullmatch(self.name) is None:
            raise InvalidSettingError(
                "name",
                self.name,
                "is no name of a topic",
                fix="use up to 64 letters, digits, '-' and '_'",
                see=_SEE,
            )
        if not 1 <= len(self.display_name) <= LONGEST_DISPLAY_NAME:
            raise InvalidSettingError(
                "display_name",
                self.display_name,
                "is empty or too long",
                fix=f"use 1 to {LONGEST_DISPLAY_NAME} characters",
                see=_SEE,
            )
        check_description(self.description)

    @property
    def settings(self) -> ses.CfnContactList.TopicProperty:
        """The topic as the resource takes it."""
        return ses.CfnContactList.TopicProperty(
            topic_name=self.name,
            display_name=self.display_name,
            description=self.description,
            default_subscription_status=str(self.default),
        )


def check_description(description: str | None) -> None:
    """Refuses a description that SES does not take.

    Raises:
        InvalidSettingError: for one that is too long.
    """
    if description is not None and len(description) > LONGEST_DESCRIPTION:
        raise InvalidSettingError(
            "description",
            f"{description[:40]}...",
            "is too long",
            fix=f"use up to {LONGEST_DESCRIPTION} characters",
            see=_SEE,
        )
