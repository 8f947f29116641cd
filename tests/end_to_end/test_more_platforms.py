"""Keila, Plunk, useSend, django-ses and Mautic: deployed, and used as their own code uses SES."""

from __future__ import annotations

import json
import smtplib
import ssl
from typing import Any
from urllib.parse import unquote, urlsplit

import aws_cdk as cdk
import boto3
import pytest

from ses_constructs.configuration_sets import Event
from ses_constructs.local.emulator import Emulator
from ses_constructs.patterns import DjangoSes, Keila, Plunk, SmtpApplication, UseSend
from ses_constructs.smtp import SmtpSoftware
from ses_constructs.smtp import __main__ as command
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.django_readers import configured_django, django_ses_reads
from tests.end_to_end.test_platforms import (
    BOUNCES,
    COMPLAINS,
    envelopes,
    in_zone,
    listen,
)

__all__ = ["configured_django"]
ZONES = {"shop.example": "ZSHOP", "news.example": "ZNEWS"}
RAW = b"From: Hi <hi@news.example>\r\nTo: a@mail.test\r\nSubject: x\r\n\r\nx"


@pytest.fixture
def emptied(strict_emulator: Emulator) -> Account:
    """Where each key may do what its user may and no more, with nothing in it."""
    strict_emulator.reset()
    return Account(strict_emulator)


@pytest.fixture
def account(emptied: Account) -> Account:
    for name, zone_id in ZONES.items():
        emptied.emulator.own_zone(name, zone_id=zone_id)
    return emptied


def key_of(account: Account, held: dict[str, str], names: tuple[str, str]) -> dict[str, Any]:
    return {
        "endpoint_url": account.emulator.endpoint,
        "region_name": "us-east-1",
        "aws_access_key_id": held[names[0]],
        "aws_secret_access_key": held[names[1]],
    }


def secret(account: Account, arn: str) -> dict[str, str]:
    content = account.emulator.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
    held: dict[str, str] = json.loads(content)
    return held


def test_keila_sends_by_api_and_smtp_and_hears_of_the_bounce(account: Account, assembly: Assembly) -> None:
    def build(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Keila")
        made = Keila(
            stack, "K", url="https://k.news.example", domains=in_zone("news.example"), sender="hi@news.example"
        )
        listen(stack, made.topic)
        cdk.CfnOutput(stack, "Set", value=made.sender_settings["ses_configuration_set"])
        cdk.CfnOutput(stack, "Secret", value=made.credentials.secret.secret_arn)

    outputs = assembly.deploy(build)["Keila"]
    account.wait_until_sending("news.example")
    held = secret(account, outputs["Secret"])
    keila: Any = boto3.client("ses", **key_of(account, held, ("access_key", "secret")))
    receipt = keila.send_raw_email(
        Source="hi@news.example",
        Destinations=[BOUNCES],
        ConfigurationSetName=outputs["Set"],
        RawMessage={"Data": RAW},
    )["MessageId"]
    (envelope,) = envelopes(account, outputs["Queue"], 1)
    assert envelope["SignatureVersion"] == "1"
    message = json.loads(envelope["Message"])
    # What ses_webhook_controller.ex looks a message up by, and what it tells hard from soft by.
    assert message["mail"]["messageId"] == receipt
    assert message["bounce"]["bounceType"] == "Permanent"
    context = ssl.create_default_context(cafile=str(account.emulator.smtp_certificate))
    with smtplib.SMTP(account.emulator.smtp_host, account.emulator.smtp_port) as own_mail:
        own_mail.starttls(context=context)
        own_mail.login(held["access_key"], held["password"])
        own_mail.sendmail("hi@news.example", [CUSTOMER], RAW)


def test_use_send_sets_itself_up_with_its_key(account: Account, assembly: Assembly) -> None:
    def build(app: cdk.App) -> None:
        stack = cdk.Stack(app, "UseSend")
        made = UseSend(stack, "U", domains=["*.example"])
        assert made.credentials is not None
        cdk.CfnOutput(stack, "Secret", value=made.credentials.secret.secret_arn)

    held = secret(account, assembly.deploy(build)["UseSend"]["Secret"])
    assert held["AWS_DEFAULT_REGION"] == "us-east-1"
    settings = key_of(account, held, ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"))
    ses: Any = boto3.client("sesv2", **settings)
    sns: Any = boto3.client("sns", **settings)
    topic = sns.create_topic(Name="abc-us-east-1-unsend")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="https", Endpoint="https://u.example/api/ses_callback")
    name = "abc-us-east-1-unsend-general"
    ses.create_configuration_set(ConfigurationSetName=name)
    ses.create_configuration_set_event_destination(
        ConfigurationSetName=name,
        EventDestinationName="usesend_destination",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": [event.value.upper() for event in (Event.BOUNCE, Event.COMPLAINT)],
            "SnsDestination": {"TopicArn": topic},
        },
    )
    ses.create_email_identity(EmailIdentity="shop.example")
    ses.put_email_identity_mail_from_attributes(EmailIdentity="shop.example", MailFromDomain="mail.shop.example")
    assert ses.get_email_identity(EmailIdentity="shop.example")["IdentityType"] == "DOMAIN"
    ses.get_account()
    with pytest.raises(ses.exceptions.NotFoundException):
        ses.delete_suppressed_destination(EmailAddress="nobody@mail.test")
    ses.delete_email_identity(EmailIdentity="shop.example")


