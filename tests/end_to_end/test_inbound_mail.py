"""Mail comes to the emulated SES by real SMTP; what it does to AWS is read back through boto3."""

from __future__ import annotations

import base64
import io
import json
import smtplib
import urllib.request
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ses_constructs.local.emulator import Emulator, EmulatorError
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import Account
from tests.end_to_end.internet import RAW, deliver, deliver_by_swaks
from tests.local.inbound_smtp.authority import Authority

DOMAIN = "shop.example"
TEAM = f"team@{DOMAIN}"
ACCOUNT = "000000000000"
ID = "11111111-2222-3333-4444-555555555555"
MAILBOX = f"arn:aws:workmail:us-east-1:{ACCOUNT}:organization/m-1"
TO_BUCKET = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "ses.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::mail/*",
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        }
    ],
}
FUNCTION = """
import boto3

def handler(event, context):
    record = event["Records"][0]["ses"]
    subject = record["mail"]["commonHeaders"]["subject"]
    boto3.client("sqs").send_message(QueueUrl="{url}", MessageBody=record["mail"]["messageId"] + " " + subject)
"""


@pytest.fixture
def aws(strict_emulator: Emulator) -> Emulator:
    """With a verified domain, a bucket and a queue that tells what a function saw."""
    strict_emulator.reset()
    strict_emulator.own_zone(DOMAIN, zone_id="ZSHOP")
    verify(strict_emulator)
    strict_emulator.client("s3").create_bucket(Bucket="mail")
    return strict_emulator


def verify(emulator: Emulator) -> None:
    sesv2 = emulator.client("sesv2")
    sesv2.create_email_identity(EmailIdentity=DOMAIN)
    dkim = sesv2.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]
    changes: list[Any] = [
        {
            "Action": "UPSERT",
            "ResourceRecordSet": {
                "Name": f"{token}._domainkey.{DOMAIN}",
                "Type": "CNAME",
                "TTL": 60,
                "ResourceRecords": [{"Value": f"{token}.{dkim['SigningHostedZone']}"}],
            },
        }
        for token in dkim["Tokens"]
    ]
    emulator.client("route53").change_resource_record_sets(HostedZoneId="ZSHOP", ChangeBatch={"Changes": changes})


def activate(emulator: Emulator, *rules: dict[str, Any]) -> None:
    ses = emulator.client("ses")
    ses.create_receipt_rule_set(RuleSetName="inbox")
    for number, rule in enumerate(rules):
        kept: Any = {"Name": f"rule-{number}", "Enabled": True, "ScanEnabled": True, **rule}
        ses.create_receipt_rule(RuleSetName="inbox", Rule=kept)
    ses.set_active_receipt_rule_set(RuleSetName="inbox")


def objects(emulator: Emulator, bucket: str = "mail") -> dict[str, bytes]:
    s3 = emulator.client("s3")
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    found = {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}
    return {key: body for key, body in found.items() if "SETUP_NOTIFICATION" not in key}


def set_policy(emulator: Emulator, document: dict[str, Any] | None) -> None:
    s3 = emulator.client("s3")
    if document is None:
        s3.delete_bucket_policy(Bucket="mail")
    else:
        s3.put_bucket_policy(Bucket="mail", Policy=json.dumps(document))


def test_receipt_rules_get_mail_from_other_servers(aws: Emulator) -> None:
    set_policy(aws, TO_BUCKET)
    stored = {"S3Action": {"BucketName": "mail", "ObjectKeyPrefix": "in/"}}
    activate(aws, {"Recipients": [TEAM], "Actions": [stored]})
    address = aws.inbound_smtp()
    refused = deliver(aws, address, TEAM, f"nobody@{DOMAIN}", source_ip="192.0.2.1")
    assert refused[f"nobody@{DOMAIN}"][0] == 550
    assert "250 OK" in deliver_by_swaks(aws, address, TEAM, source_ip="198.51.100.1")
    by_python, by_swaks = sorted(objects(aws).values(), key=lambda body: b"By swaks" in body)
    assert by_python.endswith(RAW)
    assert b"from " in by_python
    assert b"([192.0.2.1]) by inbound-smtp.us-east-1.amazonaws.com" in by_python
    assert b"([198.51.100.1])" in by_swaks
    aws.client("ses").create_receipt_filter(
        Filter={"Name": "blocked", "IpFilter": {"Policy": "Block", "Cidr": "192.0.2.0/24"}}
    )
    with pytest.raises(smtplib.SMTPRecipientsRefused) as kept_out:
        deliver(aws, address, TEAM, source_ip="192.0.2.1")
    assert b"IP address filter" in kept_out.value.recipients[TEAM][1]
    assert deliver(aws, address, TEAM, source_ip="198.51.100.1") == {}


