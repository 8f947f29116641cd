"""A function that works on mail after a bucket has it, and what tells when it does not work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import LambdaFunction, is_known, located
from ses_constructs.shared.done_table import done_table
from ses_constructs.shared.lambda_code import MAIL_RECORDS
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.told_alarm import Measure, tell_when
from ses_constructs.shared.topics import check_topic
from ses_constructs.shared.wildcards import acknowledge_objects

from .actions import LambdaAction, S3Action
from .receipt_action import ReceiptAction

if TYPE_CHECKING:
    from aws_cdk import aws_dynamodb as dynamodb
    from aws_cdk import aws_iam as iam

_PERIOD = cdk.Duration.minutes(5)
_KEPT = cdk.Duration.days(14)
_MEMORY_MIB = 1024
"""A message of 40 MB is held twice or three times while its parts are decoded."""
_TIMEOUT = cdk.Duration.minutes(2)
_WAIT_TIMEOUT = cdk.Duration.seconds(25)
"""SES waits for 30 seconds."""
_ROOM = 3000
"""Bytes of the environment for one setting; 4 KB are all there is. Lambda guide: Quotas."""
_NAMED_BY_SES = "SES names each message by an id of its own, below one prefix of the bucket"

_KEPT_ANYWAY = "The mail itself is in the bucket; the log of the function says what went wrong"
_AGAIN = (
    "A message in the dead-letter queue is what the function was invoked with: invoke it with that again when the "
    "cause is mended, and delete it, or the alarm stays"
)


class SendsMail(Protocol):
    """What may be sent from: ``DomainIdentity``, ``EmailAddressIdentity`` and the like."""

    def grant_send(
        self, grantee: iam.IGrantable, *, forms: Sequence[SendForm], limits: SendLimits | None
    ) -> iam.Grant: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the function of a handler does.

    Args:
        code: Folder below ``lambdas/``.
        description: For the console's list.
        environment: Environment variables.
        wait: True when SES waits for its answer, and so hears of failures itself.
        sets_aside: Whether a function that SES waits for puts something into the queue.
        also_queued: What the function itself puts into the queue, for the alarm's text.
    """

    code: str
    description: str
    environment: Mapping[str, str]
    wait: bool = False
    sets_aside: bool = False
    also_queued: str = ""


