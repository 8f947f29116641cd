"""The examples of receiving, deployed; mail comes by SMTP."""

from __future__ import annotations

import importlib
import smtplib
import ssl
from collections.abc import Callable

import aws_cdk as cdk
import pytest

from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import Account, Record
from tests.end_to_end.assembly import Assembly

DOMAIN, ZONE = "inbox.example", "Z0123456789EXAMPLE"
STACK = "Example"
Reply = tuple[int, bytes]


def example(name: str) -> Callable[[cdk.App], object]:
    module = importlib.import_module(f"examples.{name}")
    (kind,) = [
        found
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, cdk.Stack) and found.__module__ == module.__name__
    ]
    return lambda app: kind(app, STACK)


def deliver(
    emulator: Emulator, *recipients: str, source_ip: str | None = None, subject: str = "Hello"
) -> tuple[dict[str, Reply], str]:
    """Sends a message by SMTP over TLS; returns who was refused, and the last word of the server."""
    address = emulator.inbound_smtp()
    with smtplib.SMTP(address.host, address.port, timeout=10) as client:
        client.starttls(context=ssl.create_default_context(cafile=str(emulator.smtp_certificate)))
        if source_ip is not None:
            client.docmd("XCLIENT", f"ADDR={source_ip}")
        client.ehlo("mx.mail.test")
        client.mail("ada@mail.test")
        refused: dict[str, Reply] = {}
        for recipient in recipients:
            code, said = client.rcpt(recipient)
            if code != 250:
                refused[recipient] = (code, said)
        if len(refused) == len(recipients):
            return refused, ""
        header = f"From: ada@mail.test\r\nTo: {', '.join(recipients)}\r\nSubject: {subject}\r\n\r\n"
        return refused, client.data(f"{header}How are you?\r\n".encode())[1].decode()


@pytest.fixture
def account(emptied: Account) -> Account:
    emptied.emulator.own_zone(DOMAIN, zone_id=ZONE)
    return emptied


def saved(account: Account, bucket: str, count: int) -> list[str]:
    """The keys of so many objects, in their order."""

    def all_there() -> list[str] | None:
        keys = sorted(account.objects(bucket))
        return keys if len(keys) >= count else None

    return wait_for(f"{count} saved messages", all_there, patience=15)


def active(account: Account) -> str | None:
    found = account.emulator.client("ses").describe_active_receipt_rule_set()
    return found.get("Metadata", {}).get("Name")


def test_inbox(account: Account, assembly: Assembly) -> None:
    build = example("inbox")
    assembly.deploy(build)
    account.wait_until_verified(DOMAIN)
    emulator = account.emulator
    assert account.records(ZONE)[DOMAIN, "MX"] == ["10 inbound-smtp.us-east-1.amazonaws.com"]
    assert account.records(ZONE)[f"_dmarc.{DOMAIN}", "TXT"][0].startswith('"v=DMARC1; p=reject;')
    bucket = account.physical_id(STACK, "AWS::S3::Bucket", "Inbox")
    queue = account.listen(account.physical_id(STACK, "AWS::SNS::Topic", "InboxArrived"))

    refused, _ = deliver(emulator, f"anybody@{DOMAIN}", f"nobody@deep.{DOMAIN}", subject="First")
    assert {name: code for name, (code, _) in refused.items()} == {f"nobody@deep.{DOMAIN}": 550}
    (key,) = saved(account, bucket, 1)
    assert key.startswith("mail/")
    assert b"\r\nSubject: First\r\n" in account.objects(bucket)[key]
    notice = wait_for("the notice", lambda: next(iter(account.taken(queue)), None), patience=15)
    assert notice["receipt"]["action"]["objectKey"] == key
    assert "content" not in notice

    name = active(account)
    assert name is not None
    for dimension in (name, "[Active]"):
        assert account.metric_sum("Received", {"RuleSetName": dimension}) == 1
        assert account.metric_sum("PublishSuccess", {"RuleSetName": dimension}) == 1
    assert account.metric_sum("PublishFailure", {"RuleSetName": name}) == 0

    monitor = account.physical_id(STACK, "AWS::Lambda::Function", "MonitorKeepRuleSetActive")
    account.invoke(monitor, {})
    assert (active(account), account.log(monitor)) == (name, [])
    ses = emulator.client("ses")
    ses.create_receipt_rule_set(RuleSetName="by-hand")
    ses.set_active_receipt_rule_set(RuleSetName="by-hand")
    account.invoke(monitor, {})
    assert active(account) == name
    wait_for("the monitor's log", lambda: account.log(monitor), patience=15)
    assert [line["did"] for line in account.log(monitor)] == ["activated again"]
    ses.delete_receipt_rule_set(RuleSetName="by-hand")

    assembly.destroy(build)
    assert active(account) is None
    left = account.leftovers()
    assert f"bucket {bucket}" in left
    assert not any(each.startswith("rule set") for each in left)
    assert list(account.objects(bucket)) == [key]


def test_block_senders(account: Account, assembly: Assembly) -> None:
    emulator = account.emulator
    v2 = emulator.client("sesv2")
    tokens = v2.create_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]
    changes = [
        {
            "Action": "UPSERT",
            "ResourceRecordSet": {
                "Name": f"{token}._domainkey.{DOMAIN}",
                "Type": "CNAME",
                "TTL": 60,
                "ResourceRecords": [{"Value": f"{token}.{tokens['SigningHostedZone']}"}],
            },
        }
        for token in tokens["Tokens"]
    ]
    emulator.client("route53").change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch={"Changes": changes})  # type: ignore[typeddict-item]
    account.wait_until_verified(DOMAIN)
    build = example("block_senders")
    assembly.deploy(build)
    filters = emulator.client("ses").list_receipt_filters()["Filters"]
    assert sorted((each["IpFilter"]["Policy"], each["IpFilter"]["Cidr"]) for each in filters) == [
        ("Allow", "198.51.100.20/32"),
        ("Block", "198.51.100.0/24"),
        ("Block", "203.0.113.7/32"),
    ]
    bucket = account.physical_id(STACK, "AWS::S3::Bucket", "Mail")

    ada = f"ada@{DOMAIN}"
    for source_ip in ("198.51.100.1", "198.51.100.255", "203.0.113.7"):
        refused, _ = deliver(emulator, ada, source_ip=source_ip)
        code, said = refused[ada]
        assert (code, b"blocked by an IP address filter" in said) == (550, True)
    assert account.objects(bucket) == {}
    assert account.metric_sum("Received", {"RuleSetName": "[Active]"}) == 0
    for source_ip in ("198.51.100.20", "203.0.113.8"):
        assert deliver(emulator, ada, source_ip=source_ip)[0] == {}
    assert len(saved(account, bucket, 2)) == 2

    result: Record = emulator.receive(
        source="ada@mail.test", recipients=[f"offers@{DOMAIN}"], message=b"Subject: Offer\r\n\r\nBuy!\r\n"
    )
    (bounce,) = result["bounces"]
    assert (bounce["smtp_reply_code"], bounce["status_code"]) == ("500", "5.6.1")
    assert len(account.objects(bucket)) == 2

    for each in account.objects(bucket):
        emulator.client("s3").delete_object(Bucket=bucket, Key=each)
    assembly.destroy(build)
    assert emulator.client("ses").list_receipt_filters()["Filters"] == []
    assert active(account) is None
