"""Actions that hand a message to another service, each in the name of a role that may do just that.

Guide: Rule sets and rules (rule actions); Permission policies for Mail Manager. API: the actions of Mail Manager.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts.mail_manager import ActionFailurePolicy, SnsEncoding, SnsPayload
from ses_constructs.shared import Aws, is_known
from ses_constructs.shared.setting_types import checks_types

from .rule_action import Permission, RuleAction, Statement, statement

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_lambda as lambda_
    from aws_cdk import aws_s3 as s3
    from aws_cdk import aws_sns as sns

_Set = ses.CfnMailManagerRuleSet
_OBJECTS = "the name of an object ends with the id of the message"


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class S3Action(RuleAction):
    """Writes the message, as it is now, to a bucket.

    Args:
        bucket: With a name of up to 62 characters. One of another account has to let the role in by its policy.
        prefix: Up to 62 characters, such as ``orders/``. Left out: none.
        encryption_key: What the object is encrypted with. Left out: what the bucket says.
        on_failure: Left out: the next action runs.

    Raises:
        InvalidSettingError: for a name or a prefix that Mail Manager refuses.
    """

    bucket: s3.IBucket
    prefix: str = ""
    encryption_key: kms.IKey | None = None
    on_failure: ActionFailurePolicy = ActionFailurePolicy.CONTINUE

    def __post_init__(self) -> None:
        if self.prefix and is_known(self.prefix) and facts.S3_PREFIX.fullmatch(self.prefix) is None:
            raise InvalidSettingError(
                "prefix",
                self.prefix,
                "is no prefix that Mail Manager takes",
                fix="use up to 62 letters, digits and !_.'()/-",
            )
        name = self.bucket.bucket_name
        if is_known(name) and len(name) > facts.BUCKET_NAME_LENGTH:
            raise InvalidSettingError(
                "bucket",
                name,
                f"has more than the {facts.BUCKET_NAME_LENGTH} characters that Mail Manager takes",
                fix="use a bucket with a shorter name",
            )

    def permission(self, scope: Construct, aws: Aws) -> Permission:
        owner = self.bucket.env.account
        if is_known(owner) and is_known(aws.account) and owner != aws.account:
            cdk.Annotations.of(scope).add_warning_v2(
                "ses-constructs:bucket-of-another-account",
                f"bucket {self.bucket.node.path} is in account {owner}; its policy has to allow the role that "
                "writes to it s3:PutObject and s3:ListBucket",
            )
        objects = f"{self.bucket.bucket_arn}/{self.prefix}*"
        statements = [
            statement(["s3:PutObject"], objects),
            statement(["s3:ListBucket"], self.bucket.bucket_arn),
        ]
        keys = [key for key in (self.encryption_key, self.bucket.encryption_key) if key is not None]
        if keys:
            arns = list(dict.fromkeys(key.key_arn for key in keys))
            # The guide names kms:GenerateDataKey*, the API reference these two.
            statements.append(statement(["kms:Encrypt", "kms:GenerateDataKey"], *arns))
        return Permission(purpose="WriteToS3", statements=statements, wildcards={objects: _OBJECTS})

    def render(self, role_arn: str) -> ses.CfnMailManagerRuleSet.RuleActionProperty:
        return _Set.RuleActionProperty(
            write_to_s3=_Set.S3ActionProperty(
                role_arn=role_arn,
                s3_bucket=self.bucket.bucket_name,
                s3_prefix=self.prefix or None,
                s3_sse_kms_key_id=None if self.encryption_key is None else self.encryption_key.key_arn,
                action_failure_policy=str(self.on_failure),
            )
        )


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class SnsAction(RuleAction):
    """Publishes the message to a topic.

    Args:
        topic: A standard topic.
        encoding: Left out: Base64, which keeps every character.
        payload: Left out: the content.
        on_failure: Left out: the next action runs.

    Raises:
        InvalidSettingError: for a FIFO topic.
    """

    topic: sns.ITopic
    encoding: SnsEncoding = SnsEncoding.BASE64
    payload: SnsPayload = SnsPayload.CONTENT
    on_failure: ActionFailurePolicy = ActionFailurePolicy.CONTINUE

    def __post_init__(self) -> None:
        if self.topic.fifo:
            raise InvalidSettingError(
                "topic",
                self.topic.node.path,
                "is a FIFO topic, which SES does not publish to",
                fix="use a standard one",
            )

    def permission(self, scope: Construct, aws: Aws) -> Permission:  # noqa: ARG002 - the topic says all
        statements = [statement(["sns:Publish"], self.topic.topic_arn)]
        key = self.topic.master_key
        if key is not None:
            # What a publisher needs. SNS developer guide: Data encryption, key management.
            statements.append(statement(["kms:Decrypt", "kms:GenerateDataKey"], key.key_arn))
        return Permission(purpose="PublishToSns", statements=statements)

    def render(self, role_arn: str) -> ses.CfnMailManagerRuleSet.RuleActionProperty:
        return _Set.RuleActionProperty(
            publish_to_sns=_Set.SnsActionProperty(
                role_arn=role_arn,
                topic_arn=self.topic.topic_arn,
                encoding=str(self.encoding),
                payload_type=str(self.payload),
                action_failure_policy=str(self.on_failure),
            )
        )


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class LambdaAction(RuleAction):
    """Invokes a function with the message's headers, as a receipt rule does, without its content.

    Args:
        function: A function, or a version or alias of one.
        wait: True waits for the function's answer. Left out: false.
        retry: How long Mail Manager tries again when the invocation fails, up to 36 hours in whole minutes. Left
            out: what SES does.
        on_failure: Left out: the next action runs.

    Raises:
        InvalidSettingError: for a time that Mail Manager refuses.
    """

    function: lambda_.IFunction
    wait: bool = False
    retry: cdk.Duration | None = None
    on_failure: ActionFailurePolicy = ActionFailurePolicy.CONTINUE

    def __post_init__(self) -> None:
        if self.retry is None:
            return
        minutes = self.retry.to_minutes(integral=False)
        if minutes > facts.RETRY_MINUTES or minutes != int(minutes):
            raise InvalidSettingError(
                "retry",
                f"<{minutes:g} minutes>",
                "is no time that Mail Manager takes",
                fix="give whole minutes up to cdk.Duration.hours(36)",
            )

    def permission(self, scope: Construct, aws: Aws) -> Permission:  # noqa: ARG002 - the function says all
        return Permission(
            purpose="InvokeLambda",
            statements=[statement(["lambda:InvokeFunction"], self.function.function_arn)],
        )

    def render(self, role_arn: str) -> ses.CfnMailManagerRuleSet.RuleActionProperty:
        return _Set.RuleActionProperty(
            invoke_lambda=_Set.InvokeLambdaActionProperty(
                role_arn=role_arn,
                function_arn=self.function.function_arn,
                invocation_type="REQUEST_RESPONSE" if self.wait else "EVENT",
                retry_time_minutes=None if self.retry is None else self.retry.to_minutes(),
                action_failure_policy=str(self.on_failure),
            )
        )


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverToMailboxAction(RuleAction):
    """Delivers the message to its recipients' mailboxes in Amazon WorkMail.

    Args:
        organization_arn: Of the WorkMail organization: ``arn:...:organization/m-...``.
        on_failure: Left out: the next action runs.

    Raises:
        InvalidSettingError: for another ARN.
    """

    organization_arn: str
    on_failure: ActionFailurePolicy = ActionFailurePolicy.CONTINUE

    def __post_init__(self) -> None:
        arn = self.organization_arn
        if is_known(arn) and not (arn.startswith("arn:") and ":workmail:" in arn and ":organization/" in arn):
            raise InvalidSettingError(
                "organization_arn",
                arn,
                "is no ARN of a WorkMail organization",
                fix="give one such as 'arn:aws:workmail:eu-west-1:111122223333:organization/m-...'",
            )

    def permission(self, scope: Construct, aws: Aws) -> Permission:  # noqa: ARG002 - the ARN says all
        return Permission(
            purpose="DeliverToMailbox",
            statements=[statement(["workmail:DeliverToMailbox"], self.organization_arn)],
        )

    def render(self, role_arn: str) -> ses.CfnMailManagerRuleSet.RuleActionProperty:
        return _Set.RuleActionProperty(
            deliver_to_mailbox=_Set.DeliverToMailboxActionProperty(
                role_arn=role_arn,
                mailbox_arn=self.organization_arn,
                action_failure_policy=str(self.on_failure),
            )
        )


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverToQBusinessAction(RuleAction):
    """Puts the message into an index of Amazon Q Business.

    Args:
        application_id: 36 characters.
        index_id: 36 characters.
        encryption_key: Of the application, if it has one of its own. Left out: it has none.
        on_failure: Left out: the next action runs.

    Raises:
        InvalidSettingError: for an id that is none.
    """

    application_id: str
    index_id: str
    encryption_key: kms.IKey | None = None
    on_failure: ActionFailurePolicy = ActionFailurePolicy.CONTINUE

    def __post_init__(self) -> None:
        for setting, value in (("application_id", self.application_id), ("index_id", self.index_id)):
            if is_known(value) and facts.Q_BUSINESS_ID.fullmatch(value) is None:
                raise InvalidSettingError(
                    setting, value, "is no id of Amazon Q Business", fix="give its 36 letters, digits and dashes"
                )

    def permission(self, scope: Construct, aws: Aws) -> Permission:  # noqa: ARG002 - warns of nothing
        index = aws.arn("qbusiness", f"application/{self.application_id}/index/{self.index_id}")
        statements: list[Statement] = [statement(["qbusiness:BatchPutDocument"], index)]
        if self.encryption_key is not None:
            via = {
                "kms:ViaService": f"qbusiness.{aws.region}.amazonaws.com",
                "kms:CallerAccount": aws.account,
            }
            statements.append(
                statement(
                    ["kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"],
                    self.encryption_key.key_arn,
                    condition={"StringEquals": via},
                )
            )
        return Permission(purpose="DeliverToQBusiness", statements=statements)

    def render(self, role_arn: str) -> ses.CfnMailManagerRuleSet.RuleActionProperty:
        return _Set.RuleActionProperty(
            deliver_to_q_business=_Set.DeliverToQBusinessActionProperty(
                role_arn=role_arn,
                application_id=self.application_id,
                index_id=self.index_id,
                action_failure_policy=str(self.on_failure),
            )
        )
