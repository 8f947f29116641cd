"""What each action of a receipt rule does."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.local.ses.aws import DATA_KEY, DOMAIN, Account, FakeWorld
from tests.local.ses.test_receiving import RAW, STOP, Inbox, header


@pytest.fixture
def inbox(account: Account) -> Inbox:
    return Inbox(account)


def told(world: FakeWorld) -> list[dict[str, Any]]:
    return [json.loads(published.message) for published in world.published]


def test_s3_gets_the_raw_mail_with_headers_on_top(inbox: Inbox, world: FakeWorld) -> None:
    action = {"S3Action": {"BucketName": "mail", "ObjectKeyPrefix": "in/", "TopicArn": "t"}}
    inbox.rule("store", header("X-Team"), action)
    result = inbox.receive()
    ((key, body),) = world.objects.items()
    assert key == f"mail/in/{result.message_id}"
    assert body.endswith(RAW)
    assert b"X-SES-Spam-Verdict: PASS\r\n" in body
    assert b"X-SES-Virus-Verdict: PASS\r\n" in body
    assert b"Authentication-Results: amazonses.com; spf=pass" in body
    assert b"X-Team: 1\r\n" in body
    (notice,) = told(world)
    assert notice["receipt"]["action"] == {
        "type": "S3",
        "topicArn": "t",
        "bucketName": "mail",
        "objectKeyPrefix": "in/",
        "objectKey": f"in/{result.message_id}",
    }
    assert "content" not in notice
    assert world.published[0].source == inbox.account.arn("receipt-rule-set/inbox:receipt-rule/store")


@pytest.mark.parametrize("encoding", ["Base64", "UTF-8"])
def test_sns_gets_the_content(inbox: Inbox, world: FakeWorld, encoding: str) -> None:
    inbox.rule("tell", {"SNSAction": {"TopicArn": "t", "Encoding": encoding}})
    result = inbox.receive()
    (record,) = told(world)
    content = record["content"]
    if encoding == "Base64":
        content = base64.b64decode(content).decode()
    assert content.endswith("Hello.\r\n")
    assert record["notificationType"] == "Received"
    assert record["mail"]["messageId"] == result.message_id
    assert record["mail"]["source"] == "you@example.net"
    assert record["mail"]["destination"] == [f"me@{DOMAIN}"]
    assert record["mail"]["commonHeaders"]["subject"] == "Hi"
    assert record["receipt"]["recipients"] == [f"me@{DOMAIN}"]
    assert record["receipt"]["spamVerdict"] == {"status": "PASS"}


def test_content_over_150_kb_is_bounced_instead(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("tell", {"SNSAction": {"TopicArn": "t"}})
    result = inbox.receive(message=RAW + b"x" * 150 * 1024)
    assert world.published == []
    assert [(bounce.smtp_reply_code, bounce.status_code) for bounce in result.bounces] == [("552", "5.3.4")]


def test_lambda_gets_mail_and_receipt_without_content(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("run", {"LambdaAction": {"FunctionArn": "f"}})
    inbox.receive()
    ((function, payload, wait),) = world.invocations
    assert (function, wait) == ("f", False)
    (record,) = payload["Records"]
    assert (record["eventSource"], record["eventVersion"]) == ("aws:ses", "1.0")
    assert set(record["ses"]) == {"mail", "receipt"}
    assert record["ses"]["receipt"]["action"] == {
        "type": "Lambda",
        "functionArn": "f",
        "invocationType": "Event",
    }


@pytest.mark.parametrize(
    ("answer", "actions"),
    [
        ({"disposition": "STOP_RULE_SET"}, ("Lambda f",)),
        ({"disposition": "STOP_RULE"}, ("Lambda f", "AddHeader X-Next-Rule")),
        ({"disposition": "CONTINUE"}, ("Lambda f", "AddHeader X-Same-Rule", "AddHeader X-Next-Rule")),
        (None, ("Lambda f", "AddHeader X-Same-Rule", "AddHeader X-Next-Rule")),
        ("nonsense", ("Lambda f", "AddHeader X-Same-Rule", "AddHeader X-Next-Rule")),
    ],
)
def test_a_waited_for_function_decides_what_comes_next(
    inbox: Inbox, world: FakeWorld, answer: object, actions: tuple[str, ...]
) -> None:
    sync = {"LambdaAction": {"FunctionArn": "f", "InvocationType": "RequestResponse"}}
    inbox.rule("gate", sync, header("X-Same-Rule"))
    inbox.rule("next", header("X-Next-Rule"))
    world.answers["f"] = answer
    assert inbox.receive().actions == actions


def test_the_answer_of_an_event_function_decides_nothing(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("event", {"LambdaAction": {"FunctionArn": "f", "InvocationType": "Event"}}, header("X-On"))
    world.answers["f"] = {"disposition": "STOP_RULE_SET"}
    assert "AddHeader X-On" in inbox.receive().actions


def test_a_bounce_goes_back_to_the_sender(inbox: Inbox, world: FakeWorld) -> None:
    bounce = {
        "SmtpReplyCode": "550",
        "StatusCode": "5.1.1",
        "Message": "No such mailbox",
        "Sender": f"mailer-daemon@{DOMAIN}",
        "TopicArn": "t",
    }
    inbox.rule("bounce", {"BounceAction": bounce})
    (reply,) = inbox.receive().bounces
    assert (reply.recipient, reply.sender) == ("you@example.net", f"mailer-daemon@{DOMAIN}")
    assert (reply.smtp_reply_code, reply.status_code, reply.message) == ("550", "5.1.1", "No such mailbox")
    assert told(world)[0]["receipt"]["action"]["smtpReplyCode"] == "550"


def test_stop_may_give_notice(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("stop", {"StopAction": {"Scope": "RuleSet", "TopicArn": "t"}})
    inbox.receive()
    assert told(world)[0]["receipt"]["action"] == {"type": "Stop", "topicArn": "t"}


def test_a_rule_that_does_not_scan_sees_no_verdict(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("blind", {"SNSAction": {"TopicArn": "t"}}, STOP, ScanEnabled=False)
    inbox.receive()
    (record,) = told(world)
    assert record["receipt"]["spamVerdict"] == {"status": "DISABLED"}
    assert "X-SES-Spam-Verdict" not in record["content"]


CONNECT = {
    "InstanceARN": "arn:aws:connect:us-east-1:123456789012:instance/11111111-2222-3333-4444-555555555555",
    "IAMRoleARN": "arn:aws:iam::123456789012:role/connect",
}
WORKMAIL = {"OrganizationArn": "arn:aws:workmail:us-east-1:123456789012:organization/m-1"}


def test_work_mail_and_connect_would_get_the_message(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("elsewhere", {"WorkmailAction": {**WORKMAIL, "TopicArn": "t"}}, {"ConnectAction": CONNECT})
    inbox.receive()
    mailbox, center = inbox.account.ses.handed_over(inbox.account.place)
    assert (mailbox.action, mailbox.target, mailbox.role_arn) == ("Workmail", WORKMAIL["OrganizationArn"], "")
    assert (center.action, center.target, center.role_arn) == (
        "Connect",
        CONNECT["InstanceARN"],
        CONNECT["IAMRoleARN"],
    )
    assert mailbox.recipients == (f"me@{DOMAIN}",)
    assert mailbox.message.endswith(RAW)
    assert world.asked == [("connect:StartEmailContact", CONNECT["InstanceARN"])]
    assert told(world)[0]["receipt"]["action"]["type"] == "WorkMail"


def test_connect_needs_a_role_that_may(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("elsewhere", {"ConnectAction": CONNECT})
    world.refused[CONNECT["IAMRoleARN"]] = "may not"
    assert inbox.receive().failures == ("ConnectAction of rule elsewhere: may not",)
    assert inbox.account.ses.handed_over(inbox.account.place) == []


def test_a_role_also_gives_the_notice(inbox: Inbox, world: FakeWorld) -> None:
    """The topic lets SES not in, and need not."""
    role = "arn:aws:iam::123456789012:role/mail"
    world.refused["t"] = "no policy"
    inbox.rule("store", {"S3Action": {"BucketName": "mail", "TopicArn": "t", "IamRoleArn": role}})
    assert world.asked == [("sns:Publish", "t")]
    assert inbox.receive().failures == ()
    assert [published.topic for published in world.published] == ["t"]


def test_a_key_encrypts_the_message_before_it_goes_to_s3(inbox: Inbox, world: FakeWorld) -> None:
    key = "arn:aws:kms:us-east-1:123456789012:key/k"
    inbox.rule("store", {"S3Action": {"BucketName": "mail", "KmsKeyArn": key}})
    message_id = inbox.receive().message_id
    body, metadata = world.objects[f"mail/{message_id}"], world.metadata[f"mail/{message_id}"]
    assert RAW not in body
    plain = AESGCM(DATA_KEY).decrypt(base64.b64decode(metadata["x-amz-iv"]), body, None)
    assert plain.endswith(RAW)
    assert json.loads(metadata["x-amz-matdesc"]) == {
        "aws:ses:message-id": message_id,
        "aws:ses:rule-name": "store",
        "aws:ses:source-account": "123456789012",
        "kms_cmk_id": key,
    }


def test_without_permission_for_the_key_nothing_is_written(inbox: Inbox, world: FakeWorld) -> None:
    inbox.rule("store", {"S3Action": {"BucketName": "mail", "KmsKeyArn": "k"}})
    world.refused["k"] = "no key policy"
    assert inbox.receive().failures == ("S3Action of rule store: no key policy",)
    assert world.objects == {}


def test_a_bounce_is_not_bounced(inbox: Inbox) -> None:
    bounce = {"SmtpReplyCode": "550", "StatusCode": "5.1.1", "Message": "No", "Sender": f"mailer-daemon@{DOMAIN}"}
    inbox.rule("bounce", {"BounceAction": bounce})
    result = inbox.receive(source="")
    assert result.accepted
    assert result.bounces == ()
