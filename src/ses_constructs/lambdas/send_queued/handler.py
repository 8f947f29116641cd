"""Sends the mail that waits in a queue, at the pace of the account; what SES refuses is set aside with the reason.

No mail is lost: a message leaves the queue only after SES took it or the other queue has it. None is sent twice as
far as that can be known: a ledger remembers what was begun, calls to SES are never repeated blindly, and a message
of which nobody can say whether SES took it is set aside for a person.
"""

from __future__ import annotations

import json
import os
import time
from base64 import b64decode
from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ParamValidationError,
)

_PATIENT = Config(retries={"mode": "standard", "total_max_attempts": 4}, connect_timeout=3, read_timeout=5)
_ONCE = Config(retries={"total_max_attempts": 1}, connect_timeout=3, read_timeout=20)
"""A call that sends is not repeated: SES may have taken the first."""
_LONGEST_CALLS_SECONDS = 30
_LONGEST_WAIT_SECONDS = 900
_NOT_NOW = {"TooManyRequestsException", "Throttling", "ThrottlingException", "LimitExceededException"}
_STOPPED = {"SendingPausedException", "AccountSuspendedException"}
_OWN_CREDENTIALS = {"ExpiredTokenException", "ExpiredToken", "InvalidClientTokenId", "UnrecognizedClientException"}
_DENIALS_BELIEVED_AFTER = 5
"""Attempts: a permission that was just deployed is not known everywhere at once."""

ses = cache(lambda: boto3.client("sesv2", config=_PATIENT))
sender = cache(lambda: boto3.client("sesv2", config=_ONCE))
sqs = cache(lambda: boto3.client("sqs", config=_PATIENT))
dynamodb = cache(lambda: boto3.client("dynamodb", config=_PATIENT))


class RefusedError(Exception):
    """This message will never be sent as it is; the text says why."""


class NotNowError(Exception):
    """Not now; ``everything`` when the next message would fare no better."""

    def __init__(self, code: str, *, wait: int | None = None, everything: bool = False) -> None:
        super().__init__(code)
        self.wait = wait
        self.everything = everything


class Pace:
    """When the next message may go: a share of the account's rate, and of its day."""

    def __init__(self) -> None:
        self._read_at = self._last = float("-inf")
        self.interval = 0.0
        self._used_up = False

    def wait(self) -> None:
        """Sleeps until the next message may go; raises when the day's quota is used up."""
        if time.monotonic() - self._read_at > 60:
            self._read()
        if self._used_up:
            raise NotNowError("the quota of 24 hours", wait=_LONGEST_WAIT_SECONDS, everything=True)
        time.sleep(max(0.0, self._last + self.interval - time.monotonic()))
        self._last = time.monotonic()

    def _read(self) -> None:
        quota = ses().get_account().get("SendQuota", {})
        rate, share = quota.get("MaxSendRate", -1), int(os.environ["RATE_PERCENT"]) / 100
        # Below zero means that there is no limit.
        self.interval = int(os.environ["WORKERS"]) / (rate * share) if rate > 0 else 0.0
        allowed = quota.get("Max24HourSend", -1)
        self._used_up = 0 <= allowed <= quota.get("SentLast24Hours", 0)
        self._read_at = time.monotonic()


_pace = Pace()


def handler(event: Mapping[str, Any], context: Any) -> dict[str, list[dict[str, str]]]:
    """Works through a batch; answers with the messages that stay in the queue."""
    stay, stopped = [], None
    for record in event["Records"]:
        try:
            if stopped is not None:
                raise stopped
            if context.get_remaining_time_in_millis() / 1000 < _LONGEST_CALLS_SECONDS + _pace.interval:
                raise NotNowError("out of time", wait=0)
            did = deal_with(record)
        except NotNowError as later:
            stopped = later if later.everything else stopped
            put_off(record, later)
            did = f"put off: {later}"
            stay.append({"itemIdentifier": record["messageId"]})
        except (ClientError, BotoCoreError) as error:
            # Of the queue, the ledger or the quota, before anything was sent.
            put_off(record, NotNowError(type(error).__name__))
            did = f"put off: {type(error).__name__}"
            stay.append({"itemIdentifier": record["messageId"]})
        print(json.dumps({"message": record["messageId"], "did": did, "attempt": _attempt(record)}))
    return {"batchItemFailures": stay}


