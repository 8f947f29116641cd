"""A topic that posts every message to a web address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.topics import check_topic

from .dead_letters import DeadLetters

if TYPE_CHECKING:
    from aws_cdk import aws_secretsmanager as secretsmanager

_SNS = "sns.amazonaws.com"
_MOST_RETRIES, _MOST_SECONDS = 100, 3600
"""SNS guide: Creating an HTTP/S delivery policy. The second number also limits all the waiting together."""


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRetries:
    """How long SNS tries to post a message that was not taken; the waits grow exponentially.

    Args:
        number: How often, after the first time, from 0 to 100. Left out: 20.
        shortest: The first wait. Left out: 5 seconds.
        longest: The last wait. Left out: 10 minutes; the 20 waits are some 45 minutes together.

    Raises:
        InvalidSettingError: for more than 100, for waits below a second or in the wrong order, or when all waits
            come to more than an hour, which SNS refuses.

    Source: SNS guide, Amazon SNS message delivery retries.
    """

    number: int = 20
    shortest: cdk.Duration | None = None
    longest: cdk.Duration | None = None

    def __post_init__(self) -> None:
        first, last = self._waits()
        if not 0 <= self.number <= _MOST_RETRIES:
            raise InvalidSettingError("number", self.number, "is not from 0 to 100", fix="give up to 100 retries")
        if not 1 <= first <= last:
            raise InvalidSettingError(
                "shortest", f"{first} s", f"is not from 1 s to {last} s", fix="give a wait that is not the longer"
            )
        # SNS does not say how it rounds: refused is what is too long however it reckons.
        if self.number * first > _MOST_SECONDS or last > _MOST_SECONDS:
            raise InvalidSettingError(
                "number", self.number, "makes SNS wait for more than an hour", fix="retry less often, or sooner"
            )

    def policy(self) -> dict[str, dict[str, object]]:
        """The delivery policy of a subscription."""
        first, last = self._waits()
        return {
            "healthyRetryPolicy": {
                "numRetries": self.number,
                "minDelayTarget": first,
                "maxDelayTarget": last,
                "backoffFunction": "exponential",
            }
        }

    def _waits(self) -> tuple[int, int]:
        shortest = 5 if self.shortest is None else int(self.shortest.to_seconds())
        return shortest, 600 if self.longest is None else int(self.longest.to_seconds())


@checks_types
class Webhook(sns.Topic):
    """A topic that posts each message to an HTTPS address, again and again until it is taken or time is up.

    Creates: a topic, its subscription, a dead-letter queue; with ``operators`` an alarm.

    >>> hook = Webhook(stack, "Hook", url="https://shop.example/ses-events")
    >>> hook.dead_letter_queue.node.path
    'Mail/Hook/DeadLetters/Queue'

    Give it to ``Destination.topic(...)``. The receiver first gets a message of type ``SubscriptionConfirmation``
    and must fetch its ``SubscribeURL``; nothing else is posted until then. It should check the signature of each
    message, and that it comes from this topic; it may get one twice, and out of order. An answer of 4xx but 429
    says that the message is not wanted: it goes to the dead-letter queue at once.

    Args:
        url: HTTPS, without a name and password in it.
        name_and_password: ``name:password`` for basic authentication; the template refers to it, the subscription
            holds it. Left out: none.
        raw: Posts the message of SES alone, without the envelope of SNS, and so without a signature. Left out:
            false.
        sign_with_sha256: False signs with SHA1, for receivers that know nothing else. Left out: true.
        retries: Left out: ``WebhookRetries()``.
        operators: Gets the alarm on messages that were never taken. Left out: no alarm.

    Raises:
        InvalidSettingError: for an address that is not HTTPS or holds a password, or a topic that alarms cannot
            reach.

    Guide: Set up an Amazon SNS event destination for event publishing.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        url: str,
        name_and_password: secretsmanager.ISecret | None = None,
        raw: bool = False,
        sign_with_sha256: bool = True,
        retries: WebhookRetries | None = None,
        operators: sns.ITopic | None = None,
    ) -> None:
        with located(scope, id):
            check_url("url", url)
            if operators is not None:
                check_topic("operators", operators)
        super().__init__(scope, id, enforce_ssl=True, signature_version="2" if sign_with_sha256 else "1")
        letters = DeadLetters(self, "DeadLetters", what=f"web address of topic {id}", operators=operators)
        letters.admit(_SNS, self.topic_arn)
        self.dead_letter_queue = letters.queue
        """Messages that the address has not taken, for 14 days."""
        if name_and_password is not None:
            # A dynamic reference: CloudFormation reads the secret when it makes the subscription.
            url = f"https://{name_and_password.secret_value.unsafe_unwrap()}@{url.removeprefix('https://')}"
        sns.CfnSubscription(
            self,
            "Webhook",
            topic_arn=self.topic_arn,
            protocol="https",
            endpoint=url,
            raw_message_delivery=raw,
            delivery_policy=(WebhookRetries() if retries is None else retries).policy(),
            redrive_policy={"deadLetterTargetArn": self.dead_letter_queue.queue_arn},
        )


def checked_url(setting: str, url: str) -> str:
    """The address of an application, without a slash at its end, so that paths can be added.

    Raises:
        InvalidSettingError: as :func:`check_url`, and for an address that ends in more than a path.
    """
    check_url(setting, url)
    if not cdk.Token.is_unresolved(url) and ("?" in url or "#" in url):
        raise InvalidSettingError(
            setting, url, "takes no path at its end", fix="give it without '?' or '#' and what follows"
        )
    return url.rstrip("/")


def check_url(setting: str, url: str) -> None:
    """Refuses addresses but of HTTPS, and names and passwords in them, which the template would show.

    Raises:
        InvalidSettingError: for such an address.
    """
    if cdk.Token.is_unresolved(url):
        return
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise InvalidSettingError(
            setting, url, "is not an HTTPS address", fix="give it as 'https://mail.example.com'"
        )
    if parts.username is not None or parts.password is not None:
        raise InvalidSettingError(
            setting,
            f"https://...@{parts.hostname}{parts.path}",
            "holds a name or a password, which templates and consoles would show",
            fix="give the address without it",
        )