def test_django_ses_sends_with_its_backend_and_reads_the_events(account: Account, assembly: Assembly) -> None:
    from django.conf import settings as django_settings
    from django.core.mail import EmailMessage
    from django_ses import SESBackend

    def build(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Django")
        made = DjangoSes(stack, "D", url="https://www.shop.example", domains=in_zone("shop.example"))
        listen(stack, made.topic)
        cdk.CfnOutput(stack, "Set", value=made.settings["AWS_SES_CONFIGURATION_SET"])

    outputs = assembly.deploy(build)["Django"]
    account.wait_until_sending("shop.example")
    backend = SESBackend(
        aws_access_key=account.emulator.account,
        aws_secret_key="local",
        aws_region_name="us-east-1",
        aws_region_endpoint=account.emulator.endpoint,
        aws_auto_throttle=0.5,
    )
    django_settings.AWS_SES_CONFIGURATION_SET = outputs["Set"]
    mail = EmailMessage("Hello", "there", "hi@shop.example", [BOUNCES], connection=backend)
    assert mail.send() == 1
    heard = envelopes(account, outputs["Queue"], 2)
    assert {envelope["SignatureVersion"] for envelope in heard} == {"1"}
    assert "bounce" in django_ses_reads(heard)


def test_mautic_sends_with_the_address_that_the_command_prints(
    account: Account, assembly: Assembly, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(app: cdk.App) -> None:
        SmtpApplication(
            cdk.Stack(app, "Mautic"),
            "M",
            domains=in_zone("news.example"),
            sender="hi@news.example",
            software=SmtpSoftware.MAUTIC,
        )

    assembly.deploy(build)
    account.wait_until_sending("news.example")
    for name, value in account.emulator.credentials().items():
        monkeypatch.setenv(name, value)
    arguments = ["env", "--stack", "Mautic", "--for", "mautic"]
    assert command.main(arguments) == 0
    assert (
        "hidden" in dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())["MAUTIC_MAILER_DSN"]
    )
    assert command.main([*arguments, "--show-password"]) == 0
    shown = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    assert shown["MAUTIC_MAILER_FROM_EMAIL"] == "hi@news.example"
    parts = urlsplit(shown["MAUTIC_MAILER_DSN"])
    assert (parts.scheme, parts.hostname, parts.port) == ("smtp", "email-smtp.us-east-1.amazonaws.com", 587)
    context = ssl.create_default_context(cafile=str(account.emulator.smtp_certificate))
    with smtplib.SMTP(account.emulator.smtp_host, account.emulator.smtp_port) as mautic:
        mautic.starttls(context=context)
        mautic.login(unquote(parts.username or ""), unquote(parts.password or ""))
        mautic.sendmail("hi@news.example", [CUSTOMER], RAW)
    assert [sent["source"] for sent in account.emulator.sent()] == ["hi@news.example"]


def test_plunk_gets_what_its_webhook_looks_up_and_counts(account: Account, assembly: Assembly) -> None:
    """``Webhooks.ts`` at 0d502da1: the message id finds the mail, the type says what became of it."""

    def build(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Plunk")
        made = Plunk(stack, "P", api_url="https://api.shop.example", domains=in_zone("shop.example"))
        listen(stack, made.topic)
        cdk.CfnOutput(stack, "Set", value=made.environment["SES_CONFIGURATION_SET"])

    outputs = assembly.deploy(build)["Plunk"]
    account.wait_until_sending("shop.example")
    ids = {
        account.emulator.client("ses").send_raw_email(
            Source="Shop <hi@shop.example>",
            Destinations=[recipient],
            ConfigurationSetName=outputs["Set"],
            RawMessage={"Data": b"From: Shop <hi@shop.example>\r\nSubject: x\r\n\r\nx"},
        )["MessageId"]
        for recipient in (BOUNCES, COMPLAINS, CUSTOMER)
    }
    heard = envelopes(account, outputs["Queue"], 4)
    assert {(envelope["Type"], envelope["SignatureVersion"]) for envelope in heard} == {("Notification", "2")}
    events = [json.loads(envelope["Message"]) for envelope in heard]
    assert {event["mail"]["messageId"] for event in events} == ids
    types = sorted(event["eventType"] for event in events)
    # SES delivers a mail before somebody complains of it; Plunk's ranks expect both, in any order.
    assert types == ["Bounce", "Complaint", "Delivery", "Delivery"]