def deal_with(record: Mapping[str, Any]) -> str:
    """Sends a message, or sets it aside; says which."""
    if time.time() - int(record["attributes"]["SentTimestamp"]) / 1000 > float(os.environ["GIVE_UP_SECONDS"]):
        return set_aside(record, "it has waited too long: give_up_after of the queue is over")
    try:
        request = read(record["body"])
        refuse_suppressed(request)
    except RefusedError as refused:
        return set_aside(record, str(refused))
    _pace.wait()
    known = begin(record)
    if known == "sending":
        return set_aside(record, "SES may have taken it: the function that sent it ended without saying so")
    if known is not None:
        _delete(record)
        return f"already {known}"
    try:
        sent = send(request)
    except RefusedError as refused:
        return set_aside(record, str(refused))
    except NotNowError as later:
        forget(record)
        if str(later) == "AccessDenied" and _attempt(record) >= _DENIALS_BELIEVED_AFTER:
            return set_aside(record, f"{later}: the function may not send this")
        raise
    _quietly(lambda: note(record, "sent"))
    _delete(record)
    return f"sent {sent}"


def read(body: str) -> dict[str, Any]:
    """The parameters of SendEmail; raises when they are none."""
    try:
        request = json.loads(body)
        if "Raw" in request["Content"]:
            request["Content"]["Raw"]["Data"] = b64decode(request["Content"]["Raw"]["Data"], validate=True)
        "".join(_recipients(request))  # Raises when one is no text.
    except (ValueError, AttributeError, KeyError, TypeError):
        raise RefusedError("its body is no JSON object with the parameters of SendEmail") from None
    return dict(request)


def refuse_suppressed(request: Mapping[str, Any]) -> None:
    """Asks the account's suppression list for each recipient, if the queue was made so."""
    if os.environ["REFUSE_SUPPRESSED"] != "yes":
        return
    for address in _recipients(request):
        try:
            found = ses().get_suppressed_destination(EmailAddress=address.rpartition("<")[2].rstrip(">"))
        except ClientError as error:
            if error.response["Error"]["Code"] == "NotFoundException":
                continue
            raise
        raise RefusedError(
            f"a recipient is suppressed in this account: {found['SuppressedDestination']['Reason']}"
        )


def _recipients(request: Mapping[str, Any]) -> list[str]:
    return list(chain.from_iterable(request.get("Destination", {}).values()))


def send(request: Mapping[str, Any]) -> str:
    """The id of the message that SES took; raises what became of it instead."""
    try:
        return str(sender().send_email(**request)["MessageId"])
    except ParamValidationError as error:
        raise RefusedError(f"its parameters are not those of SendEmail: {error}") from None
    except ClientError as error:
        raise _judged(error) from None
    except (ConnectTimeoutError, EndpointConnectionError) as error:
        raise NotNowError(type(error).__name__) from None
    except BotoCoreError as error:
        raise RefusedError(f"SES may have taken it: no answer came ({type(error).__name__})") from None


def _judged(error: ClientError) -> Exception:
    code, status = error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    if code in _NOT_NOW:
        return NotNowError(code, everything=True)
    if code in _STOPPED:
        return NotNowError(code, wait=_LONGEST_WAIT_SECONDS)
    if code.startswith("AccessDenied"):
        return NotNowError("AccessDenied")
    if status >= 500 or code in _OWN_CREDENTIALS:
        return NotNowError(code)
    return RefusedError(f"{code}: {error.response['Error'].get('Message', '')}")


