"""A queue in front of SES, for applications that should not wait, pace or try again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import LambdaFunction, located
from ses_constructs.shared.done_table import done_table
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.told_alarm import Measure, tell_when
from ses_constructs.shared.topics import check_topic
from ses_constructs.shared.wildcards import acknowledge_key_use, acknowledge_wildcard
from ses_constructs.smtp.smtp_credentials import SendsMail

if TYPE_CHECKING:
    from aws_cdk import aws_dynamodb as dynamodb
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_sqs as sqs

_TIMEOUT = cdk.Duration.minutes(2)
_VISIBILITY = cdk.Duration.minutes(12)
"""Six times the timeout, as the Lambda guide asks for queues that invoke functions."""
_KEPT = cdk.Duration.days(14)
_RECEIVES = 1000
"""The most that SQS takes: only what crashes the function goes this way, the rest is set aside with a reason."""
_BATCH = 10
_FEWEST_WORKERS, _MOST_WORKERS = 2, 1000
"""Of ``ScalingConfig``. Schema of ``AWS::Lambda::EventSourceMapping``."""


@checks_types
class QueuedSender(Construct):
    """Sends what is put into a queue, at the pace that the account may send.

    Creates: two SQS queues, ``queue`` for mail and ``set_aside`` for what cannot be sent; a function that sends; a
    DynamoDB table in which it remembers for 14 days what it has sent; two alarms.

    A message of ``queue`` is a JSON object with the parameters of ``SendEmail`` of SES version 2, ``Raw.Data`` in
    base64. Its message attribute ``once``, if there is one, is a name of your own for the mail: what is put in
    twice under one name is sent once.

    What SES refuses for good goes to ``set_aside`` with the message attribute ``reason``, and so does a message of
    which nobody can know whether SES took it. :attr:`put_back_command` puts all of it back once the reason is
    gone. A rate that is exceeded, a used-up quota, a pause and an error of SES's own make the mail wait.

    SES takes mail to an address on the suppression list, and answers with a bounce event: listen to those of the
    configuration set, or say ``refuse_suppressed``.

    Costs or waits: SQS, Lambda and DynamoDB by use; mail waits while the account may not send.

    Args:
        identities: What may be sent from, each with its default configuration set.
        operators: Standard topic: told when something is set aside, and when mail waits for long.
        forms: Left out: formatted and raw.
        limits: Narrows the permission to send. Left out: it is not.
        rate_percent: How much of the account's rate this queue may use; leave some to those who send beside it.
            Left out: 80.
        workers: How many functions send at once, 2 to 1000; together they keep the pace. Left out: 2, good for
            some tens of messages a second.
        late_after: Age of the oldest message that is alarmed. Left out: an hour.
        give_up_after: Older mail is set aside: at most 13 days, for SQS deletes after 14. Left out: 4 days.
        refuse_suppressed: True asks the suppression list for each recipient before sending and sets mail to a
            suppressed one aside; a further call of the API each. Left out: false.
        encryption_key: Of both queues. Left out: a key of SQS's own.
        removal_policy: Of both queues, which hold mail. Left out: RETAIN.

    Raises:
        InvalidSettingError: without an identity, for a share that is none, too few or too many workers, a time
            SQS cannot keep, a topic that alarms cannot use, or SNAPSHOT.

    API: SendEmail, GetAccount (``SendQuota``). Guide: Errors related to the sending quotas.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        identities: Sequence[SendsMail],
        operators: sns.ITopic,
        forms: Sequence[SendForm] = (SendForm.FORMATTED, SendForm.RAW),
        limits: SendLimits | None = None,
        rate_percent: int = 80,
        workers: int = 2,
        late_after: cdk.Duration | None = None,
        give_up_after: cdk.Duration | None = None,
        refuse_suppressed: bool = False,
        encryption_key: kms.IKey | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        give_up_after = cdk.Duration.days(4) if give_up_after is None else give_up_after
        with located(scope, id):
            _check(identities, rate_percent=rate_percent, workers=workers, give_up_after=give_up_after)
            check_topic("operators", operators)
            check_removal(removal_policy)
        super().__init__(scope, id)
        self.set_aside: sqs.Queue = _queue(self, "SetAside", encryption_key, removal_policy)
        """What was not sent, each message with its ``reason``."""
        self.queue: sqs.Queue = _queue(self, "Queue", encryption_key, removal_policy, before=self.set_aside)
        """Takes mail."""
        self.ledger: dynamodb.Table = done_table(self, "Ledger", expires="expires")
        """Remembers ids of messages, and nothing of what is in them."""
        made = LambdaFunction(
            self,
            "SendQueued",
            code="send_queued",
            description="Sends the mail of a queue at the pace of the account",
            environment={
                "QUEUE": self.queue.queue_url,
                "SET_ASIDE_QUEUE": self.set_aside.queue_url,
                "LEDGER": self.ledger.table_name,
                "RATE_PERCENT": str(rate_percent),
                "WORKERS": str(workers),
                "GIVE_UP_SECONDS": str(int(give_up_after.to_seconds())),
                "REFUSE_SUPPRESSED": "yes" if refuse_suppressed else "no",
                "TIMEOUT_SECONDS": str(int(_TIMEOUT.to_seconds())),
                "REMEMBER_SECONDS": str(int(_KEPT.to_seconds())),
            },
            timeout=_TIMEOUT,
        )
        self.function = made.function
        """Sends."""
        self._let_work(made, identities, forms, limits, refuse_suppressed=refuse_suppressed)
        self._feed(made, workers)
        self._alarm(operators, late_after if late_after is not None else cdk.Duration.hours(1))

    @property
    def put_back_command(self) -> str:
        """The command that puts all that was set aside back into the queue."""
        return (
            f"aws sqs start-message-move-task --source-arn {self.set_aside.queue_arn} "
            f"--destination-arn {self.queue.queue_arn}"
        )

    def grant_send(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee put mail into the queue; it needs no permission of SES."""
        if self.queue.encryption_master_key is not None and isinstance(grantee, Construct):
            acknowledge_key_use(grantee)
        return self.queue.grant_send_messages(grantee)

    def _let_work(
        self,
        made: LambdaFunction,
        identities: Sequence[SendsMail],
        forms: Sequence[SendForm],
        limits: SendLimits | None,
        *,
        refuse_suppressed: bool,
    ) -> None:
        self.queue.grant_consume_messages(made.role)
        self.set_aside.grant_send_messages(made.role)
        if self.queue.encryption_master_key is not None:
            acknowledge_key_use(made.role)
        made.allow(
            "dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:DeleteItem", resources=[self.ledger.table_arn]
        )
        account = ["ses:GetAccount", *(["ses:GetSuppressedDestination"] if refuse_suppressed else [])]
        made.allow(*account, resources=["*"])
        acknowledge_wildcard(
            made.role, "*", "these actions of SES apply to no resource, so that IAM can name none"
        )
        for identity in identities:
            identity.grant_send(made.role, forms=forms, limits=limits)

    def _feed(self, made: LambdaFunction, workers: int) -> None:
        from aws_cdk import aws_lambda as lambda_

        mapping = lambda_.CfnEventSourceMapping(
            self,
            "Feed",
            event_source_arn=self.queue.queue_arn,
            function_name=made.function.function_arn,
            batch_size=_BATCH,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config=lambda_.CfnEventSourceMapping.ScalingConfigProperty(maximum_concurrency=workers),
        )
        mapping.node.add_dependency(made.role)

    def _alarm(self, operators: sns.ITopic, late_after: cdk.Duration) -> None:
        minutes = cdk.Duration.minutes(5)
        self.alarms = [
            tell_when(
                self,
                "SetAsideAlarm",
                measure=_of(self.set_aside, "ApproximateNumberOfMessagesVisible", 1, minutes),
                operators=operators,
                what="Mail was not sent. Read the attribute 'reason' of the messages in the queue, see to it, "
                "then put them back with 'aws sqs start-message-move-task' and both ARNs",
            ),
            tell_when(
                self,
                "LateAlarm",
                measure=_of(self.queue, "ApproximateAgeOfOldestMessage", late_after.to_seconds(), minutes),
                operators=operators,
                what="Mail waits for long: sending is paused, the quota is used up, or the function fails. Its "
                "log says which",
            ),
        ]
        """That something was set aside, and that mail waits."""


def _queue(
    scope: Construct,
    id: str,
    key: kms.IKey | None,
    removal_policy: cdk.RemovalPolicy,
    *,
    before: sqs.Queue | None = None,
) -> sqs.Queue:
    from aws_cdk import aws_sqs as sqs

    return sqs.Queue(
        scope,
        id,
        encryption=sqs.QueueEncryption.SQS_MANAGED if key is None else sqs.QueueEncryption.KMS,
        encryption_master_key=key,
        enforce_ssl=True,
        retention_period=_KEPT,
        visibility_timeout=_VISIBILITY if before is not None else None,
        dead_letter_queue=(
            None if before is None else sqs.DeadLetterQueue(queue=before, max_receive_count=_RECEIVES)
        ),
        removal_policy=removal_policy,
    )


def _of(queue: sqs.Queue, name: str, at_least: float, period: cdk.Duration) -> Measure:
    return Measure(
        namespace="AWS/SQS",
        name=name,
        dimensions={"QueueName": queue.queue_name},
        statistic="Maximum",
        at_least=at_least,
        period=period,
    )


def _check(
    identities: Sequence[SendsMail], *, rate_percent: int, workers: int, give_up_after: cdk.Duration
) -> None:
    if not identities:
        raise InvalidSettingError(
            "identities", identities, "leaves nothing to send from", fix="give at least one identity"
        )
    if not 1 <= rate_percent <= 100:
        raise InvalidSettingError(
            "rate_percent", rate_percent, "is no share of the rate", fix="give 1 to 100, such as 80"
        )
    if not _FEWEST_WORKERS <= workers <= _MOST_WORKERS:
        raise InvalidSettingError(
            "workers",
            workers,
            "is not a number of functions that Lambda keeps to",
            fix=f"give {_FEWEST_WORKERS} to {_MOST_WORKERS}",
        )
    days = give_up_after.to_days(integral=False)
    if not 0 < days <= _KEPT.to_days() - 1:
        raise InvalidSettingError(
            "give_up_after", f"{days:g} days", "is no time that SQS keeps mail for", fix="give up to 13 days"
        )