def test_mail_that_could_not_be_stored_is_stored_later_or_expires(aws: Emulator) -> None:
    set_policy(aws, TO_BUCKET)
    activate(aws, {"Actions": [{"S3Action": {"BucketName": "mail"}}]})
    account = Account(aws)
    set_policy(aws, None)
    deliver(aws, aws.inbound_smtp(), TEAM)
    assert account.metric_sum("PublishFailure", {"RuleName": "rule-0"}) == 1
    assert objects(aws) == {}
    set_policy(aws, TO_BUCKET)
    wait_for("the message", lambda: objects(aws) != {}, patience=20)
    wait_for(
        "success", lambda: account.metric_sum("PublishSuccess", {"RuleSetName": "[Active]"}) == 1, patience=20
    )
    set_policy(aws, None)
    deliver(aws, aws.inbound_smtp(), TEAM)
    wait_for("the end", lambda: account.metric_sum("PublishExpired", {"RuleName": "rule-0"}) == 1, patience=30)
    assert account.metric_sum("Received", {"RuleSetName": "inbox"}) == 2


def test_a_key_encrypts_what_s3_gets(aws: Emulator) -> None:
    set_policy(aws, TO_BUCKET)
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "ses.amazonaws.com"},
        "Action": ["kms:Encrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {
            "Null": {"kms:EncryptionContext:aws:ses:message-id": "false"},
            "StringEquals": {"kms:EncryptionContext:aws:ses:rule-name": "rule-0", "aws:SourceAccount": ACCOUNT},
        },
    }
    root = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow, root]})
    key = aws.client("kms").create_key(Policy=policy)["KeyMetadata"]["Arn"]  # type: ignore[attr-defined]
    activate(aws, {"Actions": [{"S3Action": {"BucketName": "mail", "KmsKeyArn": key}}]})
    deliver(aws, aws.inbound_smtp(), TEAM)
    ((name, body),) = objects(aws).items()
    metadata = aws.client("s3").head_object(Bucket="mail", Key=name)["Metadata"]
    opened = aws.client("kms").decrypt(  # type: ignore[attr-defined]
        CiphertextBlob=base64.b64decode(metadata["x-amz-key-v2"]),
        EncryptionContext=json.loads(metadata["x-amz-matdesc"]),
    )
    plain = AESGCM(opened["Plaintext"]).decrypt(base64.b64decode(metadata["x-amz-iv"]), body, None)
    assert plain.endswith(RAW)
    assert RAW not in body