def begin(record: Mapping[str, Any]) -> str | None:
    """Notes that a message is being sent; returns what the ledger says of it already.

    What a person has put back from the other queue begins anew.
    """
    if "reason" in record["messageAttributes"]:
        note(record, "sending")
        return None
    try:
        dynamodb().put_item(
            TableName=os.environ["LEDGER"],
            Item=_entry(record, "sending"),
            ConditionExpression="attribute_not_exists(id)",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
    else:
        return None
    key = {"id": {"S": _key(record)}}
    held = dynamodb().get_item(TableName=os.environ["LEDGER"], Key=key, ConsistentRead=True).get("Item")
    if held is None:
        raise NotNowError("the ledger changed")
    state = str(held["state"]["S"])
    if state == "sending" and held["by"]["S"] == record["receiptHandle"]:
        return None  # The client has repeated a call whose answer was lost.
    if state == "sending" and time.time() - float(held["at"]["N"]) < float(os.environ["TIMEOUT_SECONDS"]):
        raise NotNowError("another one is at it", wait=int(os.environ["TIMEOUT_SECONDS"]))
    return state


def note(record: Mapping[str, Any], state: str) -> None:
    """Writes into the ledger what became of a message."""
    dynamodb().put_item(TableName=os.environ["LEDGER"], Item=_entry(record, state))


def forget(record: Mapping[str, Any]) -> None:
    """Takes a message out of the ledger: it was not sent."""
    dynamodb().delete_item(TableName=os.environ["LEDGER"], Key={"id": {"S": _key(record)}})


def set_aside(record: Mapping[str, Any], reason: str) -> str:
    """Moves a message to the other queue, with the reason; first there, then away from here."""
    kept: dict[str, Any] = {
        name: {"DataType": value["dataType"], "StringValue": value["stringValue"]}
        for name, value in record["messageAttributes"].items()
        if name != "reason" and value.get("stringValue")
    }
    sqs().send_message(
        QueueUrl=os.environ["SET_ASIDE_QUEUE"],
        MessageBody=record["body"],
        MessageAttributes={**kept, "reason": {"DataType": "String", "StringValue": reason[:1024]}},
    )
    _quietly(lambda: note(record, "set aside"))
    _delete(record)
    return f"set aside: {reason.partition(':')[0]}"


def put_off(record: Mapping[str, Any], later: NotNowError) -> None:
    """Has SQS give a message again after a while: longer each time, a quarter of an hour at most."""
    doubled = 5 * 2 ** min(_attempt(record) - 1, 10)
    seconds = min(doubled, _LONGEST_WAIT_SECONDS) if later.wait is None else later.wait
    message = {"QueueUrl": os.environ["QUEUE"], "ReceiptHandle": record["receiptHandle"]}
    _quietly(lambda: sqs().change_message_visibility(**message, VisibilityTimeout=seconds))


def _delete(record: Mapping[str, Any]) -> None:
    """At once, not at the end of the batch: what ends this function later does not bring it back."""
    _quietly(lambda: sqs().delete_message(QueueUrl=os.environ["QUEUE"], ReceiptHandle=record["receiptHandle"]))


def _quietly(call: Callable[[], object]) -> None:
    """A failure does no harm: SQS gives the message again, and the ledger knows it."""
    try:
        call()
    except (ClientError, BotoCoreError) as error:
        print(json.dumps({"failed": type(error).__name__}))


def _entry(record: Mapping[str, Any], state: str) -> dict[str, dict[str, str]]:
    return {
        "id": {"S": _key(record)},
        "state": {"S": state},
        "by": {"S": record["receiptHandle"]},
        "at": {"N": str(time.time())},
        "expires": {"N": str(int(time.time()) + int(os.environ["REMEMBER_SECONDS"]))},
    }


def _key(record: Mapping[str, Any]) -> str:
    """Of the sender's own choice, so that it may put the same mail into the queue twice; else SQS's."""
    own = record["messageAttributes"].get("once", {}).get("stringValue")
    return f"once/{own}" if own else str(record["messageId"])


def _attempt(record: Mapping[str, Any]) -> int:
    return int(record["attributes"]["ApproximateReceiveCount"])
