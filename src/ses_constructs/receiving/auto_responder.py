"""An answer to mail that nobody reads at once."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.addresses import checked_address
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .mail_handler import MailHandler, SendsMail, Work, check_size

_QUIET = cdk.Duration.days(7)
"""RFC 3834, section 2: once in several days for each sender."""


@checks_types
class AutoResponder(MailHandler):
    """Answers mail with a set text: each sender once in a while, and programs never.

    Creates: a function, a table of who was answered (hashes only), a dead-letter queue, two alarms.

    It follows RFC 3834. No answer goes to bounces, mailing lists, bulk mail, other automatic replies, addresses of
    programs, spam, mail whose sender may be made up (SPF does not pass, or DKIM or DMARC fails), and mail that
    does not name the recipient in To or Cc. Only the subject of a message comes back, so that nobody can send
    offers to others by way of this address. The answer goes to the envelope's sender, and says of itself that it
    is automatic.

    >>> from ses_constructs.identities import EmailAddressIdentity
    >>> responder = AutoResponder(
    ...     stack,
    ...     "Responder",
    ...     bucket=s3.Bucket(stack, "Bucket"),
    ...     identity=EmailAddressIdentity(stack, "Sender", address="support@example.com"),
    ...     sender="support@example.com",
    ...     text="We have your message, and answer within two days.",
    ...     operators=sns.Topic(stack, "Operators"),
    ... )
    >>> len(responder.actions)
    2

    Args:
        bucket: Where the mail is kept, below ``prefix``.
        identity: What ``sender`` belongs to; its default configuration set is used.
        sender: The address that answers.
        text: The answer: plain text, up to about 3000 bytes.
        operators: Gets the alarms.
        sender_name: The name beside the address. Left out: none.
        subject: Left out: ``Auto: `` and the subject of the message.
        quiet: How long a sender gets no further answer: a day or more. Left out: 7 days.
        prefix: Left out: ``answered/``.

    Raises:
        InvalidSettingError: for an address that is none, no text, a text or a name that is too long, a line break
            in a name or a subject, or a time of less than a day.

    Guide: Email receiving use cases (auto-responders). RFC 3834.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        bucket: s3.IBucket,
        identity: SendsMail,
        sender: str,
        text: str,
        operators: sns.ITopic,
        sender_name: str | None = None,
        subject: str | None = None,
        quiet: cdk.Duration | None = None,
        prefix: str = "answered/",
    ) -> None:
        quiet = _QUIET if quiet is None else quiet
        with located(scope, id):
            sender = checked_address("sender", sender)
            _check_text(text)
            _check_line("sender_name", sender_name)
            _check_line("subject", subject)
            _check_quiet(quiet)
        environment = {
            "SENDER": sender,
            "SENDER_NAME": sender_name or "",
            "SUBJECT": subject or "",
            "TEXT": text,
            "QUIET_SECONDS": str(int(quiet.to_seconds())),
        }
        work = Work(
            code="reply_automatically",
            description="Answers received mail with a set text",
            environment=environment,
        )
        super().__init__(scope, id, bucket=bucket, prefix=prefix, operators=operators, work=work)
        self._let_read()
        self._let_send(identity, sender)
        self._remember("dynamodb:PutItem", "dynamodb:DeleteItem")


def _check_text(text: str) -> None:
    if not text.strip():
        raise InvalidSettingError("text", text, "is empty", fix="say what the sender should know")
    check_size("text", text)


def _check_line(setting: str, line: str | None) -> None:
    if line is not None and (not line.isprintable() or len(line) > 200):
        raise InvalidSettingError(
            setting, line, "is no single line of up to 200 characters", fix="write it on one line, or leave it out"
        )


def _check_quiet(quiet: cdk.Duration) -> None:
    if quiet.is_unresolved() or quiet.to_seconds() < cdk.Duration.days(1).to_seconds():
        raise InvalidSettingError(
            "quiet",
            quiet.to_string(),
            "is shorter than a day: two programs could keep each other busy",
            fix="give a time such as Duration.days(7), or leave it out",
        )
