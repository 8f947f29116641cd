"""The message that an S3 action saved before the function was invoked."""

from __future__ import annotations

import os

from ses_constructs.facts.received_mail import HeaderBlock, ReceivedMail

from . import clients

_HEADER_BYTES = "bytes=0-262143"
"""The body may have 40 MB."""


def key_of(message_id: str) -> str:
    """Where SES saved a message: its id below the prefix of the action."""
    return f"{os.environ['PREFIX']}{message_id}"


def place_of(message_id: str) -> str:
    """The same with the bucket, for people."""
    return f"s3://{os.environ['BUCKET']}/{key_of(message_id)}"


def whole(received: ReceivedMail) -> bytes:
    """All of a message."""
    return clients.s3().get_object(Bucket=os.environ["BUCKET"], Key=key_of(received.message_id))["Body"].read()


def header_of(received: ReceivedMail) -> HeaderBlock:
    """The header of a message, without reading the rest."""
    key = key_of(received.message_id)
    found = clients.s3().get_object(Bucket=os.environ["BUCKET"], Key=key, Range=_HEADER_BYTES)
    return HeaderBlock.of(found["Body"].read())
