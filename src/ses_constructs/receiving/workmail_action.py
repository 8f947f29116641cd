"""Mail for an organization of Amazon WorkMail."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from constructs import IDependable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import is_known
from ses_constructs.shared.setting_types import checks_types

from .receipt_action import ReceiptAction, check_arn_region, check_notice, let_publish, topic_arn
from .rule_source import RuleSource

_ORGANIZATION = re.compile(r"arn:[a-z-]+:workmail:[a-z0-9-]+:\d{12}:organization/m-[a-z0-9]+")
"""botocore's model of SES, ``WorkmailAction``."""


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class WorkMailAction(ReceiptAction):
    """Hands the message to Amazon WorkMail, which delivers it to the mailbox of the recipient.

    WorkMail makes such a rule by itself when a domain is added to an organization; this is for rules that stand
    in a set of one's own.

    Args:
        organization_arn: Of an organization of the rule's region.
        topic: Told of each message. Left out: nobody is told.

    Raises:
        InvalidSettingError: for another ARN, or another region's.

    Guide: Integrate with Amazon WorkMail action.
    """

    organization_arn: str
    topic: sns.ITopic | None = None

    def __post_init__(self) -> None:
        arn = self.organization_arn
        if is_known(arn) and _ORGANIZATION.fullmatch(arn) is None:
            raise InvalidSettingError(
                "organization_arn",
                arn,
                "is not the ARN of an organization",
                fix="write 'arn:aws:workmail:<region>:<account>:organization/m-...', as WorkMail shows it",
            )
        check_notice(self.topic)

    def permit(self, source: RuleSource) -> list[IDependable]:
        check_arn_region("organization_arn", self.organization_arn, source)
        return let_publish(source, self.topic)

    def render(self, source: RuleSource) -> ses.CfnReceiptRule.ActionProperty:  # noqa: ARG002 - same for all
        action = ses.CfnReceiptRule.WorkmailActionProperty(
            organization_arn=self.organization_arn, topic_arn=topic_arn(self.topic)
        )
        return ses.CfnReceiptRule.ActionProperty(workmail_action=action)
