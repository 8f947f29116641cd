"""What all actions of a receipt rule have in common, and the notices most of them send."""

from __future__ import annotations

from abc import ABC, abstractmethod

from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from constructs import IConstruct, IDependable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.permissions import SERVICE
from ses_constructs.shared import is_known
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.topics import check_topic, let_service_publish

from .rule_source import RuleSource


@checks_types
class ReceiptAction(ABC):
    """One action of a rule; actions run in their order."""

    __slots__ = ()

    @abstractmethod
    def permit(self, source: RuleSource) -> list[IDependable]:
        """Lets SES do it on behalf of one rule. Returns what that rule must wait for."""

    @abstractmethod
    def render(self, source: RuleSource) -> ses.CfnReceiptRule.ActionProperty:
        """The action as the template wants it, for a rule that it was permitted for."""


def check_notice(topic: sns.ITopic | None) -> None:
    """Refuses a topic that SES cannot publish to."""
    if topic is not None:
        check_topic("topic", topic)


def let_publish(source: RuleSource, topic: sns.ITopic | None) -> list[IDependable]:
    """Lets a rule publish to a topic of its region. Returns what the rule must wait for."""
    if topic is None:
        return []
    check_same_region("topic", topic, topic.env.region, source)
    after = let_service_publish(
        source.scope, topic, service=SERVICE, source_account=source.account, source_arn=source.arn
    )
    return list(after)


def check_same_region(setting: str, target: IConstruct, region: str, source: RuleSource) -> None:
    """Refuses a target that is known to be in another region than the rule."""
    if is_known(region) and is_known(source.region) and region != source.region:
        raise InvalidSettingError(
            setting,
            target.node.path,
            f"is in {region}, and the rule in {source.region}",
            fix=f"use a {setting} of {source.region}; only the bucket of an S3Action may be elsewhere",
            see="Amazon SES Regions and endpoints",
        )


def check_arn_region(setting: str, arn: str, source: RuleSource) -> None:
    """Refuses an ARN that is known to be of another region than the rule."""
    if not is_known(arn) or not is_known(source.region):
        return
    region = arn.split(":")[3]
    if region != source.region:
        raise InvalidSettingError(
            setting,
            arn,
            f"is of {region}, and the rule of {source.region}",
            fix=f"use one of {source.region}, or put the rule into a stack of {region}",
            see="Amazon SES Regions and endpoints",
        )


def topic_arn(topic: sns.ITopic | None) -> str | None:
    """The ARN of a topic that may be left out."""
    return None if topic is None else topic.topic_arn
