"""The walk-through of Mail Manager, step by step, with one pattern in the place of the console."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_notifications as notifications
from aws_cdk import aws_sqs as sqs

from ses_constructs.dns import Dns
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from ses_constructs.patterns import MailGateway
from tests.end_to_end.account import Account, Record
from tests.end_to_end.archive_search import ArchiveSearch
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.internet import deliver, deliver_by_swaks

STACK, DOMAIN, ZONE = "Walk", "mail.funai.example", "ZWALK"
KEPT, SAVED, LOOSE = f"opmt@{DOMAIN}", f"support@{DOMAIN}", f"nobody@{DOMAIN}"
CLIENT = "someone@client.example"
SIZE = 5 * 2**20
READER = """
import boto3, os
from email import message_from_bytes

def handler(event, context):
    for record in event["Records"]:
        place = record["s3"]
        found = boto3.client("s3").get_object(Bucket=place["bucket"]["name"], Key=place["object"]["key"])
        mail = message_from_bytes(found["Body"].read())
        text = mail["Subject"] + ": " + mail.get_payload().strip()
        boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody=text)
"""


class Walk(cdk.Stack):
    """Everything that the walk-through makes, and the program that reads what lands in the bucket."""

    def __init__(self, scope: cdk.App) -> None:
        super().__init__(scope, STACK)
        bucket = s3.Bucket(self, "Mail")
        read = sqs.Queue(self, "Read")
        reader = lambda_.Function(
            self,
            "Reader",
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=lambda_.Code.from_inline(READER),
            environment={"QUEUE": read.queue_url},
            timeout=cdk.Duration.seconds(20),
        )
        bucket.grant_read(reader)
        read.grant_send_messages(reader)
        bucket.add_event_notification(s3.EventType.OBJECT_CREATED, notifications.LambdaDestination(reader))
        gateway = MailGateway(
            self,
            "Gateway",
            domain=DOMAIN,
            dns=Dns.in_zone_with_id(ZONE, zone_name=DOMAIN),
            max_message_size=cdk.Size.bytes(SIZE),
        )
        gateway.archive("Archive", recipients=[KEPT])
        gateway.save("Save", recipients=[SAVED], bucket=bucket)
        cdk.CfnOutput(self, "Host", value=gateway.ingress_point.host)
        cdk.CfnOutput(self, "Point", value=gateway.ingress_point.ingress_point_id)
        cdk.CfnOutput(self, "ReadBy", value=read.queue_url)


class Walker:
    """Whoever looks at the console after each step."""

    def __init__(self, emulator: Emulator, outputs: dict[str, str]) -> None:
        self.emulator, self.outputs = emulator, outputs
        self.account = Account(emulator)
        self.manager: Any = emulator.client("mailmanager")

    def point(self) -> Record:
        found: Record = self.manager.get_ingress_point(IngressPointId=self.outputs["Point"])
        return found

    def policy(self) -> Record:
        found: Record = self.manager.get_traffic_policy(TrafficPolicyId=self.point()["TrafficPolicyId"])
        return found

    def rules(self) -> list[Record]:
        found: list[Record] = self.manager.get_rule_set(RuleSetId=self.point()["RuleSetId"])["Rules"]
        return found

    def role_policies(self, arn: str) -> list[Record]:
        iam: Any = self.emulator.client("iam")
        name = arn.rpartition("/")[2]
        policies = iam.list_role_policies(RoleName=name)["PolicyNames"]
        return [iam.get_role_policy(RoleName=name, PolicyName=each)["PolicyDocument"] for each in policies]

    def archive_id(self) -> str:
        (archive,) = self.manager.list_archives()["Archives"]
        return str(archive["ArchiveId"])

    def mail(self, *to: str, subject: str, header: str = "", body: str = "Hello") -> Record:
        """Sends from a mail client, and returns the recipients that were refused."""
        raw = f"From: {CLIENT}\r\n{header}Subject: {subject}\r\n\r\n{body}\r\n".encode()
        address = self.emulator.ingress_smtp(self.outputs["Point"])
        return {**deliver(self.emulator, address, *to, message=raw, sender=CLIENT)}

    def processed(self) -> list[Record]:
        return self.emulator.processed(self.outputs["Point"])

    def archive(self) -> ArchiveSearch:
        return ArchiveSearch(self.manager, self.archive_id())


@pytest.fixture(scope="module")
def walker(strict_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Walker:
    strict_emulator.reset()
    strict_emulator.own_zone(DOMAIN, zone_id=ZONE)
    outputs = Assembly(strict_emulator, tmp_path_factory.mktemp("walk") / "cdk.out").deploy(Walk)[STACK]
    return Walker(strict_emulator, outputs)


def test_step_1_the_domain_is_verified(walker: Walker) -> None:
    walker.account.wait_until_verified(DOMAIN)
    kinds = [kind for _, kind in walker.account.records(ZONE)]
    assert sorted(kinds) == ["CNAME", "CNAME", "CNAME", "MX"]


def test_step_2_a_traffic_policy_lets_in_mail_for_the_domain(walker: Walker) -> None:
    policy = walker.policy()
    assert (policy["DefaultAction"], policy["MaxMessageSizeBytes"]) == ("DENY", SIZE)
    (statement,) = policy["PolicyStatements"]
    (condition,) = statement["Conditions"]
    asked = condition["StringExpression"]
    assert (statement["Action"], asked["Operator"], asked["Values"]) == ("ALLOW", "ENDS_WITH", [f"@{DOMAIN}"])
    assert asked["Evaluate"] == {"Attribute": "RECIPIENT"}


def test_step_3_rules_archive_and_save(walker: Walker) -> None:
    archive, save = walker.rules()
    for rule, recipient in ((archive, KEPT), (save, SAVED)):
        (condition,) = rule["Conditions"]
        asked = condition["StringExpression"]
        assert (asked["Operator"], asked["Values"]) == ("EQUALS", [recipient])
    assert archive["Actions"][0]["Archive"]["TargetArchive"] == walker.archive_id()
    kept = walker.manager.get_archive(ArchiveId=walker.archive_id())
    assert (kept["ArchiveState"], kept["Retention"]) == ("ACTIVE", {"RetentionPeriod": "SIX_MONTHS"})
    bucket = walker.account.physical_id(STACK, "AWS::S3::Bucket", "Mail")
    action = save["Actions"][0]["WriteToS3"]
    assert action["S3Bucket"] == bucket
    (policy,) = walker.role_policies(action["RoleArn"])
    assert [(one["Action"], one["Resource"]) for one in policy["Statement"]] == [
        ("s3:PutObject", f"arn:aws:s3:::{bucket}/*"),
        ("s3:ListBucket", f"arn:aws:s3:::{bucket}"),
    ]


def test_step_4_the_ingress_endpoint_has_both_and_the_mx_record_its_name(walker: Walker) -> None:
    point = walker.point()
    assert (point["Type"], point["Status"]) == ("OPEN", "ACTIVE")
    assert point["ARecord"] == walker.outputs["Host"]
    assert point["ARecord"].endswith(".mail-manager-smtp.us-east-1.amazonaws.com")
    assert walker.account.records(ZONE)[DOMAIN, "MX"] == [f"10 {point['ARecord']}"]
    events = walker.emulator.client("cloudformation").describe_stack_events(StackName=STACK)["StackEvents"]
    done = {
        one["LogicalResourceId"]: one["Timestamp"]
        for one in events
        if one.get("ResourceStatus") == "CREATE_COMPLETE"
    }
    (door,) = (at for name, at in done.items() if name.startswith("GatewayIngressPoint"))
    (record,) = (at for name, at in done.items() if name.startswith("GatewayMx"))
    assert door <= record, "mail comes when there is somebody to take it"


def test_mail_for_the_archived_address_is_in_the_archive(walker: Walker) -> None:
    address = walker.emulator.ingress_smtp(walker.outputs["Point"])
    assert "250 OK" in deliver_by_swaks(walker.emulator, address, KEPT, source_ip="192.0.2.1")
    assert walker.processed()[-1]["matched"] == ["Archive"]
    # A mail client writes the name beside the address, which a comparison of the header would not find equal.
    assert walker.mail(KEPT, subject="With a name", header=f'To: "{KEPT}" <{KEPT}>\r\n') == {}
    fields = {"subject": "with a", "from": CLIENT, "to": KEPT, "envelope_from": CLIENT, "envelope_to": KEPT}
    found = walker.archive().subjects({name: {name: value} for name, value in fields.items()})
    assert [name for name, subjects in found.items() if "With a name" not in subjects] == []
    assert "By swaks" in found["envelope_to"]
    nothing = walker.archive().subjects({"subject": {"subject": "else"}, "to": {"envelope_to": SAVED}})
    assert nothing == {"subject": [], "to": []}
    assert walker.archive().rows({"envelope_to": KEPT}, ago=timedelta(days=1)) == []


def test_a_program_reads_what_lands_in_the_bucket(walker: Walker) -> None:
    assert walker.mail(SAVED, subject="Broken chair", body="It has three legs.") == {}
    assert walker.processed()[-1]["matched"] == ["Save"]
    read = wait_for("the reader", lambda: list(walker.account.messages(walker.outputs["ReadBy"])), patience=30)
    assert read == ["Broken chair: It has three legs."]
    assert walker.archive().rows({"subject": "Broken chair"}) == [], "not archived"


def test_mail_for_others_is_refused_at_the_door(walker: Walker) -> None:
    before = len(walker.processed())
    for stranger in ("someone@else.example", f"opmt@{DOMAIN}.else.example", "opmt@funai.example"):
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            walker.mail(stranger, subject="Not for you")
        assert refused.value.recipients[stranger][0] == 550
    with pytest.raises(smtplib.SMTPSenderRefused, match="size"):
        walker.mail(KEPT, subject="Too large", body="x" * 70 + ("\r\n" + "x" * 70) * (SIZE // 72))
    assert len(walker.processed()) == before


def test_the_dashboard_counts_messages_and_actions(walker: Walker) -> None:
    """The emulator counts for itself: which metrics Mail Manager writes is not in what AWS publishes."""
    before = len(walker.processed())
    refused = walker.mail(KEPT, SAVED, LOOSE, "someone@else.example", subject="For all")
    assert list(refused) == ["someone@else.example"]
    assert walker.processed()[-1]["matched"] == ["Archive", "Save"]
    assert walker.mail(KEPT.replace("@", "+tag@"), subject="For a tag") == {}, "let in, and no rule is for it"
    first, last = walker.processed()[before:]
    assert (last["matched"], last["actions"], last["failures"]) == ([], [], [])
    assert (first["matched"], first["failures"]) == (["Archive", "Save"], [])
    assert [str(action).split()[0] for action in first["actions"]] == ["Archive", "WriteToS3"]
    assert [row["Envelope"]["To"] for row in walker.archive().rows({"subject": "For all"})] == [[KEPT]]
