"""Examples of applications that send: each deployed as it stands, used, read back, and destroyed."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable
from email import message_from_bytes
from typing import Any

import aws_cdk as cdk
import boto3
import pytest

from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.smtp_client import Application
from tests.end_to_end.test_examples import Example


@pytest.fixture
def emptied(strict_emulator: Emulator) -> Account:
    """Where every function may do what its role says and no more, with nothing in it."""
    strict_emulator.reset()
    return Account(strict_emulator)


@pytest.fixture
def deployed(emptied: Account, assembly: Assembly) -> Callable[[str], Example]:
    """An example, deployed."""

    def deploy(name: str) -> Example:
        example = Example(name, emptied, assembly)
        example.deploy()
        return example

    return deploy


class InVpc(Example):
    """Without the CDK's own function that empties the default security group: it needs the JavaScript SDK."""

    def _build(self, app: cdk.App) -> None:
        app.node.set_context("@aws-cdk/aws-ec2:restrictDefaultSecurityGroup", False)
        super()._build(app)


def verified(example: Example, domain: str) -> None:
    """Publishes the records of a domain whose DNS is elsewhere, and waits until SES has found them."""
    account = example.account
    account.emulator.own_zone(domain, zone_id="ZELSEWHERE")
    dkim = account.ses.get_email_identity(EmailIdentity=domain)["DkimAttributes"]
    changes: list[Any] = [
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
    route53 = account.emulator.client("route53")
    route53.change_resource_record_sets(HostedZoneId="ZELSEWHERE", ChangeBatch={"Changes": changes})
    account.wait_until_verified(domain)


def test_send_from_vpc(emptied: Account, assembly: Assembly) -> None:
    example, account = InVpc("send_from_vpc", emptied, assembly), emptied
    example.deploy()
    ec2: Any = account.emulator.client("ec2")
    (endpoint,) = ec2.describe_vpc_endpoints()["VpcEndpoints"]
    assert endpoint["ServiceName"] == "com.amazonaws.us-east-1.email-smtp"
    assert endpoint["VpcEndpointType"] == "Interface"
    assert endpoint["PrivateDnsEnabled"] is True
    (group_id,) = (group["GroupId"] for group in endpoint["Groups"])
    application = example.physical_id("AWS::EC2::SecurityGroup", "Application")
    (group,) = ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"]
    (rule,) = group["IpPermissions"]
    assert (rule["FromPort"], rule["ToPort"]) == (587, 587)
    assert [pair["GroupId"] for pair in rule["UserIdGroupPairs"]] == [application]
    verified(example, "shop.example")
    secrets = account.emulator.client("secretsmanager").list_secrets()["SecretList"]
    held = Application(account.emulator, secrets[0]["ARN"])
    emulated = {"host": account.emulator.smtp_host, "port": str(account.emulator.smtp_port)}
    with held.connected({**held.secret(), **emulated}) as client:
        answer = client.docmd("MAIL", "FROM:<hi@shop.example>")
        client.docmd("RCPT", "TO:<success@simulator.amazonses.com>")
        answer = client.data("From: hi@shop.example\r\nSubject: x\r\n\r\nx")
    assert answer[0] == 554, "the password is right, but the client is not in the VPC"
    assert b"Access denied" in answer[1]
    assert "identity shop.example" in example.destroy()


def test_queued_sender(deployed: Callable[[str], Example]) -> None:
    example = deployed("queued_sender")
    account, emulator = example.account, example.account.emulator
    verified(example, "shop.example")
    told = account.listen(example.physical_id("AWS::SNS::Topic", "Operators"))
    queue = example.physical_id("AWS::SQS::Queue", "MailQueue")
    aside = example.physical_id("AWS::SQS::Queue", "MailSetAside")
    function = example.physical_id("AWS::Lambda::Function", "MailSendQueued")
    emulator.set_quota(per_second=5, per_day=1000)
    for number in range(5):
        put(account, queue, mail(number))
    wait_for("all of it", lambda: sorted(subjects(account)) == [f"number {n}" for n in range(5)])
    assert [line for line in account.log(function) if "put off" in line.get("did", "")] == [], "it kept the pace"
    put(account, queue, mail(5), once="order 5")
    put(account, queue, mail(5), once="order 5")
    crowd = [f"customer{number}@mail.test" for number in range(51)]
    put(account, queue, {**mail(6), "Destination": {"ToAddresses": crowd}})
    wait_for("the refusal", lambda: "ALARM" in str(account.taken(told)), patience=30)
    (refused,) = emulator.client("sqs").receive_message(QueueUrl=aside, MessageAttributeNames=["All"])["Messages"]
    assert json.loads(refused["Body"])["Destination"]["ToAddresses"] == crowd
    assert refused["MessageAttributes"]["reason"]["StringValue"].startswith("BadRequestException: Recipient count")
    # The function believes in 5 a second; the account has less than that.
    emulator.set_quota(per_second=1, per_day=1000)
    for number in (7, 8):
        put(account, queue, mail(number))
    wanted = [f"number {number}" for number in (0, 1, 2, 3, 4, 5, 7, 8)]
    wait_for("the rest", lambda: sorted(subjects(account)) == wanted, patience=90)

    def said() -> list[str]:
        return [line["did"] for line in account.log(function) if "did" in line]

    # The function speaks when it has sent: the last line comes after the last mail.
    wait_for("the last word", lambda: sum(line.startswith("sent ") for line in said()) == len(wanted))
    assert "put off: TooManyRequestsException" in said()
    assert "already sent" in said()
    assert "customer" not in json.dumps(account.log(function)), "nobody's address is logged"
    kept = [f"configuration set {account.configuration_set_of('shop.example')}", "identity shop.example"]
    assert set(kept) <= set(example.destroy())


def mail(number: int) -> dict[str, Any]:
    return {
        "FromEmailAddress": "hi@shop.example",
        "Destination": {"ToAddresses": ["customer@mail.test"]},
        "Content": {"Simple": {"Subject": {"Data": f"number {number}"}, "Body": {"Text": {"Data": "x"}}}},
    }


def put(account: Account, queue: str, request: dict[str, Any], *, once: str | None = None) -> None:
    own: Any = {} if once is None else {"once": {"DataType": "String", "StringValue": once}}
    sqs = account.emulator.client("sqs")
    sqs.send_message(QueueUrl=queue, MessageBody=json.dumps(request), MessageAttributes=own)


def subjects(account: Account) -> list[str]:
    """Of all that SES took, in its order."""
    raw = [message_from_bytes(b64decode(str(sent["message"]))) for sent in account.emulator.sent()]
    return [str(one["Subject"]) for one in raw]


def test_send_from_lambda(deployed: Callable[[str], Example]) -> None:
    example = deployed("send_from_lambda")
    account = example.account
    verified(example, "shop.example")
    function = example.physical_id("AWS::Lambda::Function", "Receipt")
    message_id = account.invoke(function, {"customer": "customer@mail.test", "number": "7"})
    (sent,) = account.emulator.sent()
    assert sent["message_id"] == message_id
    assert sent["source"] == "The shop <orders@shop.example>"
    assert subjects(account) == ["Your order 7"]
    role = example.physical_id("AWS::IAM::Role", "ReceiptRole")
    iam = account.emulator.client("iam")
    (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    document = json.loads(json.dumps(iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]))
    (statement,) = [one for one in document["Statement"] if "ses" in str(one["Action"])]
    assert statement["Action"] == "ses:SendEmail"
    assert "orders@shop.example" in json.dumps(statement["Condition"])
    receipts = account.configuration_set_of("shop.example")
    assert {f"configuration set {receipts}", "identity shop.example"} <= set(example.destroy())


def test_send_from_ecs(deployed: Callable[[str], Example]) -> None:
    example = deployed("send_from_ecs")
    account, emulator = example.account, example.account.emulator
    verified(example, "shop.example")
    ecs = boto3.client("ecs", endpoint_url=emulator.endpoint)
    task = ecs.describe_task_definition(taskDefinition=example.physical_id("AWS::ECS::TaskDefinition", "Task"))
    (container,) = task["taskDefinition"]["containerDefinitions"]
    plain = {variable["name"]: variable["value"] for variable in container["environment"]}
    assert plain["SMTP_HOST"] == "email-smtp.us-east-1.amazonaws.com"
    variables = {**plain, **handed_over(account, container["secrets"])}
    assert set(variables) == {
        *("SMTP_HOST", "SMTP_PORT", "SMTP_TLS", "SMTP_FROM", "SMTP_USERNAME", "SMTP_PASSWORD", "SEND_TO")
    }
    assert variables["SMTP_PASSWORD"] not in json.dumps(task, default=str)
    emulated = {"SMTP_HOST": emulator.smtp_host, "SMTP_PORT": str(emulator.smtp_port)}
    trusted = {"SSL_CERT_FILE": str(emulator.smtp_certificate)}
    program = [sys.executable, *container["command"][1:]]
    subprocess.run(program, env={**variables, **emulated, **trusted}, check=True)
    (sent,) = emulator.sent()
    assert (sent["source"], sent["recipients"]) == ("reports@shop.example", ["boss@mail.test"])
    others = {**variables, **emulated, **trusted, "SMTP_FROM": "orders@shop.example"}
    refused = subprocess.run(program, env=others, check=False, capture_output=True, text=True)
    assert "Access denied" in refused.stderr
    assert "identity shop.example" in example.destroy()


def handed_over(account: Account, secrets: list[dict[str, str]]) -> dict[str, str]:
    """What the agent of ECS reads for a container: a key of the JSON of a secret each."""
    found = {}
    for secret in secrets:
        arn, key = secret["valueFrom"].removesuffix("::").rsplit(":", 1)
        content = account.emulator.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
        found[secret["name"]] = json.loads(content)[key]
    return found


def test_audit_calls(deployed: Callable[[str], Example]) -> None:
    example = deployed("audit_calls")
    account = example.account
    told = account.listen(example.physical_id("AWS::SNS::Topic", "Operators"))
    cloudtrail = boto3.client("cloudtrail", endpoint_url=account.emulator.endpoint)
    (trail,) = cloudtrail.describe_trails()["trailList"]
    assert trail["IsMultiRegionTrail"] is trail["LogFileValidationEnabled"] is True
    assert cloudtrail.get_trail_status(Name=trail["Name"])["IsLogging"] is True
    account.ses.create_email_identity(EmailIdentity="me@mail.example")
    account.ses.delete_email_identity(EmailIdentity="me@mail.example")
    account.ses.get_account()
    account.ses.put_account_sending_attributes(SendingEnabled=True)
    wait_for("both alerts", lambda: len(account.taken(told)) >= 2)
    texts = sorted(str(envelope["Message"]) for envelope in account.taken(told))
    assert [text.split()[2] for text in texts] == ["DeleteEmailIdentity", "PutAccountSendingAttributes"]
    assert all("by arn:aws:iam::000000000000:root from" in text for text in texts)
    assert "me@mail.example" not in "".join(texts)
    (kept,) = [what for what in example.destroy() if what.startswith("bucket")]
    assert trail["S3BucketName"] in kept
