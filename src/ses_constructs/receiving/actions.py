"""What a receipt rule does with a message. Guide: Action options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from constructs import IDependable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import names, quotas
from ses_constructs.shared import is_known
from ses_constructs.shared.setting_types import checks_types

from .access import check_unlocked, let_rule_invoke
from .bounce_template import BounceTemplate
from .bucket_writer import BucketWriter, Delivery
from .client_side_encryption import ClientSideEncryption
from .receipt_action import ReceiptAction, check_notice, check_same_region, let_publish, topic_arn
from .recipients import check_address
from .rule_source import RuleSource

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_

_Rule = ses.CfnReceiptRule


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class S3Action(ReceiptAction):
    """Saves the message, as it came, under ``<prefix><message id>``. Up to 40 MB.

    A bucket with a key of its own in AWS KMS works: the key's policy lets the rule in.

    Args:
        bucket: May be of another region, but not of one that an account has to opt in to; without a default
            retention of Object Lock.
        prefix: Such as ``support/``. Left out: none.
        topic: Told of each saved message, without its content. Left out: nobody is told.
        writer: As whom SES writes, encrypts and publishes. Left out: as itself.
        encryption: Of each message, before it is stored, in a way that only some S3 clients undo. Left out: the
            bucket's own.

    Raises:
        InvalidSettingError: for a prefix with ``*`` or ``?``, which would open more of the bucket than meant; for
            a bucket with a default retention, or one that SES cannot write to as itself.

    Guide: Deliver to S3 bucket action.
    """

    bucket: s3.IBucket
    prefix: str = ""
    topic: sns.ITopic | None = None
    writer: BucketWriter | None = None
    encryption: ClientSideEncryption | None = None

    def __post_init__(self) -> None:
        if is_known(self.prefix) and ("*" in self.prefix or "?" in self.prefix):
            raise InvalidSettingError(
                "prefix",
                self.prefix,
                "has a wildcard of policies in it",
                fix="leave '*' and '?' out of the prefix",
            )
        check_notice(self.topic)

    def permit(self, source: RuleSource) -> list[IDependable]:
        check_unlocked(self.bucket)
        delivery = Delivery(bucket=self.bucket, prefix=self.prefix, topic=self.topic, encryption=self.encryption)
        return self._writer.permit(source, delivery)

    def render(self, source: RuleSource) -> ses.CfnReceiptRule.ActionProperty:
        action = _Rule.S3ActionProperty(
            bucket_name=self.bucket.bucket_name,
            object_key_prefix=self.prefix or None,
            topic_arn=topic_arn(self.topic),
            iam_role_arn=self._writer.arn(source),
            kms_key_arn=None if self.encryption is None else self.encryption.key_arn(source),
        )
        return _Rule.ActionProperty(s3_action=action)

    @property
    def _writer(self) -> BucketWriter:
        return self.writer if self.writer is not None else BucketWriter.service()


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class SnsAction(ReceiptAction):
    """Publishes the message with its content. Messages of more than 150 KB are bounced: see :class:`S3Action`.

    Args:
        topic: A standard topic of the rule's region.
        base64: True keeps every character of the message; false publishes it as UTF-8, which may not.

    Guide: Publish to Amazon SNS topic action.
    """

    topic: sns.ITopic
    base64: bool = True

    def __post_init__(self) -> None:
        check_notice(self.topic)

    def permit(self, source: RuleSource) -> list[IDependable]:
        return let_publish(source, self.topic)

    def render(self, source: RuleSource) -> ses.CfnReceiptRule.ActionProperty:  # noqa: ARG002 - same for all
        encoding = "Base64" if self.base64 else "UTF-8"
        action = _Rule.SNSActionProperty(topic_arn=topic_arn(self.topic), encoding=encoding)
        return _Rule.ActionProperty(sns_action=action)


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class LambdaAction(ReceiptAction):
    """Invokes a function with the message's headers and verdicts, without its content.

    A function that needs the content reads what an :class:`S3Action` before it has saved.

    Args:
        function: Of the rule's region.
        wait: True waits up to 30 seconds for the function to return ``{"disposition": ...}`` with
            ``CONTINUE``, ``STOP_RULE`` or ``STOP_RULE_SET``, and obeys. False invokes it and goes on.
        topic: Told of each invocation. Left out: nobody is told.

    Raises:
        InvalidSettingError: when SES would wait for a function that may run longer than SES waits.

    Guide: Invoke Lambda function action.
    """

    function: lambda_.IFunction
    wait: bool = False
    topic: sns.ITopic | None = None

    def __post_init__(self) -> None:
        timeout = getattr(self.function, "timeout", None)
        most = quotas.SYNCHRONOUS_LAMBDA_SECONDS
        if self.wait and timeout is not None and not timeout.is_unresolved() and timeout.to_seconds() > most:
            raise InvalidSettingError(
                "wait",
                True,
                f"with a function that may run for {timeout.to_seconds():.0f} seconds: SES waits for {most}",
                fix=f"give the function a timeout of at most {most} seconds, or wait=False",
                see="Invoke Lambda function action",
            )
        check_notice(self.topic)

    def permit(self, source: RuleSource) -> list[IDependable]:
        check_same_region("function", self.function, self.function.env.region, source)
        return let_rule_invoke(source, self.function) + let_publish(source, self.topic)

    def render(self, source: RuleSource) -> ses.CfnReceiptRule.ActionProperty:  # noqa: ARG002 - same for all
        action = _Rule.LambdaActionProperty(
            function_arn=self.function.function_arn,
            invocation_type="RequestResponse" if self.wait else "Event",
            topic_arn=topic_arn(self.topic),
        )
        return _Rule.ActionProperty(lambda_action=action)


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class BounceAction(ReceiptAction):
    """Returns the message to its sender.

    Args:
        template: What the sender is told. Left out: the mailbox does not exist.
        sender: From whom the bounce comes: an address of a verified identity.
        topic: Told of each bounce. Left out: nobody is told.

    Raises:
        InvalidSettingError: when ``sender`` is not an address.

    Guide: Return bounce response action.
    """

    template: BounceTemplate = BounceTemplate.MAILBOX_DOES_NOT_EXIST
    sender: str
    topic: sns.ITopic | None = None

    def __post_init__(self) -> None:
        check_address("sender", self.sender)
        check_notice(self.topic)

    def permit(self, source: RuleSource) -> list[IDependable]:
        return let_publish(source, self.topic)

    def render(self, source: RuleSource) -> ses.CfnReceiptRule.ActionProperty:  # noqa: ARG002 - same for all
        action = _Rule.BounceActionProperty(
            message=self.template.message,
            sender=self.sender,
            smtp_reply_code=self.template.smtp_reply_code,
            status_code=self.template.status_code,
            topic_arn=topic_arn(self.topic),
        )
        return _Rule.ActionProperty(bounce_action=action)


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class StopAction(ReceiptAction):
    """Ends the work on the message: neither later actions nor later rules see it.

    Args:
        topic: Told of each message. Left out: nobody is told.

    Guide: Stop rule set action.
    """

    topic: sns.ITopic | None = None

    def __post_init__(self) -> None:
        check_notice(self.topic)

    def permit(self, source: RuleSource) -> list[IDependable]:
        return let_publish(source, self.topic)

    def render(self, source: RuleSource) -> ses.CfnReceiptRule.ActionProperty:  # noqa: ARG002 - same for all
        action = _Rule.StopActionProperty(scope="RuleSet", topic_arn=topic_arn(self.topic))
        return _Rule.ActionProperty(stop_action=action)


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class AddHeaderAction(ReceiptAction):
    """Adds a header to the message, for the actions after it.

    Args:
        name: Up to 50 letters, digits and dashes.
        value: Fewer than 2,048 characters, on one line.

    Raises:
        InvalidSettingError: for a name or a value that SES refuses.

    Guide: Add header action.
    """

    name: str
    value: str

    def __post_init__(self) -> None:
        if is_known(self.name) and names.HEADER.fullmatch(self.name) is None:
            most = quotas.HEADER_NAME_LENGTH
            raise InvalidSettingError(
                "name", self.name, "is not a header name", fix=f"use 1 to {most} letters, digits and dashes"
            )
        if not is_known(self.value):
            return
        if len(self.value) > quotas.HEADER_VALUE_LENGTH:
            raise InvalidSettingError(
                "value",
                f"{self.value[:20]}...",
                f"has {len(self.value)} characters",
                fix=f"use at most {quotas.HEADER_VALUE_LENGTH}",
            )
        if "\r" in self.value or "\n" in self.value:
            raise InvalidSettingError("value", self.value, "has a line break", fix="write the value on one line")

    def permit(self, source: RuleSource) -> list[IDependable]:  # noqa: ARG002 - SES needs nobody's leave
        return []

    def render(self, source: RuleSource) -> ses.CfnReceiptRule.ActionProperty:  # noqa: ARG002 - same for all
        action = _Rule.AddHeaderActionProperty(header_name=self.name, header_value=self.value)
        return _Rule.ActionProperty(add_header_action=action)
