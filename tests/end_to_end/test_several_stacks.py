"""Parts of a platform in stacks of their own, on an AWS that asks IAM."""

from __future__ import annotations

import json
import smtplib
import ssl
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs

from ses_constructs.configuration_sets import ConfigurationSet, Destination, Event
from ses_constructs.dns import Dns
from ses_constructs.events import EventStore, StoredEvents
from ses_constructs.identities import DomainIdentity
from ses_constructs.local.platform import wait_for
from ses_constructs.patterns import QueuedSender, SmtpApplication
from ses_constructs.reputation import GuardScope, ReputationGuard
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import Assembly

ZONES = {"shop.example": "ZSHOP", "fleet.example": "ZFLEET"}
GONE = cdk.RemovalPolicy.DESTROY
DOMAINS = 30
"""More than a user's own policies can name."""
GONE_ADDRESS = "gone@bounce.test"


def in_zone(name: str) -> Dns:
    return Dns.in_zone_with_id(ZONES[name], zone_name=name)


def key(stack: cdk.Stack) -> kms.Key:
    return kms.Key(stack, "Key", enable_key_rotation=True, removal_policy=GONE)


def platform(app: cdk.App) -> None:
    """The sets' stack calls the store's by a rule; the observers' refers to the sets', and adds to one of them."""
    events, mail, observers = (cdk.Stack(app, id) for id in ("Events", "Mail", "Observers"))
    operators = sns.Topic(events, "Operators", enforce_ssl=True)
    store = EventStore(events, "Store", operators=operators, encryption_key=key(events), removal_policy=GONE)
    receipts = ConfigurationSet(mail, "Receipts", removal_policy=GONE)
    receipts.on_event("Stored", target=store.rule_target())
    shop = DomainIdentity(
        mail,
        "Shop",
        domain="shop.example",
        dns=in_zone("shop.example"),
        configuration_set=receipts,
        removal_policy=GONE,
    )
    told = sns.Topic(observers, "Told")
    bounces = sqs.Queue(observers, "Bounces")
    told.add_subscription(subscriptions.SqsSubscription(bounces, raw_message_delivery=True))
    here = ConfigurationSet.from_configuration_set_name(observers, "Here", receipts.configuration_set_name)
    here.add_destination("Told", Destination.topic(told), events=[Event.BOUNCE])
    watch = GuardScope.configuration_sets(receipts)
    ReputationGuard(observers, "Guard", watch=watch, operators=told, removal_policy=GONE)
    queue = QueuedSender(
        observers,
        "Queue",
        identities=[shop],
        operators=told,
        encryption_key=key(observers),
        removal_policy=GONE,
    )
    queue.grant_send(iam.Role(observers, "App", role_name="App", assumed_by=iam.AccountRootPrincipal()))
    cdk.CfnOutput(events, "Table", value=store.table.table_name)
    cdk.CfnOutput(observers, "BouncesUrl", value=bounces.queue_url)
    cdk.CfnOutput(observers, "QueueUrl", value=queue.queue.queue_url)


def fleet(app: cdk.App) -> None:
    """Many domains, and one password for all of them."""
    stack = cdk.Stack(app, "Fleet")
    domains = {f"domain-{number}.fleet.example": in_zone("fleet.example") for number in range(DOMAINS)}
    sender = "hello@domain-0.fleet.example"
    made = SmtpApplication(stack, "Mail", domains=domains, sender=sender, removal_policy=GONE)
    cdk.CfnOutput(stack, "Secret", value=made.credentials.secret.secret_arn)


def test_stacks_that_refer_to_each_other_s_parts_work_together(
    strict_account: Account, strict_assembly: Assembly
) -> None:
    account = strict_account
    account.emulator.own_zone("shop.example", zone_id=ZONES["shop.example"])
    outputs = strict_assembly.deploy(platform)
    account.wait_until_verified("shop.example")
    application = account.emulator.session_as(f"arn:aws:iam::{account.emulator.account}:role/App").client(
        "sqs", endpoint_url=account.emulator.endpoint
    )
    for recipient in (CUSTOMER, GONE_ADDRESS):
        application.send_message(QueueUrl=outputs["Observers"]["QueueUrl"], MessageBody=mail_to(recipient))
    dynamodb: Any = account.emulator.client("dynamodb")
    table = outputs["Events"]["Table"]

    def stored(recipient: str) -> list[str]:
        items = dynamodb.query(
            TableName=table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": StoredEvents.recipient(recipient)}},
        )["Items"]
        return sorted(item["event_type"]["S"] for item in items)

    wait_for("the events of one mail", lambda: stored(CUSTOMER) == ["delivery", "send"], patience=30)
    wait_for("the bounce of the other", lambda: stored(GONE_ADDRESS) == ["bounce", "send"], patience=30)
    # Alarms speak to this topic too.
    told = outputs["Observers"]["BouncesUrl"]
    wait_for(
        "the bounce where the set is imported",
        lambda: [GONE_ADDRESS] in [one["mail"]["destination"] for one in account.taken(told) if "mail" in one],
    )
    strict_assembly.destroy(platform)
    assert account.leftovers() == []


def test_a_user_may_send_from_more_domains_than_fit_into_it(
    strict_account: Account, strict_assembly: Assembly
) -> None:
    account = strict_account
    account.emulator.own_zone("fleet.example", zone_id=ZONES["fleet.example"])
    secret = strict_assembly.deploy(fleet)["Fleet"]["Secret"]
    last = f"domain-{DOMAINS - 1}.fleet.example"
    account.wait_until_sending(last)
    held = json.loads(account.emulator.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"])
    trusted = ssl.create_default_context(cafile=str(account.emulator.smtp_certificate))
    with smtplib.SMTP(account.emulator.smtp_host, account.emulator.smtp_port, timeout=60) as client:
        client.starttls(context=trusted)
        client.login(held["username"], held["password"])
        assert client.sendmail(f"hi@{last}", [CUSTOMER], f"From: hi@{last}\r\nSubject: x\r\n\r\nx") == {}
    strict_assembly.destroy(fleet)
    assert account.leftovers() == []


def mail_to(recipient: str) -> str:
    content = {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}}
    return json.dumps(
        {
            "FromEmailAddress": "hi@shop.example",
            "Destination": {"ToAddresses": [recipient]},
            "Content": content,
        }
    )
