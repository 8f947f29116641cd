"""Mail Manager deployed: mail comes in over SMTP, is let in or not, and what the rules say happens to it."""

from __future__ import annotations

import json
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.test_examples import STACK, Example

ZONE = "Z0123456789EXAMPLE"
STRANGER = "somebody@elsewhere.example"


@pytest.fixture
def example(request: pytest.FixtureRequest, emptied: Account, assembly: Assembly) -> Example:
    name = request.function.__name__.removeprefix("test_")
    emptied.emulator.own_zone("shop.example", zone_id=ZONE)
    return Example(name, emptied, assembly)


@contextmanager
def connected(emulator: Emulator, ingress_point: str, *, source_ip: str = "") -> Iterator[smtplib.SMTP]:
    """A mail server that delivers over TLS, from an address of its choice."""
    door = emulator.ingress_smtp(ingress_point)
    with smtplib.SMTP(door.host, door.port, timeout=10) as client:
        client.starttls(context=ssl.create_default_context(cafile=str(emulator.smtp_certificate)))
        if source_ip:
            client.docmd("XCLIENT", f"ADDR={source_ip} HELO=mx.elsewhere.example")
            client.ehlo()
        yield client


def refused(client: smtplib.SMTP, recipient: str) -> bool:
    """Whether a recipient is turned away before the message has come."""
    client.ehlo_or_helo_if_needed()
    client.mail(STRANGER)
    code, _ = client.rcpt(recipient)
    client.rset()
    return code >= 500


def message(recipient: str, subject: str, *, sender: str = STRANGER) -> str:
    return f"From: {sender}\r\nTo: A Name <{recipient}>\r\nSubject: {subject}\r\n\r\nHello\r\n"


def role_of(account: Account, prefix: str) -> tuple[Any, Any]:
    """Trust and permissions of the one role that begins so, each a list of statements."""
    iam = account.emulator.client("iam")
    name = account.physical_id(STACK, "AWS::IAM::Role", prefix)
    trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    (policy,) = iam.list_role_policies(RoleName=name)["PolicyNames"]
    allowed = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
    documents = [json.loads(one) if isinstance(one, str) else one for one in (trust, allowed)]
    return documents[0]["Statement"], documents[1]["Statement"]


def found_subjects(account: Account, archive: str) -> list[str]:
    """Subjects of all that an archive has."""
    manager, now = account.emulator.client("mailmanager"), datetime.now(UTC)
    search = manager.start_archive_search(
        ArchiveId=archive,
        FromTimestamp=now - timedelta(hours=1),
        ToTimestamp=now + timedelta(hours=1),
        MaxResults=10,
    )["SearchId"]

    def ended() -> bool:
        return manager.get_archive_search(SearchId=search)["Status"]["State"] == "COMPLETED"

    wait_for("the search to end", ended, patience=15)
    return [row["Subject"] for row in manager.get_archive_search_results(SearchId=search)["Rows"]]


def test_mail_gateway(example: Example) -> None:
    account = example.account
    example.deploy()
    manager = account.emulator.client("mailmanager")
    (listed,) = manager.list_ingress_points()["IngressPoints"]
    point = manager.get_ingress_point(IngressPointId=listed["IngressPointId"])
    assert (point["Type"], point["Status"]) == ("OPEN", "ACTIVE")
    assert account.records(ZONE)["mail.shop.example", "MX"] == [f"10 {point['ARecord']}"]
    policy = manager.get_traffic_policy(TrafficPolicyId=point["TrafficPolicyId"])
    assert (policy["DefaultAction"], policy["MaxMessageSizeBytes"]) == ("DENY", 40 * 2**20)
    rules = manager.get_rule_set(RuleSetId=point["RuleSetId"])["Rules"]
    assert [(rule["Name"], list(rule["Actions"][0])) for rule in rules] == [
        ("Office", ["Archive"]),
        ("Orders", ["WriteToS3"]),
    ]
    bucket = example.physical_id("AWS::S3::Bucket", "Orders")
    trust, allowed = role_of(account, "GatewayRulesWriteToS3")
    assert trust[0]["Condition"] == {
        "StringEquals": {"aws:SourceAccount": account.emulator.account},
        "ArnLike": {"aws:SourceArn": f"arn:aws:ses:us-east-1:{account.emulator.account}:mailmanager-rule-set/*"},
    }
    assert [(one["Action"], one["Resource"]) for one in allowed] == [
        ("s3:PutObject", f"arn:aws:s3:::{bucket}/orders/*"),
        ("s3:ListBucket", f"arn:aws:s3:::{bucket}"),
    ]
    with connected(account.emulator, point["IngressPointId"]) as client:
        assert refused(client, "office@shop.example")
        for name, subject in (("office", "Meeting"), ("orders", "Two chairs")):
            recipient = f"{name}@mail.shop.example"
            client.sendmail(STRANGER, [recipient], message(recipient, subject))
    saved = account.objects(bucket)
    assert [key.split("/")[0] for key in saved] == ["orders"]
    assert "Subject: Two chairs" in str(next(iter(saved.values())))
    archive = example.physical_id("AWS::SES::MailManagerArchive", "GatewayOffice")
    assert found_subjects(account, archive) == ["Meeting"]

    example.destroy()
    assert manager.list_ingress_points()["IngressPoints"] == []
    assert [one["ArchiveId"] for one in manager.list_archives()["Archives"]] == [archive]
    assert found_subjects(account, archive) == ["Meeting"]


def test_authenticated_relay(example: Example) -> None:
    account = example.account
    example.deploy()
    emulator, manager = account.emulator, account.emulator.client("mailmanager")
    account.wait_until_verified("shop.example")
    id = example.physical_id("AWS::SES::MailManagerIngressPoint", "Office")
    point = manager.get_ingress_point(IngressPointId=id)
    secret = point["IngressPointAuthConfiguration"]["SecretArn"]
    held = json.loads(emulator.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"])
    assert list(held) == ["password"]
    (relay,) = manager.list_relays()["Relays"]
    assert manager.get_relay(RelayId=relay["RelayId"])["Authentication"]["SecretArn"] == example.physical_id(
        "AWS::SecretsManager::Secret", "WarehouseLogin"
    )
    _, allowed = role_of(account, "RulesSend")
    stem = f"arn:aws:ses:us-east-1:{emulator.account}"
    sent = f"{stem}:configuration-set/{account.configuration_set_of('shop.example')}"
    assert [(one["Action"], one["Resource"]) for one in allowed] == [
        (["ses:SendEmail", "ses:SendRawEmail"], [f"{stem}:identity/shop.example", sent])
    ]

    office, customer = "office@shop.example", "customer@mail.test"
    with connected(emulator, id, source_ip="203.0.113.7") as client:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login(id, "guessed")
        client.login(id, held["password"])
        client.sendmail(office, [customer], message(customer, "Your order", sender=office))
    with connected(emulator, id, source_ip="198.51.100.9") as client:
        client.login(id, held["password"])
        assert refused(client, customer)
    (processed,) = emulator.processed(id)
    assert processed["matched"] == ["World"]
    assert processed["failures"] == []

    example.destroy()
    assert manager.list_ingress_points()["IngressPoints"] == []
    assert manager.list_relays()["Relays"] == []
