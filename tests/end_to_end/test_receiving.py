"""Mail from the internet, judged by deployed rules: for whom they are, and what their actions do."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Sequence

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs

from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from ses_constructs.receiving import (
    AddHeaderAction,
    BounceAction,
    BounceTemplate,
    LambdaAction,
    ReceiptRuleSet,
    S3Action,
    SnsAction,
    StopAction,
)
from tests.end_to_end.account import Account, Record
from tests.end_to_end.assembly import Assembly

WHO, WHAT = "who.example", "what.example"
"""A domain for the recipients of rules, and one for their actions."""
CONDITIONS = {
    "tagged": "user+tag@who.example",
    "user": "user@who.example",
    "domain": "who.example",
    "subdomains": ".who.example",
    "one-subdomain": "deep.who.example",
}
DISPOSE = """
def handler(event, context):
    subject = event["Records"][0]["ses"]["mail"]["commonHeaders"]["subject"]
    print("asked about " + subject)
    return {"disposition": subject}
"""


class Inbox(cdk.Stack):
    """One bucket, one topic, and a rule of every kind."""

    def __init__(self, scope: cdk.App) -> None:
        super().__init__(scope, "Inbox")
        for name in (WHO, WHAT):
            DomainIdentity(self, name, domain=name, dns=Dns.in_zone_with_id(zone_of(name), zone_name=name))
        key = kms.Key(self, "Key")
        self.bucket = s3.Bucket(self, "Mail", encryption_key=key, enforce_ssl=True)
        self.topic = sns.Topic(self, "Arrived", enforce_ssl=True, master_key=key)
        self.topic.add_subscription(subscriptions.SqsSubscription(sqs.Queue(self, "Queue")))
        self.function = lambda_.Function(
            self,
            "Judge",
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=lambda_.Code.from_inline(DISPOSE),
            timeout=cdk.Duration.seconds(20),
        )
        self.rules = ReceiptRuleSet(self, "Rules")
        for id, condition in CONDITIONS.items():
            self.rules.add_rule(id, recipients=[condition], actions=[self._save(id)], receipt_rule_name=id)
        self._act()

    def _act(self) -> None:
        self._add("headers", AddHeaderAction(name="X-Team", value="support"), self._save("headers"))
        self._add("notice", S3Action(bucket=self.bucket, prefix="notice/", topic=self.topic))
        self._add("content", SnsAction(topic=self.topic))
        self._add("run", LambdaAction(function=self.function))
        self._add("ask", LambdaAction(function=self.function, wait=True), self._save("asked"))
        full = BounceTemplate.MAILBOX_FULL
        self._add("full", BounceAction(template=full, sender=f"mailer@{WHAT}", topic=self.topic))
        self._add("stop", self._save("stopped"), StopAction())
        self.rules.add_rule("tls", recipients=[f"tls@{WHAT}"], require_tls=True, actions=[self._save("tls")])
        self.rules.add_rule("off", recipients=[f"off@{WHAT}"], enabled=False, actions=[self._save("off")])
        self.rules.add_rule("rest", catch_all=True, actions=[self._save("rest")], receipt_rule_name="rest")

    def _add(
        self, id: str, *actions: AddHeaderAction | S3Action | SnsAction | LambdaAction | BounceAction | StopAction
    ) -> None:
        self.rules.add_rule(id, recipients=[f"{id}@{WHAT}"], actions=actions, receipt_rule_name=id)

    def _save(self, folder: str) -> S3Action:
        return S3Action(bucket=self.bucket, prefix=f"{folder}/")


def zone_of(name: str) -> str:
    return {WHO: "ZWHO", WHAT: "ZWHAT"}[name]


class Mailbox(Account):
    """The deployed stack."""

    def __init__(self, emulator: Emulator) -> None:
        super().__init__(emulator)
        self.bucket = self.physical_id("Inbox", "AWS::S3::Bucket", "Mail")
        self.queue = self.physical_id("Inbox", "AWS::SQS::Queue", "Queue")
        self._numbers = itertools.count(1)

    def receive(self, *recipients: str, subject: str = "Hello", tls: bool = True) -> Record:
        header = f"From: a@mail.test\r\nTo: {', '.join(recipients)}\r\nSubject: {subject}\r\n\r\n"
        body = f"Number {next(self._numbers)}.\r\n"
        return self.emulator.receive(
            source="a@mail.test", recipients=list(recipients), message=(header + body).encode(), tls=tls
        )

    def saved(self, result: Record) -> dict[str, bytes]:
        """Folder and content of every copy of a message."""
        id = result["message_id"]
        return {key.partition("/")[0]: body for key, body in self.objects(self.bucket).items() if key.endswith(id)}

    def notice(self, result: Record) -> Record:
        """What the topic says of a message."""

        def told() -> Record | None:
            return next(
                (n for n in self.taken(self.queue) if n.get("mail", {}).get("messageId") == result["message_id"]),
                None,
            )

        return wait_for("the notice", told, patience=15)

    def said(self) -> str:
        """All that the function has printed."""
        name = self.physical_id("Inbox", "AWS::Lambda::Function", "Judge")
        logs = self.emulator.client("logs")
        groups = logs.describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{name}")["logGroups"]
        return "".join(
            event["message"]
            for group in groups
            for event in logs.filter_log_events(logGroupName=group["logGroupName"])["events"]
        )


@pytest.fixture(scope="module")
def mailbox(quick_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Mailbox:
    quick_emulator.reset()
    for name in (WHO, WHAT):
        quick_emulator.own_zone(name, zone_id=zone_of(name))
    Assembly(quick_emulator, tmp_path_factory.mktemp("receiving") / "cdk.out").deploy(Inbox)
    mailbox = Mailbox(quick_emulator)
    for name in (WHO, WHAT):
        mailbox.wait_until_verified(name)
    return mailbox


@pytest.mark.parametrize(
    ("address", "rules"),
    [
        ("user@who.example", ["user", "domain"]),
        ("USER@Who.Example", ["user", "domain"]),
        ("user+tag@who.example", ["tagged", "user", "domain"]),
        ("user+other@who.example", ["user", "domain"]),
        ("other@who.example", ["domain"]),
        ("user@deep.who.example", ["subdomains", "one-subdomain"]),
        ("user@very.deep.who.example", ["subdomains"]),
    ],
)
def test_a_rule_is_for_the_recipients_it_names(mailbox: Mailbox, address: str, rules: Sequence[str]) -> None:
    result = mailbox.receive(address)
    assert result["matched"] == [*rules, "rest"]
    assert mailbox.saved(result).keys() == {*rules, "rest"}


def test_a_rule_runs_once_for_all_of_its_recipients(mailbox: Mailbox) -> None:
    result = mailbox.receive("user@who.example", "other@who.example", "stranger@else.example")
    assert result["matched"] == ["user", "domain", "rest"]


def test_a_domain_that_nobody_verified_gets_no_mail(mailbox: Mailbox) -> None:
    result = mailbox.receive("user@else.example")
    assert (result["accepted"], str(result["reply"])[:3]) == (False, "550")


def test_saved_mail_is_the_mail_as_it_came_below_headers_of_ses(mailbox: Mailbox) -> None:
    result = mailbox.receive("other@who.example", subject="As it came")
    body = mailbox.saved(result)["domain"]
    assert body.startswith(b"Return-Path: <a@mail.test>")
    assert b"\r\nFrom: a@mail.test\r\nTo: other@who.example\r\nSubject: As it came\r\n\r\nNumber " in body
    assert b"X-SES-Spam-Verdict: PASS" in body


def test_a_saved_mail_is_announced_without_its_content(mailbox: Mailbox) -> None:
    result = mailbox.receive(f"notice@{WHAT}")
    notice = mailbox.notice(result)
    assert notice["notificationType"] == "Received"
    action = notice["receipt"]["action"]
    assert (action["type"], action["bucketName"]) == ("S3", mailbox.bucket)
    assert action["objectKey"] == f"notice/{result['message_id']}"
    assert "content" not in notice


def test_a_topic_can_get_the_content(mailbox: Mailbox) -> None:
    notice = mailbox.notice(mailbox.receive(f"content@{WHAT}", subject="All of it"))
    assert b"\r\nSubject: All of it\r\n\r\nNumber " in base64.b64decode(notice["content"])


def test_a_header_is_added_for_the_actions_after_it(mailbox: Mailbox) -> None:
    saved = mailbox.saved(mailbox.receive(f"headers@{WHAT}"))
    assert b"X-Team: support\r\n" in saved["headers"].partition(b"\r\n\r\n")[0]


def test_a_function_is_run(mailbox: Mailbox) -> None:
    result = mailbox.receive(f"run@{WHAT}", subject="ran in Lambda")
    assert result["failures"] == []
    wait_for("the function's log", lambda: "asked about ran in Lambda" in mailbox.said(), patience=15)


@pytest.mark.parametrize(
    ("disposition", "saved"),
    [("CONTINUE", {"asked", "rest"}), ("STOP_RULE", {"rest"}), ("STOP_RULE_SET", set())],
)
def test_a_function_that_is_waited_for_is_obeyed(mailbox: Mailbox, disposition: str, saved: set[str]) -> None:
    assert mailbox.saved(mailbox.receive(f"ask@{WHAT}", subject=disposition)).keys() == saved


def test_a_message_is_returned_to_its_sender(mailbox: Mailbox) -> None:
    result = mailbox.receive(f"full@{WHAT}")
    (bounce,) = result["bounces"]
    assert (bounce["recipient"], bounce["sender"]) == ("a@mail.test", f"mailer@{WHAT}")
    assert (bounce["smtp_reply_code"], bounce["status_code"]) == ("552", "5.2.2")
    assert mailbox.notice(result)["receipt"]["action"]["smtpReplyCode"] == "552"


def test_nothing_comes_after_a_stop(mailbox: Mailbox) -> None:
    result = mailbox.receive(f"stop@{WHAT}")
    assert result["matched"] == ["stop"]
    assert mailbox.saved(result).keys() == {"stopped"}


@pytest.mark.parametrize(("tls", "saved"), [(True, {"tls", "rest"}), (False, {"rest"})])
def test_a_rule_may_insist_on_tls(mailbox: Mailbox, tls: bool, saved: set[str]) -> None:
    assert mailbox.saved(mailbox.receive(f"tls@{WHAT}", tls=tls)).keys() == saved


def test_a_rule_that_is_off_is_skipped(mailbox: Mailbox) -> None:
    assert mailbox.saved(mailbox.receive(f"off@{WHAT}")).keys() == {"rest"}