class MailManager:
    """An open ingress point that takes mail for the domain, with a role for each action."""

    def __init__(self, aws: Emulator) -> None:
        self.aws = aws
        self.client = aws.client("mailmanager")
        self.key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]  # type: ignore[attr-defined]
        self.topic = aws.client("sns").create_topic(Name="mail")["TopicArn"]
        self.queue = aws.client("sqs").create_queue(QueueName="seen")["QueueUrl"]
        self.function = self._make_function()
        self.archive = self.client.create_archive(ArchiveName="mail")["ArchiveId"]
        self.granted = self._grants()
        for role, statements in self.granted.items():
            self.let(role, *statements)
        self.set = self.client.create_rule_set(RuleSetName="rules", Rules=self._rules())["RuleSetId"]
        self.policy = self.client.create_traffic_policy(
            TrafficPolicyName="ours",
            DefaultAction="DENY",
            PolicyStatements=[{"Action": "ALLOW", "Conditions": [ends_with(f"@{DOMAIN}")]}],
        )["TrafficPolicyId"]
        self.point = self.open("open", "OPEN")

    def open(self, name: str, kind: Any, rule_set: str | None = None, **settings: Any) -> str:
        made = self.client.create_ingress_point(
            IngressPointName=name,
            Type=kind,
            RuleSetId=rule_set or self.set,
            TrafficPolicyId=self.policy,
            **settings,
        )
        return str(made["IngressPointId"])

    def take(self, *to: str, source_ip: str = "192.0.2.1") -> dict[str, Any]:
        """Brings a message of the domain itself by SMTP, and says what became of it."""
        raw = RAW.replace(b"you@example.net", f"news@{DOMAIN}".encode())
        deliver(self.aws, self.aws.ingress_smtp(self.point), *(to or (TEAM,)), message=raw, source_ip=source_ip)
        return self.aws.processed(self.point)[-1]

    def let(self, role: str, *statements: tuple[str, str], trusted: str = "ses.amazonaws.com") -> None:
        """Makes a role that Mail Manager takes on, or changes what it may do."""
        iam = self.aws.client("iam")
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": trusted},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": ACCOUNT},
                "ArnLike": {"aws:SourceArn": f"arn:aws:ses:us-east-1:{ACCOUNT}:mailmanager-rule-set/*"},
            },
        }
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        if role not in [each["RoleName"] for each in iam.list_roles()["Roles"]]:
            iam.create_role(RoleName=role, AssumeRolePolicyDocument=document)
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=document)
        allowed = [{"Effect": "Allow", "Action": action, "Resource": resource} for action, resource in statements]
        nothing = {"Effect": "Deny", "Action": "ses:*", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": allowed or [nothing]})
        iam.put_role_policy(RoleName=role, PolicyName="may", PolicyDocument=policy)

    def _grants(self) -> dict[str, list[tuple[str, str]]]:
        index = f"arn:aws:qbusiness:us-east-1:{ACCOUNT}:application/{ID}/index/{ID}"
        identity = f"arn:aws:ses:us-east-1:{ACCOUNT}:identity/{DOMAIN}"
        return {
            "WriteToS3": [
                ("s3:PutObject", "arn:aws:s3:::mail/in/*"),
                ("s3:ListBucket", "arn:aws:s3:::mail"),
                ("kms:Encrypt", self.key),
                ("kms:GenerateDataKey*", self.key),
            ],
            "PublishToSns": [("sns:Publish", self.topic)],
            "InvokeLambda": [("lambda:InvokeFunction", self.function)],
            "Send": [("ses:SendEmail", identity), ("ses:SendRawEmail", identity)],
            "Bounce": [("ses:SendBounce", identity)],
            "DeliverToMailbox": [("workmail:DeliverToMailbox", MAILBOX)],
            "DeliverToQBusiness": [("qbusiness:BatchPutDocument", index)],
        }

    def _rules(self) -> Any:
        settings: dict[str, dict[str, Any]] = {
            "WriteToS3": {"S3Bucket": "mail", "S3Prefix": "in/", "S3SseKmsKeyId": self.key},
            "PublishToSns": {"TopicArn": self.topic},
            "InvokeLambda": {"FunctionArn": self.function, "InvocationType": "REQUEST_RESPONSE"},
            "Send": {},
            "Bounce": {
                "Sender": f"mailer-daemon@{DOMAIN}",
                "StatusCode": "5.1.1",
                "SmtpReplyCode": "550",
                "DiagnosticMessage": "nobody",
            },
            "DeliverToMailbox": {"MailboxArn": MAILBOX},
            "DeliverToQBusiness": {"ApplicationId": ID, "IndexId": ID},
        }
        actions = [
            {name: {**each, "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/{name}"}} for name, each in settings.items()
        ]
        return [
            {"Name": "archive", "Actions": [{"Archive": {"TargetArchive": self.archive}}]},
            {"Name": "everything", "Actions": actions},
        ]

    def _make_function(self) -> str:
        self.let_function()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("index.py", FUNCTION.format(url=self.queue))
        made = self.aws.client("lambda").create_function(
            FunctionName="seen",
            Runtime="python3.13",
            Handler="index.handler",
            Role=f"arn:aws:iam::{ACCOUNT}:role/function",
            Code={"ZipFile": packed.getvalue()},
            Timeout=20,
        )
        return made["FunctionArn"]

    def let_function(self) -> None:
        arn = f"arn:aws:sqs:us-east-1:{ACCOUNT}:seen"
        self.let("function", ("sqs:SendMessage", arn))
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        self.aws.client("iam").update_assume_role_policy(RoleName="function", PolicyDocument=document)


def ends_with(*values: str) -> Any:
    evaluated = {"Attribute": "RECIPIENT"}
    return {"StringExpression": {"Evaluate": evaluated, "Operator": "ENDS_WITH", "Values": list(values)}}


def in_production(aws: Emulator) -> None:
    aws.client("sesv2").put_account_details(
        MailType="TRANSACTIONAL",
        WebsiteURL="https://shop.example",
        UseCaseDescription="tests",
        ProductionAccessEnabled=True,
    )


def test_every_action_happens_and_needs_each_of_its_permissions(aws: Emulator) -> None:
    in_production(aws)
    gateway = MailManager(aws)
    result = gateway.take()
    assert (result["failures"], result["matched"]) == ([], ["archive", "everything"])
    check_what_happened(aws, gateway, result)
    tried = 0
    for role, statements in gateway.granted.items():
        for left_out in statements:
            gateway.let(role, *(each for each in statements if each != left_out))
            assert failed(gateway) == [role], f"{role} without {left_out}"
            tried += 1
        gateway.let(role, *statements, trusted="lambda.amazonaws.com")
        assert failed(gateway) == [role], f"{role} that does not trust SES"
        gateway.let(role, *statements)
    assert (failed(gateway), tried) == ([], 11)


def failed(gateway: MailManager) -> list[str]:
    failures = gateway.take()["failures"]
    return [failure.partition(" ")[0] for failure in failures]


def check_what_happened(aws: Emulator, gateway: MailManager, result: dict[str, Any]) -> None:
    message_id = result["message_id"]
    assert b"How are you?" in objects(aws)[f"in/{message_id}"]
    head = aws.client("s3").head_object(Bucket="mail", Key=f"in/{message_id}")
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", gateway.key)
    (seen,) = aws.client("sqs").receive_message(QueueUrl=gateway.queue, WaitTimeSeconds=5)["Messages"]
    assert seen["Body"] == f"{message_id} Hello"
    sent, bounced = aws.sent()
    assert (sent["source"], sent["recipients"]) == (f"news@{DOMAIN}", [TEAM])
    assert (bounced["source"], bounced["recipients"]) == ("", ["you@example.net"])
    assert [each["action"] for each in aws.handed_over()] == ["DeliverToMailbox", "DeliverToQBusiness"]
    assert b"How are you?" in archived(aws, gateway)


def archived(aws: Emulator, gateway: MailManager) -> bytes:
    """The only message of the archive, found by a search and downloaded."""
    now = datetime.now(UTC)
    wanted: Any = {
        "StringExpression": {"Evaluate": {"Attribute": "SUBJECT"}, "Operator": "CONTAINS", "Values": ["hello"]}
    }
    search = gateway.client.start_archive_search(
        ArchiveId=gateway.archive,
        Filters={"Include": [wanted]},
        FromTimestamp=now - timedelta(hours=1),
        ToTimestamp=now + timedelta(hours=1),
        MaxResults=10,
    )["SearchId"]

    def is_completed() -> bool:
        return gateway.client.get_archive_search(SearchId=search)["Status"]["State"] == "COMPLETED"

    wait_for("the search", is_completed, patience=20)
    (row,) = gateway.client.get_archive_search_results(SearchId=search)["Rows"]
    link = gateway.client.get_archive_message(ArchivedMessageId=row["ArchivedMessageId"])["MessageDownloadLink"]
    assert link.startswith(aws.endpoint)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(link, timeout=20) as answer:
        body: bytes = answer.read()
    return body


def test_a_relay_logs_in_to_another_ingress_point(aws: Emulator) -> None:
    gateway = MailManager(aws)
    drop = gateway.client.create_rule_set(RuleSetName="drop", Rules=[{"Name": "drop", "Actions": [{"Drop": {}}]}])
    ingress_secret, relay_secret = (
        make_secret(aws, "ingress", "ingress-point"),
        make_secret(aws, "relay", "smtp-relay"),
    )
    behind = gateway.open(
        "behind", "AUTH", drop["RuleSetId"], IngressPointConfiguration={"SecretArn": ingress_secret}
    )
    secrets = aws.client("secretsmanager")
    secrets.put_secret_value(SecretId=ingress_secret, SecretString=json.dumps({"password": "first password"}))
    login = json.dumps({"username": behind, "password": "first password"})
    secrets.put_secret_value(SecretId=relay_secret, SecretString=login)
    relay = gateway.client.create_relay(
        RelayName="behind",
        ServerName="localhost",
        ServerPort=aws.ingress_smtp(behind).port,
        Authentication={"SecretArn": relay_secret},
    )["RelayId"]
    rules: Any = [{"Name": "relay", "Actions": [{"Relay": {"Relay": relay, "MailFrom": "PRESERVE"}}]}]
    gateway.client.update_rule_set(RuleSetId=gateway.set, Rules=rules)
    assert gateway.take()["failures"] == []
    assert [each["matched"] for each in aws.processed(behind)] == [["drop"]]
    # The password before is good, the one before that is not.
    secrets.put_secret_value(SecretId=ingress_secret, SecretString=json.dumps({"password": "second password"}))
    assert gateway.take()["failures"] == []
    secrets.put_secret_value(SecretId=ingress_secret, SecretString=json.dumps({"password": "third password"}))
    (failure,) = gateway.take()["failures"]
    assert "535" in str(failure)
    secrets.delete_resource_policy(SecretId=relay_secret)
    (failure,) = gateway.take()["failures"]
    assert "does not let ses.amazonaws.com secretsmanager:DescribeSecret" in str(failure)
    assert len(aws.processed(behind)) == 2


def make_secret(aws: Emulator, name: str, kind: str) -> str:
    """A secret that a kind of Mail Manager's resources may read."""
    source = {"ArnLike": {"aws:SourceArn": f"arn:aws:ses:us-east-1:{ACCOUNT}:mailmanager-{kind}/*"}}
    ses = {"Effect": "Allow", "Principal": {"Service": "ses.amazonaws.com"}, "Resource": "*"}
    via = {"StringEquals": {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}, **source}
    use = {**ses, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Condition": via}
    key_policy = {"Version": "2012-10-17", "Statement": [use]}
    kms: Any = aws.client("kms")
    key = kms.create_key(Policy=json.dumps(key_policy))["KeyMetadata"]["Arn"]
    secrets = aws.client("secretsmanager")
    made = secrets.create_secret(Name=name, SecretString="{}", KmsKeyId=key)["ARN"]
    actions = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    read = {**ses, "Action": actions, "Condition": source}
    secrets.put_resource_policy(
        SecretId=made, ResourcePolicy=json.dumps({"Version": "2012-10-17", "Statement": [read]})
    )
    return made


def test_a_traffic_policy_refuses_at_the_door(aws: Emulator) -> None:
    gateway = MailManager(aws)
    address = aws.ingress_smtp(gateway.point)
    refused = deliver(aws, address, TEAM, "me@example.org")
    assert (list(refused), refused["me@example.org"][0]) == (["me@example.org"], 550)
    assert "250 OK" in deliver_by_swaks(aws, address, TEAM, source_ip="192.0.2.9")
    in_the_clear = smtplib.SMTP(address.host, address.port, timeout=30)
    with in_the_clear as client, pytest.raises(smtplib.SMTPSenderRefused, match="STARTTLS"):
        client.sendmail("you@example.net", [TEAM], RAW)
    gateway.client.update_traffic_policy(TrafficPolicyId=gateway.policy, MaxMessageSizeBytes=100)
    with pytest.raises(smtplib.SMTPSenderRefused, match="size"):
        deliver(aws, aws.ingress_smtp(gateway.point), TEAM, message=RAW + b"x" * 200)
    with pytest.raises(EmulatorError, match="inp-none"):
        aws.ingress_smtp("inp-none")


def test_a_client_certificate_opens_an_mtls_point(aws: Emulator, tmp_path: Path) -> None:
    gateway = MailManager(aws)
    ours, theirs = Authority("ours"), Authority("theirs")
    evaluated: Any = {"ClientCertificateAttribute": "CN"}
    named: Any = {"StringExpression": {"Evaluate": evaluated, "Operator": "EQUALS", "Values": ["partner"]}}
    rules: Any = [{"Name": "partner", "Conditions": [named], "Actions": [{"Drop": {}}]}]
    gateway.client.update_rule_set(RuleSetId=gateway.set, Rules=rules)
    trust: Any = {"TlsAuthConfiguration": {"TrustStore": {"CAContent": ours.pem}}}
    point = gateway.open("mutual", "MTLS", IngressPointConfiguration=trust)
    address = aws.ingress_smtp(point)
    deliver(aws, address, TEAM, certificate=ours.client(tmp_path, "partner"))
    deliver(aws, address, TEAM, certificate=ours.client(tmp_path, "other"))
    assert [each["matched"] for each in aws.processed(point)] == [["partner"], []]
    with pytest.raises((OSError, smtplib.SMTPException)):
        deliver(aws, address, TEAM, certificate=theirs.client(tmp_path, "partner"))
    shown = gateway.client.get_ingress_point(IngressPointId=point)
    assert ours.pem not in str(shown)
    whole = gateway.client.get_ingress_point(IngressPointId=point, IncludeTrustStoreContents="INCLUDE")
    assert whole["IngressPointAuthConfiguration"]["TlsAuthConfiguration"]["TrustStore"]["CAContent"] == ours.pem
