"""Actions that give a message to another service."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.local.ses.aws import DOMAIN, Account, FakeWorld
from tests.local.ses.ingress.mail import RAW, ROLE, Gate, rule

TOPIC = "arn:aws:sns:us-east-1:123456789012:mail"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:read"
ID = "11111111-2222-3333-4444-555555555555"


def publish(**more: Any) -> dict[str, Any]:
    return rule({"PublishToSns": {"TopicArn": TOPIC, "RoleArn": ROLE, **more}})


def test_s3_gets_the_message_under_its_id(account: Account, world: FakeWorld) -> None:
    gate = Gate(account, rule({"WriteToS3": {"S3Bucket": "mail", "S3Prefix": "in/", "RoleArn": ROLE}}))
    result = gate.take()
    ((key, body),) = world.objects.items()
    assert key == f"mail/in/{result.message_id}"
    assert body.endswith(RAW)
    assert world.asked == [("s3:ListBucket", "arn:aws:s3:::mail")]


def test_s3_needs_the_key_of_the_action(account: Account, world: FakeWorld) -> None:
    key = "arn:aws:kms:us-east-1:123456789012:key/k"
    gate = Gate(account, rule({"WriteToS3": {"S3Bucket": "mail", "RoleArn": ROLE, "S3SseKmsKeyId": key}}))
    world.refused[key] = "may not"
    assert gate.take().failures == ("WriteToS3 of rule rule: may not",)


@pytest.mark.parametrize(("settings", "encoded"), [({}, False), ({"Encoding": "BASE64"}, True)])
def test_a_topic_gets_the_content(
    account: Account, world: FakeWorld, settings: dict[str, str], encoded: bool
) -> None:
    result = Gate(account, publish(**settings)).take()
    record = json.loads(world.published[0].message)
    content = base64.b64decode(record["content"]).decode() if encoded else record["content"]
    assert content.encode().endswith(RAW)
    assert (record["notificationType"], record["mail"]["messageId"]) == ("Received", result.message_id)
    assert record["receipt"]["recipients"] == [f"me@{DOMAIN}"]


def test_a_topic_gets_headers_alone_on_request(account: Account, world: FakeWorld) -> None:
    Gate(account, publish(PayloadType="HEADERS")).take(raw=RAW + b"x" * 400_000)
    record = json.loads(world.published[0].message)
    assert "content" not in record
    assert {"name": "Subject", "value": "Hi there"} in record["mail"]["headers"]


def test_a_topic_takes_no_message_above_its_limit(account: Account, world: FakeWorld) -> None:
    (failure,) = Gate(account, publish()).take(raw=RAW + b"x" * 300_000).failures
    assert "takes no message of" in failure
    assert world.published == []


@pytest.mark.parametrize(("kind", "wait"), [("EVENT", False), ("REQUEST_RESPONSE", True)])
def test_a_function_gets_what_receipt_rules_give(
    account: Account, world: FakeWorld, kind: str, wait: bool
) -> None:
    invoke = {"FunctionArn": FUNCTION, "InvocationType": kind, "RoleArn": ROLE}
    Gate(account, rule({"InvokeLambda": invoke})).take()
    ((function, payload, waited),) = world.invocations
    assert (function, waited) == (FUNCTION, wait)
    (record,) = payload["Records"]
    assert (record["eventSource"], set(record["ses"])) == ("aws:ses", {"mail", "receipt"})
    assert record["ses"]["receipt"]["action"]["type"] == "Lambda"


def test_services_that_are_not_emulated_would_get_the_message(account: Account, world: FakeWorld) -> None:
    mailbox = "arn:aws:workmail:us-east-1:123456789012:organization/m-1"
    gate = Gate(
        account,
        rule(
            {"DeliverToMailbox": {"MailboxArn": mailbox, "RoleArn": ROLE}},
            {"DeliverToQBusiness": {"ApplicationId": ID, "IndexId": ID, "RoleArn": ROLE}},
        ),
    )
    gate.take()
    index = account.place.arn("qbusiness", f"application/{ID}/index/{ID}")
    assert world.asked == [("workmail:DeliverToMailbox", mailbox), ("qbusiness:BatchPutDocument", index)]
    kept = account.ses.handed_over(account.place)
    assert [(each.action, each.target) for each in kept] == [
        ("DeliverToMailbox", mailbox),
        ("DeliverToQBusiness", index),
    ]
    assert all(each.message.endswith(RAW) and each.role_arn == ROLE for each in kept)


@pytest.mark.parametrize(
    "action",
    [
        {"PublishToSns": {"TopicArn": TOPIC, "RoleArn": ROLE}},
        {"InvokeLambda": {"FunctionArn": FUNCTION, "InvocationType": "EVENT", "RoleArn": ROLE}},
        {"DeliverToQBusiness": {"ApplicationId": ID, "IndexId": ID, "RoleArn": ROLE}},
    ],
)
def test_a_role_that_may_not_is_a_failure(account: Account, world: FakeWorld, action: dict[str, Any]) -> None:
    world.refused[ROLE] = "may not"
    assert Gate(account, rule(action)).take().failures == (f"{next(iter(action))} of rule rule: may not",)
    assert account.ses.handed_over(account.place) == []
