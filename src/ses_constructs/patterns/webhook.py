"""A topic that posts to the webhook of a mail platform."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.errors import InvalidSettingError

if TYPE_CHECKING:
    from aws_cdk import aws_secretsmanager as secretsmanager

_RETRIES = 20
_SHORTEST_SECONDS = 5
_LONGEST_SECONDS = 600
"""What django-anymail's documentation recommends: a webhook may be away for a deployment of its application."""


def checked_url(setting: str, url: str) -> str:
    """An HTTPS address without a name and password in it, which the template would show.

    Raises:
        InvalidSettingError: for any other.
    """
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
    return url.rstrip("/")


def topic_with_webhook(
    scope: Construct,
    id: str,
    *,
    url: str,
    sign_with_sha256: bool,
    name_and_password: secretsmanager.ISecret | None = None,
) -> sns.Topic:
    """A topic that posts each message in SNS's envelope to an address, for about two hours until it is taken.

    Args:
        scope: Of the topic.
        id: Construct id.
        url: HTTPS.
        sign_with_sha256: False signs with SHA1, for receivers that know nothing else.
        name_and_password: ``name:password`` for basic authentication; the template refers to it. Left out: none.
    """
    if name_and_password is not None:
        # A dynamic reference: CloudFormation reads the secret when it makes the subscription.
        url = f"https://{name_and_password.secret_value.unsafe_unwrap()}@{url.removeprefix('https://')}"
    topic = sns.Topic(scope, id, enforce_ssl=True, signature_version="2" if sign_with_sha256 else "1")
    sns.CfnSubscription(
        topic,
        "Webhook",
        topic_arn=topic.topic_arn,
        protocol="https",
        endpoint=url,
        raw_message_delivery=False,
        delivery_policy={
            "healthyRetryPolicy": {
                "numRetries": _RETRIES,
                "minDelayTarget": _SHORTEST_SECONDS,
                "maxDelayTarget": _LONGEST_SECONDS,
                "backoffFunction": "exponential",
            }
        },
    )
    return topic
