"""Mail for the agents of an instance of Amazon Connect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import aws_ses as ses
from constructs import IDependable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import is_known
from ses_constructs.shared.setting_types import checks_types

from .receipt_action import ReceiptAction, check_arn_region
from .rule_role import let_role, role_of
from .rule_source import RuleSource

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

_INSTANCE = re.compile(
    r"arn:(aws|aws-us-gov):connect:[a-z]{2}-[a-z]+-[0-9-]{1}:[0-9]{1,20}:instance/"
    r"[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}"
)
"""Schema of ``AWS::SES::ReceiptRule``."""
_ROLE = "ConnectRole"


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectAction(ReceiptAction):
    """Starts an e-mail contact in Amazon Connect with each message.

    Mail above 40 MB, or with more than 10 attachments, is bounced. SES sends no notice of this action. AWS advises
    to have Amazon Connect set it up; this is for rules that stand in a set of one's own.

    Args:
        instance_arn: Of an instance of the rule's region, with its id.
        role: What SES takes on, with ``connect:StartEmailContact`` added. Left out: one is made for the rule.

    Raises:
        InvalidSettingError: for another ARN, or another region's.

    Guide: Integrate with Amazon Connect action. API reference: ``ConnectAction``.
    """

    instance_arn: str
    role: iam.IRole | None = None

    def __post_init__(self) -> None:
        if is_known(self.instance_arn) and _INSTANCE.fullmatch(self.instance_arn) is None:
            raise InvalidSettingError(
                "instance_arn",
                self.instance_arn,
                "is not the ARN of an instance",
                fix="write 'arn:aws:connect:<region>:<account>:instance/<id>', as Amazon Connect shows it",
            )

    def permit(self, source: RuleSource) -> list[IDependable]:
        check_arn_region("instance_arn", self.instance_arn, source)
        return let_role(self._role(source), ["connect:StartEmailContact"], [self.instance_arn])

    def render(self, source: RuleSource) -> ses.CfnReceiptRule.ActionProperty:
        action = ses.CfnReceiptRule.ConnectActionProperty(
            instance_arn=self.instance_arn, iam_role_arn=self._role(source).role_arn
        )
        return ses.CfnReceiptRule.ActionProperty(connect_action=action)

    def _role(self, source: RuleSource) -> iam.IRole:
        return self.role if self.role is not None else role_of(source, _ROLE)
