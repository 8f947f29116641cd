"""Received mail as data: for tickets, orders, replies, whatever reads a queue or a bus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.shared import is_known, located
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.wildcards import acknowledge_objects

from .mail_handler import MailHandler, Work

if TYPE_CHECKING:
    from aws_cdk import aws_events as events
    from aws_cdk import aws_sqs as sqs


@checks_types
class MailParser(MailHandler):
    """Takes each message apart, and tells a queue, an event bus, or both.

    Creates: a function, a dead-letter queue, two alarms.

    Below ``parsed_prefix`` of the bucket, in a folder named by the message's id, lie ``mail.json`` and the
    attachments, each a file that no browser runs. The same JSON is the message of the queue and the detail of the
    event (source ``ses-constructs.mail``, type ``Mail Received``): who wrote to whom, subject, text, HTML,
    verdicts, ``authentic``, where each attachment is, and where the message as it came is. Above 200 KB it is cut,
    and ``truncated`` is true; ``mail.json`` has all of it. What is no proper MIME is read as far as it goes, and
    ``problems`` says so. The same message may be told twice: ``messageId`` tells copies apart.

    >>> from aws_cdk import aws_sqs as sqs
    >>> parser = MailParser(
    ...     stack,
    ...     "Tickets",
    ...     bucket=s3.Bucket(stack, "Bucket"),
    ...     queue=sqs.Queue(stack, "Queue"),
    ...     operators=sns.Topic(stack, "Operators"),
    ... )
    >>> len(parser.actions)
    2

    Args:
        bucket: Where the mail is kept, below ``prefix``.
        operators: Gets the alarms.
        queue: Told of each message. Left out: none is.
        event_bus: Told of each message. Left out: none is.
        prefix: Left out: ``received/``.
        parsed_prefix: Left out: ``parsed/``.

    Raises:
        ConflictingSettingsError: when nobody is told, or the two prefixes overlap.
        InvalidSettingError: for a prefix that is no folder, or a FIFO queue.

    Guide: Invoke Lambda function action; Deliver to S3 bucket action.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        bucket: s3.IBucket,
        operators: sns.ITopic,
        queue: sqs.IQueue | None = None,
        event_bus: events.IEventBus | None = None,
        prefix: str = "received/",
        parsed_prefix: str = "parsed/",
    ) -> None:
        with located(scope, id):
            _check(queue, event_bus, prefix, parsed_prefix)
        work = Work(
            code="parse_mail",
            description="Takes received mail apart and tells others",
            environment={
                "PARSED_PREFIX": parsed_prefix,
                "QUEUE": queue.queue_url if queue is not None else "",
                "EVENT_BUS": event_bus.event_bus_name if event_bus is not None else "",
            },
        )
        super().__init__(scope, id, bucket=bucket, prefix=prefix, operators=operators, work=work)
        self._let_read()
        self._let_write(bucket.arn_for_objects(f"{parsed_prefix}*"))
        if bucket.encryption_key is not None:
            bucket.encryption_key.grant(self.function.role, "kms:GenerateDataKey")
        if queue is not None:
            self._let_tell(queue)
        if event_bus is not None:
            self.function.allow("events:PutEvents", resources=[event_bus.event_bus_arn])

    def _let_tell(self, queue: sqs.IQueue) -> None:
        # The function knows the queue by its URL, and asks nothing of it, as grant_send_messages() would let it.
        self.function.allow("sqs:SendMessage", resources=[queue.queue_arn])
        if queue.encryption_master_key is not None:
            queue.encryption_master_key.grant(self.function.role, "kms:Decrypt", "kms:GenerateDataKey")

    def _let_write(self, objects: str) -> None:
        self.function.allow("s3:PutObject", resources=[objects])
        acknowledge_objects(
            self.function.role, objects, "files are named by the ids of messages, below one prefix"
        )


def _check(queue: sqs.IQueue | None, event_bus: events.IEventBus | None, prefix: str, parsed_prefix: str) -> None:
    if queue is None and event_bus is None:
        raise ConflictingSettingsError(
            "neither a queue nor an event bus would hear of the mail", fix="give queue=..., event_bus=..., or both"
        )
    if queue is not None and queue.fifo:
        raise InvalidSettingError(
            "queue", queue.node.path, "is a FIFO queue, and mail has no order", fix="use a standard queue"
        )
    if is_known(parsed_prefix) and (not parsed_prefix.strip("/") or not parsed_prefix.endswith("/")):
        raise InvalidSettingError(
            "parsed_prefix", parsed_prefix, "is no folder", fix="give one such as 'parsed/', or leave it out"
        )
    if parsed_prefix.startswith(prefix) or prefix.startswith(parsed_prefix):
        raise ConflictingSettingsError(
            f"the prefixes {prefix!r} and {parsed_prefix!r} overlap: mail and what is made of it would mix",
            fix="give two folders of which none is in the other",
        )
