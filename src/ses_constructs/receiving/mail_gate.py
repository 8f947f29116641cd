"""What ends the way of bad mail, and of strangers' mail."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts.addresses import checked_address
from ses_constructs.facts.domains import checked_domain
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .mail_handler import MailHandler, SendsMail, Work, check_size


class Answer(StrEnum):
    """What becomes of mail that does not pass a check."""

    PASS = "pass"  # noqa: S105 - an answer
    """Nothing; later actions and rules see it."""
    DROP = "drop"
    """It ends here; its sender hears nothing."""
    BOUNCE = "bounce"
    """It ends here, and goes back to its sender."""


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class GatePolicy:
    """What a :class:`MailGate` does on the verdict ``FAIL`` of each check; other verdicts pass.

    Forwarded mail fails SPF without fault, and then often DKIM too: leave both to DMARC, which needs only one.

    Args:
        spam: Left out: DROP.
        virus: Left out: DROP. It is never bounced.
        spf: Left out: PASS.
        dkim: Left out: PASS.
        dmarc: When the domain's owner asks to reject what fails. Left out: DROP.
        quarantine_too: True counts owners who ask for quarantine among those. Left out: false.

    Raises:
        InvalidSettingError: for viruses that are to be bounced.

    Guide: Contents of notifications for Amazon SES email receiving (verdicts).
    """

    spam: Answer = Answer.DROP
    virus: Answer = Answer.DROP
    spf: Answer = Answer.PASS
    dkim: Answer = Answer.PASS
    dmarc: Answer = Answer.DROP
    quarantine_too: bool = False

    def __post_init__(self) -> None:
        if self.virus is Answer.BOUNCE:
            raise InvalidSettingError(
                "virus", self.virus, "would send viruses' victims bounces", fix="use Answer.DROP"
            )


@checks_types
class MailGate(MailHandler):
    """Saves each message, then lets it go on to later actions and rules, or ends its way.

    Creates: a function that SES waits for, and an alarm on it; where something is bounced, also a queue for
    bounces that SES refused, and an alarm on that.

    >>> gate = MailGate(
    ...     stack, "Gate", bucket=s3.Bucket(stack, "Bucket"), operators=sns.Topic(stack, "Operators")
    ... )
    >>> len(gate.actions)
    2

    Dropped mail stays in the bucket. With ``allowed_senders`` an author is known only when the message is
    authentic: DMARC passes, or SPF or DKIM where the domain has no policy; anybody can write anybody's address
    into From. Most senders of bad mail are made up, so that a bounce meets a stranger: DROP is the safer answer.
    Nobody bounces to empty senders and to programs. When the function itself fails, the mail goes on.

    Args:
        bucket: Where the mail is kept, below ``prefix``.
        operators: Gets the alarms.
        policy: Left out: drops spam, viruses, and what DMARC says to reject.
        allowed_senders: Addresses, domains, or ``.example.com`` for all subdomains; mail of all others does not
            pass. Left out: anybody may write.
        strangers: What becomes of it. Left out: DROP.
        bounce_sender: From whom bounces come; needed for BOUNCE.
        identity: What ``bounce_sender`` belongs to; needed for BOUNCE.
        prefix: Left out: ``judged/``.

    Raises:
        InvalidSettingError: for an empty list of senders, or one that is neither an address nor a domain.
        ConflictingSettingsError: for BOUNCE without a sender and an identity, or these without BOUNCE.

    Guide: Invoke Lambda function action; API: SendBounce.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        bucket: s3.IBucket,
        operators: sns.ITopic,
        policy: GatePolicy | None = None,
        allowed_senders: Sequence[str] | None = None,
        strangers: Answer = Answer.DROP,
        bounce_sender: str | None = None,
        identity: SendsMail | None = None,
        prefix: str = "judged/",
    ) -> None:
        policy = GatePolicy() if policy is None else policy
        with located(scope, id):
            allowed = _checked_senders(allowed_senders)
            answers = _answers(policy, None if allowed is None else strangers)
            _check_bounces(answers, bounce_sender, identity)
        environment = {
            "ANSWERS": json.dumps(answers),
            "QUARANTINE_TOO": "yes" if policy.quarantine_too else "no",
            "ALLOWED": json.dumps(allowed or []),
            "BOUNCE_SENDER": bounce_sender or "",
        }
        work = Work(
            code="filter_mail",
            description="Ends the way of bad mail",
            environment=environment,
            wait=True,
            sets_aside="bounce" in answers.values(),
        )
        super().__init__(scope, id, bucket=bucket, prefix=prefix, operators=operators, work=work)
        queue = self.dead_letter_queue
        if identity is not None and bounce_sender is not None and queue is not None:
            self._let_bounce(identity, bounce_sender)
            self.function.allow("sqs:SendMessage", resources=[queue.queue_arn])
            self.function.function.add_environment("UNBOUNCED", queue.queue_url)


def _answers(policy: GatePolicy, strangers: Answer | None) -> dict[str, str]:
    answers = {
        "virus": policy.virus,
        "spam": policy.spam,
        "dmarc": policy.dmarc,
        "spf": policy.spf,
        "dkim": policy.dkim,
    }
    if strangers is not None:
        answers["stranger"] = strangers
    return {check: answer.value for check, answer in answers.items()}


def _checked_senders(senders: Sequence[str] | None) -> list[str] | None:
    if senders is None:
        return None
    if not senders:
        raise InvalidSettingError(
            "allowed_senders",
            senders,
            "would let nobody in",
            fix="give a list such as ['ada@corp.example', 'partner.example']",
        )
    named = [
        checked_address("allowed_senders", sender).lower()
        if "@" in sender
        else ("." if sender.startswith(".") else "") + checked_domain("allowed_senders", sender.removeprefix("."))
        for sender in senders
    ]
    check_size("allowed_senders", json.dumps(named))
    return named


def _check_bounces(answers: dict[str, str], sender: str | None, identity: SendsMail | None) -> None:
    given = [one is not None for one in (sender, identity)]
    if "bounce" in answers.values():
        if not all(given):
            raise ConflictingSettingsError(
                "a bounce needs an address that it comes from",
                fix="give bounce_sender='mailer@example.com' and the identity it belongs to",
                see="SendBounce",
            )
    elif any(given):
        raise ConflictingSettingsError(
            "nothing is bounced", fix="use Answer.BOUNCE for a check, or leave bounce_sender and identity out"
        )
    if sender is not None:
        checked_address("bounce_sender", sender)
