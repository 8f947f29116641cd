"""Decides whether mail goes on through the rules, while SES waits. A copy of it is in the bucket already."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ses_constructs.facts.received_mail import DmarcPolicy, ReceivedMail, Verdict
from ses_constructs.facts.received_mail.automatic import is_robot
from ses_constructs.facts.received_mail.header_block import is_address, mailboxes_in
from ses_constructs.lambdas.handle_mail.telling import reason, say

if TYPE_CHECKING:
    from types_boto3_ses import SESClient
    from types_boto3_sqs import SQSClient

_CONFIG = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})
"""SES waits for 30 seconds."""
GO_ON, STOP = {"disposition": "CONTINUE"}, {"disposition": "STOP_RULE_SET"}


@cache
def ses() -> SESClient:
    return boto3.client("ses", config=_CONFIG)


@cache
def sqs() -> SQSClient:
    return boto3.client("sqs", config=_CONFIG)


def handler(event: object, _context: object) -> dict[str, str]:
    """Judges one message. What cannot be read goes on: losing mail is worse than spam."""
    refused = [received for received in ReceivedMail.all_in(event) if judge(received)]
    return STOP if refused else GO_ON


def judge(received: ReceivedMail) -> bool:
    """Whether a message ends here; returns it to its sender where the settings say so."""
    answers: dict[str, str] = json.loads(os.environ["ANSWERS"])
    found = _why(received, answers)
    if found is None:
        return False
    did = _bounce(received, found) if answers[found] == "bounce" else "dropped"
    say(did, received.message_id, why=found)
    return True


def _why(received: ReceivedMail, answers: Mapping[str, str]) -> str | None:
    """The first check that a message does not pass, among those that the settings have an answer for."""
    receipt = received.receipt
    rejected = receipt.dmarc_policy is DmarcPolicy.REJECT or (
        receipt.dmarc_policy is DmarcPolicy.QUARANTINE and os.environ["QUARANTINE_TOO"] == "yes"
    )
    checks = {
        "virus": receipt.virus is Verdict.FAIL,
        "spam": receipt.spam is Verdict.FAIL,
        "dmarc": receipt.dmarc is Verdict.FAIL and rejected,
        "spf": receipt.spf is Verdict.FAIL,
        "dkim": receipt.dkim is Verdict.FAIL,
        "stranger": "stranger" in answers and not _is_known(received),
    }
    return next((name for name, fails in checks.items() if fails and answers.get(name, "pass") != "pass"), None)


def _is_known(received: ReceivedMail) -> bool:
    """Whether the author is on the list, and is who the message says: anybody can write an address into it."""
    if not received.receipt.is_authentic:
        return False
    allowed = json.loads(os.environ["ALLOWED"])
    values = [header.value for header in received.mail.headers if header.name.lower() == "from"]
    authors = [address.lower() for _, address in mailboxes_in(values)]
    if len(authors) != 1 or not is_address(authors[0]):
        return False
    domain = authors[0].rpartition("@")[2]
    return any(
        entry in (authors[0], domain) or (entry.startswith(".") and domain.endswith(entry)) for entry in allowed
    )


def _bounce(received: ReceivedMail, found: str) -> str:
    """Bounces a message; what cannot be bounced is told to people, since its sender does not know."""
    to = received.envelope_sender
    if not is_address(to) or is_robot(to) or received.receipt.virus is Verdict.FAIL:
        return "dropped, since nobody may be told"
    bounced: list[Any] = [
        {"Recipient": recipient, "BounceType": "ContentRejected"} for recipient in received.receipt.recipients
    ]
    try:
        ses().send_bounce(
            OriginalMessageId=received.message_id,
            BounceSender=os.environ["BOUNCE_SENDER"],
            Explanation="The message was refused by the policy of its recipient.",
            BouncedRecipientInfoList=bounced,
        )
    except (ClientError, BotoCoreError) as error:
        told = {"message": received.message_id, "why": found, "not bounced": reason(error)}
        sqs().send_message(QueueUrl=os.environ["UNBOUNCED"], MessageBody=json.dumps(told))
        return "dropped, since SES does not bounce it"
    return "bounced"