@checks_types
class MailHandler(Construct):
    """Saves received mail to a bucket, and then works on it. Each kind of handler is a class of its own.

    Creates: a function, mostly a dead-letter queue, and alarms on both.

    Args:
        bucket: Where the mail is kept.
        prefix: Below which; two handlers in one bucket need two.
        operators: Gets the alarms. It lets them in by itself.
        work: The function.

    Raises:
        InvalidSettingError: for a topic that alarms cannot reach, or a prefix that is not ``.../``.
    """

    def __init__(
        self, scope: Construct, id: str, *, bucket: s3.IBucket, prefix: str, operators: sns.ITopic, work: Work
    ) -> None:
        with located(scope, id):
            check_topic("operators", operators)
            _check_prefix(prefix)
        super().__init__(scope, id)
        self._bucket, self._prefix, self._work = bucket, prefix, work
        self.dead_letter_queue = None if work.wait and not work.sets_aside else self._dead_letters(work)
        """What could not be dealt with, for 14 days; ``None`` where nothing goes there."""
        self.function = LambdaFunction(
            self,
            "Function",
            code=work.code,
            description=work.description,
            modules=MAIL_RECORDS,
            environment={"BUCKET": bucket.bucket_name, "PREFIX": prefix, **work.environment},
            timeout=_WAIT_TIMEOUT if work.wait else _TIMEOUT,
            dead_letter_queue=None if work.wait else self.dead_letter_queue,
            memory_mib=_MEMORY_MIB,
        )
        """The function."""
        self.alarms = self._alarms(operators)
        """That something was not dealt with, and that the function fails."""

    @property
    def actions(self) -> list[ReceiptAction]:
        """For ``add_rule(actions=...)``: saves the message, so that it is kept whatever comes, and works on it."""
        return [
            S3Action(bucket=self._bucket, prefix=self._prefix),
            LambdaAction(function=self.function.function, wait=self._work.wait),
        ]

    def _let_read(self) -> None:
        objects = self._bucket.arn_for_objects(f"{self._prefix}*")
        self.function.allow("s3:GetObject", resources=[objects])
        acknowledge_objects(self.function.role, objects, _NAMED_BY_SES)
        if self._bucket.encryption_key is not None:
            self._bucket.encryption_key.grant_decrypt(self.function.role)

    def _let_send(self, identity: SendsMail, sender: str) -> None:
        """Whole messages, from this address alone."""
        limits = SendLimits(from_addresses=(sender,))
        identity.grant_send(self.function.role, forms=[SendForm.RAW], limits=limits)

    def _let_bounce(self, identity: SendsMail, sender: str) -> None:
        """Bounces from this address alone."""
        limits = SendLimits(from_addresses=(sender,))
        identity.grant_send(self.function.role, forms=[SendForm.BOUNCE], limits=limits)

    def _remember(self, *actions: str) -> dynamodb.Table:
        """A table of what was done already: ids and hashes, and nothing of what is in the mail."""
        table = done_table(self, "Done", expires="expires_at")
        self.function.function.add_environment("TABLE", table.table_name)
        self.function.allow(*actions, resources=[table.table_arn])
        return table

    def _dead_letters(self, work: Work) -> sqs.Queue:
        queue = sqs.Queue(
            self,
            "DeadLetters",
            retention_period=_KEPT,
            enforce_ssl=True,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
        )
        if work.wait:
            reason = "it is where a function puts what it cannot do; nothing reads it but people"
            cdk.Validations.of(queue).acknowledge(cdk.Acknowledgment(id="AwsSolutions-SQS3", reason=reason))
        return queue

    def _alarms(self, operators: sns.ITopic) -> list[cdk.CfnResource]:
        failing = Measure(
            namespace="AWS/Lambda",
            name="Errors",
            dimensions={"FunctionName": self.function.function.function_name},
            statistic="Sum",
            at_least=1,
            period=_PERIOD,
        )
        what = f"The function for received mail fails. {_KEPT_ANYWAY}"
        alarms: list[cdk.CfnResource] = [
            tell_when(self, "Failing", measure=failing, operators=operators, what=what)
        ]
        if self.dead_letter_queue is not None:
            alarms.append(self._not_done(operators, self.dead_letter_queue))
        return alarms

    def _not_done(self, operators: sns.ITopic, queue: sqs.Queue) -> cdk.CfnResource:
        dead = Measure(
            namespace="AWS/SQS",
            name="ApproximateNumberOfMessagesVisible",
            dimensions={"QueueName": queue.queue_name},
            statistic="Maximum",
            at_least=1,
            period=_PERIOD,
        )
        what = f"Received mail was not dealt with. {_KEPT_ANYWAY}. {_AGAIN}{self._work.also_queued}"
        if self._work.wait:
            what = f"A bounce was refused by SES, and the sender knows nothing. {_KEPT_ANYWAY}"
        return tell_when(self, "NotDone", measure=dead, operators=operators, what=what)


def _check_prefix(prefix: str) -> None:
    if is_known(prefix) and not (len(prefix) > 1 and prefix.endswith("/") and not prefix.startswith("/")):
        raise InvalidSettingError(
            "prefix",
            prefix,
            "is no folder of its own: the function may read all that is below it",
            fix="give one such as 'forwarded/'",
        )


def check_size(setting: str, text: str) -> None:
    """Refuses a setting that does not fit into the environment of a function."""
    if len(text.encode()) > _ROOM:
        raise InvalidSettingError(
            setting,
            f"{text[:40]}...",
            f"is longer than {_ROOM} bytes, for which a function has no room",
            fix="shorten it, or spread it over two handlers",
        )
