"""What mail platforms get from our topics, read by their own code where it is a Python package."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import boto3
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs

from ses_constructs.configuration_sets import Destination, Event
from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.local.platform import wait_for
from ses_constructs.local.ses.delivery import EICAR
from ses_constructs.patterns import DjangoAnymail, Listmonk, Plausible, Plunk
from ses_constructs.smtp import __main__ as command
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.django_readers import (
    DJANGO_SES_KNOWS,
    Envelope,
    anymail_reads,
    configured_django,
    django_ses_reads,
)

__all__ = ["configured_django"]

ZONES = {"shop.example": "ZSHOP", "news.example": "ZNEWS"}
BOUNCES, COMPLAINS = "bounce@simulator.amazonses.com", "complaint@simulator.amazonses.com"


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


def test_anymail_and_django_ses_read_every_event_of_the_topic(account: Account, assembly: Assembly) -> None:
    def build(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Django")
        mail = DjangoAnymail(stack, "Mail", url="https://www.shop.example", domains=in_zone("shop.example"))
        listen(stack, mail.topic)
        # What changes mail is published only when asked for.
        rest = [Event.OPEN, Event.CLICK, Event.SUBSCRIPTION]
        mail.configuration_set.add_destination("Rest", Destination.topic(mail.topic), events=rest)

    outputs = assembly.deploy(build)["Django"]
    account.wait_until_sending("shop.example")
    cause_every_event(account)
    heard: list[Envelope] = []

    def all_kinds() -> bool:
        heard.extend(json.loads(body) for body in account.messages(outputs["Queue"]))
        return len({json.loads(envelope["Message"])["eventType"] for envelope in heard}) == len(Event)

    wait_for("an event of each kind", all_kinds, patience=20)
    types = {kind for envelope in heard for kind in anymail_reads(envelope)}
    known = {"sent", "delivered", "bounced", "complained", "rejected", "opened", "clicked", "failed"}
    # What anymail has no word for (delays, subscriptions) reaches the application as "unknown".
    assert types == known | {"unknown"}
    assert django_ses_reads(heard) == set(DJANGO_SES_KNOWS)


def cause_every_event(account: Account) -> None:
    ses: Any = account.ses
    ses.create_contact_list(ContactListName="readers")
    ses.create_contact(ContactListName="readers", EmailAddress=CUSTOMER)
    ses.create_email_template(TemplateName="hi", TemplateContent={"Subject": "{{name}}", "Text": "t"})
    link = "https://www.shop.example/"

    def send(to: str, content: dict[str, Any], **more: Any) -> str:
        asked = {"FromEmailAddress": "hello@shop.example", "Destination": {"ToAddresses": [to]}}
        sent: str = ses.send_email(**asked, Content=content, **more)["MessageId"]
        return sent

    html = {"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Html": {"Data": f'<a href="{link}">Shop</a>'}}}}
    read = send(CUSTOMER, html, ListManagementOptions={"ContactListName": "readers"})
    account.emulator.open_message(read)
    account.emulator.follow_link(read, link)
    for to in (BOUNCES, COMPLAINS, "later@delay.test"):
        send(to, html)
    send(CUSTOMER, {"Raw": {"Data": b"Subject: bad\r\n\r\n" + EICAR}})
    send(CUSTOMER, {"Template": {"TemplateName": "hi", "TemplateData": "{}"}})
    account.emulator.unsubscribe(read, contact_list="readers")


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
