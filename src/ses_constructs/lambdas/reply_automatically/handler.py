"""Answers received mail with a set text: each sender once in a while, and programs never. RFC 3834."""

from __future__ import annotations

import os
import time
from hashlib import sha256

from botocore.exceptions import BotoCoreError, ClientError

from ses_constructs.facts.received_mail import ReceivedMail
from ses_constructs.facts.received_mail.replying import Reply
from ses_constructs.lambdas.handle_mail import clients
from ses_constructs.lambdas.handle_mail.saved_mail import header_of
from ses_constructs.lambdas.handle_mail.telling import is_for_good, reason, say


def handler(event: object, _context: object) -> None:
    """Answers each message. What fails is tried again by Lambda, and then lies in the dead-letter queue."""
    for received in ReceivedMail.all_in(event):
        reply(received)


def reply(received: ReceivedMail) -> None:
    """Answers a message, or says why not."""
    header = header_of(received)
    answer = Reply(
        sender=os.environ["SENDER"],
        sender_name=os.environ["SENDER_NAME"],
        subject=os.environ["SUBJECT"],
        text=os.environ["TEXT"],
    )
    why_not = answer.why_not(received, header)
    if why_not is not None:
        say("left alone", received.message_id, why=why_not)
        return
    to = received.envelope_sender
    # The address is not written down; RFC 3834 counts by recipient and sender.
    id = sha256(f"{answer.sender}|{to.lower()}".encode()).hexdigest()
    if not _claim(id):
        say("left alone", received.message_id, why="its sender has had an answer")
        return
    try:
        _mail(answer.sender, to, answer.message(header, to=to))
    except ClientError as error:
        if is_for_good(error):
            say("SES does not take the answer", received.message_id, why=reason(error))
            return
        _release(id)
        raise
    except BotoCoreError:
        _release(id)
        raise
    say("answered", received.message_id)


def _mail(sender: str, to: str, message: bytes) -> None:
    clients.sesv2().send_email(
        FromEmailAddress=sender,
        Destination={"ToAddresses": [to]},
        Content={"Raw": {"Data": message}},
    )


def _claim(id: str) -> bool:
    """Whether the sender may get an answer: claimed before it is sent, since one too few is better than a loop."""
    now = int(time.time())
    client = clients.dynamodb()
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
    clients.dynamodb().delete_item(TableName=os.environ["TABLE"], Key={"id": {"S": id}})
