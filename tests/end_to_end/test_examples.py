"""Each example deployed as it stands, read back, used, and destroyed: what is left is what it means to keep."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path

import aws_cdk as cdk
import pytest

from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import ROOT, Assembly

EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.py"))
STACK = "Example"


class Example:
    """One example in an emptied account."""

    def __init__(self, name: str, account: Account, assembly: Assembly) -> None:
        self.account = account
        self._assembly = assembly
        module = importlib.import_module(f"examples.{name}")
        (self._stack,) = [
            kind
            for kind in vars(module).values()
            if isinstance(kind, type) and issubclass(kind, cdk.Stack) and kind.__module__ == module.__name__
        ]

    def deploy(self) -> None:
        self._assembly.deploy(self._build)

    def destroy(self) -> list[str]:
        """Destroys the stack and returns all that is left."""
        self._assembly.destroy(self._build)
        return sorted(self.account.leftovers())

    def physical_id(self, type: str, prefix: str) -> str:
        return self.account.physical_id(STACK, type, prefix)

    def _build(self, app: cdk.App) -> None:
        self._stack(app, STACK)


@pytest.fixture
def example(request: pytest.FixtureRequest, emptied: Account, assembly: Assembly) -> Example:
    name = request.function.__name__.removeprefix("test_")
    return Example(name, emptied, assembly)


def test_send_from_domain(example: Example) -> None:
    account, zone, domain = example.account, "Z0123456789EXAMPLE", "shop.example"
    account.emulator.own_zone(domain, zone_id=zone)
    example.deploy()
    account.wait_until_sending(domain)
    records = account.records(zone)
    tokens = account.ses.get_email_identity(EmailIdentity=domain)["DkimAttributes"]["Tokens"]
    assert records.keys() == {
        *((f"{token}._domainkey.{domain}", "CNAME") for token in tokens),
        (f"bounce.{domain}", "MX"),
        (f"bounce.{domain}", "TXT"),
        (f"_dmarc.{domain}", "TXT"),
    }
    assert account.refusal(domain) == ""
    ses = "arn:aws:ses:us-east-1:000000000000"
    assert allowed_resources(account, example.physical_id("AWS::IAM::Role", "Sender")) == [
        {f"{ses}:identity/{domain}", f"{ses}:configuration-set/{account.configuration_set_of(domain)}"}
    ]
    kept = [f"identity {domain}", f"configuration set {account.configuration_set_of(domain)}"]
    assert example.destroy() == sorted([*kept, *(f"record {name} {type}" for name, type in records)])
    assert account.records(zone) == records
    assert account.refusal(domain) == ""


def allowed_resources(account: Account, role: str) -> list[set[str]]:
    """The resources of every statement of the inline policies of a role."""
    iam = account.emulator.client("iam")
    documents = [
        json.loads(json.dumps(iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]))
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]
    ]
    return [set(statement["Resource"]) for document in documents for statement in document["Statement"]]


def test_publish_events(example: Example) -> None:
    account = example.account
    example.deploy()
    bus = account.hear_bus()
    queue = account.listen(example.physical_id("AWS::SNS::Topic", "Problems"))
    files = example.physical_id("AWS::S3::Bucket", "Files")
    receipts = example.physical_id("AWS::SES::ConfigurationSet", "Receipts")
    account.ses.create_email_identity(EmailIdentity="me@mail.example", ConfigurationSetName=receipts)
    account.emulator.confirm_address("me@mail.example")
    for to in (CUSTOMER, "bounce@simulator.amazonses.com"):
        account.ses.send_email(
            FromEmailAddress="me@mail.example",
            Destination={"ToAddresses": [to]},
            Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}},
            EmailTags=[{"Name": "campaign", "Value": "spring"}],
        )
    everything = ["Bounce", "Delivery", "Send", "Send"]
    wait_for("the bounce at the topic", lambda: [e["eventType"] for e in account.taken(queue)] == ["Bounce"])
    wait_for("all in the files", lambda: sorted(e["eventType"] for e in account.lines(files)) == everything)
    wait_for("all on the bus", lambda: len(account.taken(bus)) == len(everything))
    assert {event["source"] for event in account.taken(bus)} == {"aws.ses"}
    assert account.metric_sum("Send", {"campaign": "spring"}) == 2
    assert account.metric_sum("Bounce", {"campaign": "spring"}) == 1
    assert account.emulator.undelivered() == []
    stop_listening(account, queue, bus)
    account.ses.delete_email_identity(EmailIdentity="me@mail.example")
    firehose_log = example.physical_id("AWS::Logs::LogGroup", "ArchiveLogGroup")
    kept = [f"bucket {files}", f"configuration set {receipts}", f"log group {firehose_log}"]
    assert example.destroy() == sorted(kept)


def stop_listening(account: Account, *queues: str) -> None:
    """Takes away what a test has added to the account."""
    events, sqs = account.emulator.client("events"), account.emulator.client("sqs")
    for url in queues:
        sqs.delete_queue(QueueUrl=url)
    for rule in events.list_rules(NamePrefix="bus-listener")["Rules"]:
        events.remove_targets(Rule=rule["Name"], Ids=["queue"])
        events.delete_rule(Name=rule["Name"])


def test_receive_to_bucket(example: Example) -> None:
    account, zone, domain = example.account, "Z0123456789ABCDEFGHIJ", "example.com"
    account.emulator.own_zone(domain, zone_id=zone)
    verify_elsewhere(account, zone, domain)
    before = account.records(zone)
    example.deploy()
    assert account.records(zone) == before | {(domain, "MX"): ["10 inbound-smtp.us-east-1.amazonaws.com"]}
    queue = account.listen(example.physical_id("AWS::SNS::Topic", "Arrived"))
    bucket = example.physical_id("AWS::S3::Bucket", "Mail")
    logs = example.physical_id("AWS::S3::Bucket", "AccessLogs")
    message = b"From: a@mail.test\r\nTo: support@example.com\r\nSubject: Help\r\n\r\nPlease.\r\n"
    result = account.emulator.receive(source="a@mail.test", recipients=["support@example.com"], message=message)
    key = f"support/{result['message_id']}"
    assert account.objects(bucket)[key].endswith(b"Subject: Help\r\n\r\nPlease.\r\n")

    def told() -> list[str]:
        return [
            event["receipt"]["action"].get("objectKey", "") for event in account.taken(queue) if "receipt" in event
        ]

    wait_for("the notice", lambda: key in told(), patience=15)
    stop_listening(account, queue)
    account.ses.delete_email_identity(EmailIdentity=domain)
    left = [text for text in example.destroy() if "_domainkey" not in text]
    assert left == sorted([f"bucket {bucket}", f"bucket {logs}"])


def verify_elsewhere(account: Account, zone: str, domain: str) -> None:
    """Makes the identity of a domain and publishes its records, by hand."""
    dkim = account.ses.create_email_identity(EmailIdentity=domain)["DkimAttributes"]
    changes = [
        {
            "Action": "CREATE",
            "ResourceRecordSet": {
                "Name": f"{token}._domainkey.{domain}",
                "Type": "CNAME",
                "TTL": 300,
                "ResourceRecords": [{"Value": f"{token}.{dkim['SigningHostedZone']}"}],
            },
        }
        for token in dkim["Tokens"]
    ]
    account.emulator.client("route53").change_resource_record_sets(
        HostedZoneId=zone,
        ChangeBatch={"Changes": changes},  # type: ignore[typeddict-item]
    )

    account.wait_until_verified(domain)


def test_pause_on_bad_reputation(example: Example) -> None:
    account = example.account
    example.deploy()
    sets = account.ses.list_configuration_sets()["ConfigurationSets"]
    # The other one is what the guard drills with.
    (newsletter,) = (name for name in sets if "Drill" not in name)
    account.ses.create_email_identity(EmailIdentity="me@mail.example")
    account.emulator.confirm_address("me@mail.example")

    def send(to: str, **settings: str) -> None:
        account.ses.send_email(
            FromEmailAddress="me@mail.example",
            Destination={"ToAddresses": [to]},
            Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}},
            **settings,  # type: ignore[arg-type]
        )

    for _ in range(100):
        send(CUSTOMER)
    # Enough for the guard's gate: fifty mails, twelve bounces.
    for _ in range(50):
        send(CUSTOMER, ConfigurationSetName=newsletter)
    for number in range(12):
        send(f"gone{number}@bounce.test", ConfigurationSetName=newsletter)
    wait_for("the pause", lambda: not account.is_sending(newsletter), patience=30)
    assert account.ses.get_account()["SendingEnabled"]
    subscriptions = account.emulator.client("sns").list_subscriptions()["Subscriptions"]
    assert [(each["Protocol"], each["Endpoint"]) for each in subscriptions] == [("email", "ops@example.com")]
    account.ses.delete_email_identity(EmailIdentity="me@mail.example")
    assert f"configuration set {newsletter}" in example.destroy()


def test_own_dkim_key(example: Example) -> None:
    account, zone, domain = example.account, "Z0123456789ABCDEFGHIJ", "shop.example.com"
    account.emulator.own_zone("example.com", zone_id=zone)
    example.deploy()
    account.wait_until_sending(domain)
    dkim = account.ses.get_email_identity(EmailIdentity=domain)["DkimAttributes"]
    assert (dkim["SigningAttributesOrigin"], dkim["Status"]) == ("EXTERNAL", "SUCCESS")
    (value,) = account.records(zone)[f"mail2026._domainkey.{domain}", "TXT"]
    assert value.startswith('"p=')
    assert f"identity {domain}" in example.destroy()


def test_let_another_account_send(example: Example) -> None:
    account, domain = example.account, "shop.example.com"
    account.emulator.own_zone("example.com", zone_id="Z0123456789ABCDEFGHIJ")
    example.deploy()
    policies = account.ses.get_email_identity_policies(EmailIdentity=domain)["Policies"]
    statements = [json.loads(policy)["Statement"] for policy in policies.values()]
    flat = [one for each in statements for one in (each if isinstance(each, list) else [each])]
    assert sorted(statement["Effect"] for statement in flat) == ["Allow", "Deny"]
    (allowed,) = [statement for statement in flat if statement["Effect"] == "Allow"]
    assert "444455556666" in json.dumps(allowed["Principal"])
    assert sorted(allowed["Action"]) == ["ses:SendEmail", "ses:SendRawEmail"]
    topic = example.physical_id("AWS::SNS::Topic", "Problems")
    ses = account.emulator.client("ses")
    told = ses.get_identity_notification_attributes(Identities=[domain])["NotificationAttributes"][domain]
    assert (told["BounceTopic"], told["ComplaintTopic"]) == (topic, topic)
    assert told["ForwardingEnabled"] is True
    assert f"identity {domain}" in example.destroy()


def test_dns_in_another_account(example: Example) -> None:
    account, zone, other = example.account, "Z0123456789ABCDEFGHIJ", "999988887777"
    account.emulator.own_zone("example.com", zone_id=zone, account=other)
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account.emulator.account}:root"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": "mail-of-example"}},
    }
    account.emulator.client("iam", account=other).create_role(
        RoleName="mail-records",
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )
    example.deploy()
    account.wait_until_sending("shop.example.com")
    route53 = account.emulator.client("route53", account=other)
    records = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    types = sorted(record["Type"] for record in records if record["Type"] not in ("NS", "SOA"))
    assert types == ["CNAME", "CNAME", "CNAME", "MX", "TXT", "TXT"]
    assert "identity shop.example.com" in example.destroy()


def test_every_example_is_deployed_in_this_folder() -> None:
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    named = r'examples\.{0}\b|def test_{0}[_(]|"{0}"'
    assert [name for name in EXAMPLES if re.search(named.format(name), tests) is None] == []
