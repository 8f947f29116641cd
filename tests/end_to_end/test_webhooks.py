"""Events posted to a real web server: taken, tried again, and kept when they are never taken."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from typing import Any

import aws_cdk as cdk
import pytest

from ses_constructs.configuration_sets import ConfigurationSet, Destination
from ses_constructs.events import Parcel, Webhook, WebhookRetries
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.web_receiver import Receiver, receiving

ME, GONE = "me@mail.example", "gone@bounce.test"
SHOP, CRM = "shop.example.com", "crm.example.net"
KEY = "not-for-templates"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def send(account: Account, configuration_set: str, to: str) -> str:
    sent = account.ses.send_email(
        FromEmailAddress=ME,
        Destination={"ToAddresses": [to]},
        Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}},
        ConfigurationSetName=configuration_set,
    )
    return sent["MessageId"]


def kinds(posted: list[dict[str, Any]]) -> list[str]:
    return sorted(json.loads(one["Message"])["eventType"] for one in posted if one["Type"] == "Notification")


def test_webhook(emptied: Account, assembly: Assembly, receiver: Receiver) -> None:
    account, emulator = emptied, emptied.emulator
    emulator.client("secretsmanager").create_secret(Name="crm/ses-hook", SecretString=KEY)
    emulator.serve_host(SHOP, receiver.url)
    emulator.serve_host(CRM, receiver.url)
    stack = importlib.import_module("examples.webhook").PostEvents

    def build(app: cdk.App) -> None:
        stack(app, "Example")

    assembly.deploy(build)
    receipts = account.physical_id("Example", "AWS::SES::ConfigurationSet", "Receipts")
    account.ses.create_email_identity(EmailIdentity=ME)
    emulator.confirm_address(ME)
    wait_for("the question", lambda: len(receiver.of(SHOP)) == 1)
    # Before the answer nothing else is posted.
    send(account, receipts, CUSTOMER)
    receiver.confirm(receiver.of(SHOP)[0].json)
    assert len(receiver.of(SHOP)) == 1
    the_shop_gets_what_it_takes_late(account, receiver, receipts)
    what_the_shop_never_takes_is_kept(account, receiver, receipts)
    the_crm_gets_bounces_with_its_key(account, receiver, receipts)
    what_the_crm_does_not_want_is_kept(account, receiver, receipts)
    template = emulator.client("cloudformation").get_template(StackName="Example")["TemplateBody"]
    assert KEY not in json.dumps(template)
    emulator.client("secretsmanager").delete_secret(SecretId="crm/ses-hook", ForceDeleteWithoutRecovery=True)
    account.ses.delete_email_identity(EmailIdentity=ME)
    assembly.destroy(build)
    assert sorted(account.leftovers()) == [f"configuration set {receipts}"]


def the_shop_gets_what_it_takes_late(account: Account, receiver: Receiver, receipts: str) -> None:
    receiver.posted.clear()
    receiver.statuses[:] = [500, 503, 429]
    message = send(account, receipts, CUSTOMER)
    wait_for("five requests for two events", lambda: len(receiver.of(SHOP)) == 5)
    posted = [one.json for one in receiver.of(SHOP)]
    assert set(kinds(posted)) == {"Send", "Delivery"}
    assert {one["SignatureVersion"] for one in posted} == {"2"}
    (first, *_) = receiver.of(SHOP)
    assert first.headers["x-amz-sns-message-type"] == "Notification"
    assert first.path == "/ses-events"
    (parcel,) = Parcel.all_in({"Records": [{"Sns": first.json}]})
    assert [event.mail.message_id for event in parcel.events] == [message]


def what_the_shop_never_takes_is_kept(account: Account, receiver: Receiver, receipts: str) -> None:
    receiver.posted.clear()
    # Six times for each of two events, and one event with an answer that ends it at once.
    receiver.statuses[:] = [500] * 12
    send(account, receipts, CUSTOMER)
    letters = account.physical_id("Example", "AWS::SQS::Queue", "ShopDeadLetters")
    wait_for("two letters", lambda: len(account.taken(letters)) == 2, patience=20)
    assert len(receiver.of(SHOP)) == 12
    assert sorted(letter["eventType"] for letter in account.taken(letters)) == ["Delivery", "Send"]


def the_crm_gets_bounces_with_its_key(account: Account, receiver: Receiver, receipts: str) -> None:
    receiver.posted.clear()
    for to in (GONE, CUSTOMER):
        send(account, receipts, to)
    wait_for("the bounce", lambda: len(receiver.of(CRM)) == 1)
    (posted,) = receiver.of(CRM)
    assert (posted.path, posted.headers["x-api-key"]) == ("/hooks/bounces", KEY)
    assert posted.json["detail-type"] == "Email Bounced"
    assert posted.json["detail"]["bounce"]["bouncedRecipients"][0]["emailAddress"] == GONE
    wait_for("the shop's four", lambda: len(receiver.of(SHOP)) == 4)


def what_the_crm_does_not_want_is_kept(account: Account, receiver: Receiver, receipts: str) -> None:
    """Whoever does not answer is asked again; who says no gets nothing more, and the alarm says so."""
    account.emulator.serve_host(SHOP, "http://127.0.0.1:9")
    receiver.posted.clear()
    receiver.statuses[:] = [500, 400]
    send(account, receipts, GONE)
    letters = account.physical_id("Example", "AWS::SQS::Queue", "CrmDeadLetters")
    wait_for("the letter", lambda: len(account.taken(letters)) == 1)
    assert len(receiver.of(CRM)) == 2
    assert account.taken(letters)[0]["detail"]["eventType"] == "Bounce"


def test_a_raw_message_is_the_record_of_ses_and_no_is_an_answer(
    emptied: Account, assembly: Assembly, receiver: Receiver
) -> None:
    account = emptied
    account.emulator.serve_host(SHOP, receiver.url)

    def build(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Raw")
        hook = Webhook(
            stack,
            "Hook",
            url=f"https://{SHOP}/raw",
            raw=True,
            retries=WebhookRetries(number=3, shortest=cdk.Duration.seconds(1)),
        )
        mail = ConfigurationSet(stack, "Mail", configuration_set_name="mail")
        mail.add_destination("Hook", Destination.topic(hook))
        cdk.CfnOutput(stack, "Letters", value=hook.dead_letter_queue.queue_url)

    letters = assembly.deploy(build)["Raw"]["Letters"]
    account.ses.create_email_identity(EmailIdentity=ME)
    account.emulator.confirm_address(ME)
    wait_for("the question", lambda: len(receiver.posted) == 1)
    receiver.confirm(receiver.posted[0].json)
    receiver.statuses[:] = [403]
    send(account, "mail", CUSTOMER)
    wait_for("what was refused", lambda: len(account.taken(letters)) == 1)
    wait_for("both events", lambda: len(receiver.posted) == 3)
    assert {one.json["eventType"] for one in receiver.posted[1:]} == {"Send", "Delivery"}
    assert {one.headers["x-amz-sns-rawdelivery"] for one in receiver.posted[1:]} == {"true"}
    assembly.destroy(build)
