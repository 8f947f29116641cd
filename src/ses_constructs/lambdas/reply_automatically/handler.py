"""Answers received mail with a set text: each sender once in a while, and programs never. RFC 3834."""

from __future__ import annotations

import json
import os
import time
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ses_constructs.facts.received_mail import HeaderBlock, ReceivedMail
from ses_constructs.facts.received_mail.replying import Reply

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client
    from types_boto3_sesv2 import SESV2Client

_CONFIG = Config(connect_timeout=3, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 4})
_HEADER_BYTES = "bytes=0-262143"
"""The body is not needed, and may have 40 MB."""
_FOR_GOOD = ("MessageRejected", "BadRequestException", "InvalidParameterValue", "ValidationException")


@cache
def s3() -> S3Client:
    return boto3.client("s3", config=_CONFIG)


@cache
def ses() -> SESV2Client:
    return boto3.client("sesv2", config=_CONFIG)


@cache
def dynamodb() -> DynamoDBClient:
    return boto3.client("dynamodb", config=_CONFIG)


def handler(event: object, _context: object) -> None:
    """Answers each message. What fails is tried again by Lambda, and then lies in the dead-letter queue."""
    for received in ReceivedMail.all_in(event):
        reply(received)


def reply(received: ReceivedMail) -> None:
    """Answers a message, or says why not."""
    key = f"{os.environ['PREFIX']}{received.message_id}"
    raw = s3().get_object(Bucket=os.environ["BUCKET"], Key=key, Range=_HEADER_BYTES)["Body"].read()
    header = HeaderBlock.of(raw)
    answer = Reply(
        sender=os.environ["SENDER"],
        sender_name=os.environ["SENDER_NAME"],
        subject=os.environ["SUBJECT"],
        text=os.environ["TEXT"],
    )
    reason = answer.why_not(received, header)
    if reason is not None:
        _say("left alone", received, why=reason)
        return
    to = received.envelope_sender
    # The address is not written down; RFC 3834 counts by recipient and sender.
    id = sha256(f"{answer.sender}|{to.lower()}".encode()).hexdigest()
    if not _claim(id):
        _say("left alone", received, why="its sender has had an answer")
        return
    try:
        _mail(answer.sender, to, answer.message(header, to=to))
    except ClientError as error:
        if error.response["Error"]["Code"] in _FOR_GOOD:
            _say("SES does not take the answer", received, why=error.response["Error"]["Code"])
            return
        _release(id)
        raise
    except BotoCoreError:
        _release(id)
        raise
    _say("answered", received)


def _mail(sender: str, to: str, message: bytes) -> None:
    ses().send_email(
        FromEmailAddress=sender,
        Destination={"ToAddresses": [to]},
        Content={"Raw": {"Data": message}},
    )


def _claim(id: str) -> bool:
    """Whether the sender may get an answer: claimed before it is sent, since one too few is better than a loop."""
    now = int(time.time())
    client = dynamodb()
    try:
        client.put_item(
            TableName=os.environ["TABLE"],
            Item={"id": {"S": id}, "expires_at": {"N": str(now + int(os.environ["QUIET_SECONDS"]))}},
            # DynamoDB may delete an item days after its time.
            ConditionExpression="attribute_not_exists(id) OR expires_at < :now",
            ExpressionAttributeValues={":now": {"N": str(now)}},
        )
    except client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def _release(id: str) -> None:
    dynamodb().delete_item(TableName=os.environ["TABLE"], Key={"id": {"S": id}})


def _say(did: str, received: ReceivedMail, **more: object) -> None:
    print(json.dumps({"did": did, "message": received.message_id, **more}))
