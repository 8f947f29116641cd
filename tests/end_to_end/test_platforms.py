"""What mail platforms get from our topics, read by their own code where it is a Python package."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import boto3
import django
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from django.conf import settings as django_settings

from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.local.platform import wait_for
from ses_constructs.patterns import DjangoAnymail, Listmonk, Plausible, Plunk
from ses_constructs.smtp import __main__ as command
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

ZONES = {"shop.example": "ZSHOP", "news.example": "ZNEWS"}
BOUNCES, COMPLAINS = "bounce@simulator.amazonses.com", "complaint@simulator.amazonses.com"
Envelope = dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def configured_django() -> None:
    if not django_settings.configured:
        django_settings.configure(
            ALLOWED_HOSTS=["*"],
            ANYMAIL={"WEBHOOK_SECRET": "anymail:letmein"},
            AWS_SES_VERIFY_EVENT_SIGNATURES=False,
            INSTALLED_APPS=["anymail", "django_ses"],
            USE_TZ=True,
        )
        django.setup()


@pytest.fixture
def account(emptied: Account) -> Account:
    for name, zone_id in ZONES.items():
        emptied.emulator.own_zone(name, zone_id=zone_id)
    return emptied


def in_zone(*domains: str) -> dict[str, Dns]:
    return {domain: Dns.in_zone_with_id(ZONES[domain], zone_name=domain) for domain in domains}


def listen(stack: cdk.Stack, topic: sns.Topic) -> None:
    """A queue that gets what the webhook gets: the envelope of SNS."""
    queue = sqs.Queue(stack, "Heard")
    topic.add_subscription(subscriptions.SqsSubscription(queue, raw_message_delivery=False))
    cdk.CfnOutput(stack, "Queue", value=queue.queue_url)


def envelopes(account: Account, queue_url: str, count: int) -> list[Envelope]:
    """The first messages, as they were posted."""
    found: list[Envelope] = []

    def enough() -> bool:
        found.extend(json.loads(body) for body in account.messages(queue_url))
        return len(found) >= count

    wait_for(f"{count} notifications", enough, patience=20)
    return found


def test_anymail_and_django_ses_read_the_events_of_the_topic(account: Account, assembly: Assembly) -> None:
    def build(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Django")
        mail = DjangoAnymail(stack, "Mail", url="https://www.shop.example", domains=in_zone("shop.example"))
        listen(stack, mail.topic)

    outputs = assembly.deploy(build)["Django"]
    account.wait_until_sending("shop.example")
    account.send("shop.example", BOUNCES)
    account.send("shop.example", COMPLAINS)
    heard = envelopes(account, outputs["Queue"], 4)
    types = {kind for envelope in heard for kind in anymail_reads(envelope)}
    assert {"sent", "bounced", "complained"} <= types
    assert django_ses_reads(heard) >= {"bounce", "complaint"}


def anymail_reads(envelope: Envelope) -> list[str]:
    from anymail.signals import tracking
    from anymail.webhooks.amazon_ses import AmazonSESTrackingWebhookView
    from django.test import RequestFactory

    read: list[str] = []

    def note(sender: object, event: Any, **_: object) -> None:
        read.append(event.event_type)

    tracking.connect(note, weak=False)
    try:
        request = RequestFactory().post(
            "/anymail/amazon_ses/tracking/",
            json.dumps(envelope),
            content_type="text/plain; charset=UTF-8",
            headers={
                "x-amz-sns-message-type": envelope["Type"],
                "x-amz-sns-message-id": envelope["MessageId"],
                "authorization": "Basic YW55bWFpbDpsZXRtZWlu",
            },
        )
        assert AmazonSESTrackingWebhookView.as_view()(request).status_code == 200
    finally:
        tracking.disconnect(note)
    return read


def django_ses_reads(heard: list[Envelope]) -> set[str]:
    from django.test import RequestFactory
    from django_ses import signals
    from django_ses.views import SESEventWebhookView

    read: set[str] = set()
    receivers = {
        "bounce": (signals.bounce_received, lambda *_, **__: read.add("bounce")),
        "complaint": (signals.complaint_received, lambda *_, **__: read.add("complaint")),
    }
    for signal, receiver in receivers.values():
        signal.connect(receiver, weak=False)
    try:
        for envelope in heard:
            request = RequestFactory().post("/", json.dumps(envelope), content_type="application/json")
            assert SESEventWebhookView.as_view()(request).status_code == 200
    finally:
        for signal, receiver in receivers.values():
            signal.disconnect(receiver)
    return read


def test_listmonk_gets_what_its_source_reads(account: Account, assembly: Assembly) -> None:
    def build(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Lists")
        made = Listmonk(stack, "Listmonk", url="https://lists.news.example", domains=in_zone("news.example"))
        listen(stack, made.topic)

    outputs = assembly.deploy(build)["Lists"]
    account.wait_until_sending("news.example")
    for recipient in (BOUNCES, COMPLAINS):
        account.ses.send_email(
            FromEmailAddress="hi@news.example",
            Destination={"ToAddresses": [recipient]},
            Content={"Raw": {"Data": raw_campaign(recipient)}},
        )
    read = {}
    for envelope in envelopes(account, outputs["Queue"], 2):
        assert envelope["SignatureVersion"] == "1"
        message = json.loads(envelope["Message"])
        headers = {header["name"]: header["value"] for header in message["mail"]["headers"]}
        assert message["mail"]["headersTruncated"] is False
        read[message["notificationType"]] = (message["mail"]["destination"], headers["X-Listmonk-Campaign"])
    assert read == {"Bounce": ([BOUNCES], "42"), "Complaint": ([COMPLAINS], "42")}


def raw_campaign(recipient: str) -> bytes:
    return f"From: hi@news.example\r\nTo: {recipient}\r\nX-Listmonk-Campaign: 42\r\nSubject: x\r\n\r\nx".encode()


def test_two_platforms_share_an_account_and_one_leaves(
    account: Account, assembly: Assembly, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def plunk(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Plunk")
        made = Plunk(stack, "P", api_url="https://api.shop.example", domains=in_zone("shop.example"))
        cdk.CfnOutput(stack, "Set", value=made.environment["SES_CONFIGURATION_SET"])
        cdk.CfnOutput(stack, "Secret", value=made.credentials.secret.secret_arn)

    def plausible(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Plausible")
        domain = DomainIdentity(
            stack, "Domain", domain="news.example", dns=in_zone("news.example")["news.example"]
        )
        Plausible(stack, "P", identities=[domain], sender="stats@news.example")

    outputs = assembly.deploy(plunk, plausible)
    printed_variables(account, capsys, monkeypatch)
    assembly.destroy(plausible)
    account.wait_until_sending("shop.example")
    plunk_sends(account, outputs["Plunk"])


def plunk_sends(account: Account, outputs: dict[str, str]) -> None:
    """The call of Plunk's source, with its own access key."""
    content = account.emulator.client("secretsmanager").get_secret_value(SecretId=outputs["Secret"])[
        "SecretString"
    ]
    held = json.loads(content)
    assert {"AWS_SES_ACCESS_KEY_ID", "AWS_SES_SECRET_ACCESS_KEY", "AWS_SES_REGION"} <= set(held)
    plunk = boto3.client(
        "ses",
        endpoint_url=account.emulator.endpoint,
        region_name=held["AWS_SES_REGION"],
        aws_access_key_id=held["AWS_SES_ACCESS_KEY_ID"],
        aws_secret_access_key=held["AWS_SES_SECRET_ACCESS_KEY"],
    )
    sent = plunk.send_raw_email(
        Source="Shop <hi@shop.example>",
        Destinations=[BOUNCES],
        ConfigurationSetName=outputs["Set"],
        RawMessage={"Data": b"From: Shop <hi@shop.example>\r\nSubject: x\r\n\r\nx"},
    )
    assert sent["MessageId"]


def printed_variables(
    account: Account, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in account.emulator.credentials().items():
        monkeypatch.setenv(name, value)
    arguments = ["env", "--stack", "Plausible", "--for", "plausible"]
    assert command.main(arguments) == 0
    hidden = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    assert command.main([*arguments, "--show-password"]) == 0
    shown = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    assert "hidden" in hidden["SMTP_USER_PWD"]
    assert len(shown["SMTP_USER_PWD"]) == 44
    assert {**shown, "SMTP_USER_PWD": ""} == {**hidden, "SMTP_USER_PWD": ""}
    assert shown["SMTP_HOST_SSL_ENABLED"] == "false"
    assert command.main(["env", "--stack", "Plausible", "--id", "Nobody"]) == 1
    assert "fix:" in capsys.readouterr().err
    assert command.main(["env", "--stack", "NoSuchStack"]) == 1
    assert "NoSuchStack" in capsys.readouterr().err
