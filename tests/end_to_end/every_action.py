"""A gateway whose rules have each action that acts as a role, one rule for one recipient."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.local.emulator import Emulator
from ses_constructs.mail_manager import (
    AddHeaderAction,
    AddressList,
    Archive,
    ArchiveAction,
    BounceAction,
    DeliverToMailboxAction,
    DeliverToQBusinessAction,
    DropAction,
    IngressAccess,
    IngressPoint,
    LambdaAction,
    Mail,
    ReplaceRecipientAction,
    RuleSet,
    S3Action,
    SendAction,
    SnsAction,
    Traffic,
    TrafficPolicy,
)
from ses_constructs.mail_manager.rule_action import RuleAction
from tests.end_to_end.account import Account, Record
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.internet import deliver

STACK, DOMAIN, ZONE = "Gateway", "shop.example", "ZSHOP"
AUTHOR, DAEMON = f"news@{DOMAIN}", f"mailer-daemon@{DOMAIN}"
SENT_TO, REPLACED_BY = "success@simulator.amazonses.com", f"somebody.else@{DOMAIN}"
APPLICATION, INDEX = "a" * 36, "b" * 36
RAW = f"From: News <{AUTHOR}>\r\nTo: Team <team@{DOMAIN}>\r\nSubject: Two chairs\r\n\r\n.Hello\r\n".encode()
ACTING = {
    "WriteToS3",
    "WriteToSealed",
    "PublishToSns",
    "InvokeLambda",
    "DeliverToMailbox",
    "DeliverToQBusiness",
    "Bounce",
    "Send",
}
"""Rules whose action acts as a role."""
FUNCTION = """
import boto3, os

def handler(event, context):
    mail = event["Records"][0]["ses"]["mail"]
    text = mail["messageId"] + " " + mail["commonHeaders"]["subject"]
    boto3.client("sqs").send_message(QueueUrl=os.environ["RAN"], MessageBody=text)
"""


class EveryAction(cdk.Stack):
    """Targets of the actions, neighbours of the targets that no action may touch, and the gateway."""

    def __init__(self, scope: cdk.App) -> None:
        super().__init__(scope, STACK)
        dns = Dns.in_zone_with_id(ZONE, zone_name=DOMAIN)
        sent = ConfigurationSet(self, "Sent")
        self.domain = DomainIdentity(self, "Domain", domain=DOMAIN, dns=dns, configuration_set=sent)
        self.sent = sent
        self.key = kms.Key(self, "Key")
        self.heard, self.ran = sqs.Queue(self, "Heard"), sqs.Queue(self, "Ran")
        self.listed = AddressList(self, "Listed", removal_policy=cdk.RemovalPolicy.DESTROY)
        self.archive = Archive(self, "Archive", removal_policy=cdk.RemovalPolicy.DESTROY)
        self._make_neighbours()
        policy = TrafficPolicy(self, "Policy")
        policy.allow(Traffic.recipient.ends_with(f"@{DOMAIN}"))
        rules = self._rules()
        point = IngressPoint(self, "Ingress", access=IngressAccess.open(), traffic_policy=policy, rule_set=rules)
        for name, value in (
            ("Point", point.ingress_point_id),
            ("RuleSet", rules.attr_rule_set_id),
            ("Archived", self.archive.attr_archive_id),
            ("List", self.listed.attr_address_list_id),
            ("HeardBy", self.heard.queue_url),
            ("RanBy", self.ran.queue_url),
        ):
            cdk.CfnOutput(self, f"The{name}", value=value)

    def _rules(self) -> RuleSet:
        rules = RuleSet(self, "Rules")
        marked = AddHeaderAction(name="X-Gate", value="seen")
        rules.add_rule("Mark", unless=[Mail.recipient.is_in(self.listed)], actions=[marked])
        for name, actions in self._actions().items():
            rules.add_rule(name, when=[Mail.recipient.equals(f"{name}@{DOMAIN}")], actions=actions)
        rules.add_rule("Rest", actions=[ArchiveAction(archive=self.archive)])
        return rules

    def _actions(self) -> dict[str, list[RuleAction]]:
        saved = s3.Bucket(self, "Bucket")
        sealed = s3.Bucket(self, "Sealed", encryption_key=kms.Key(self, "OfSealed"))
        topic = sns.Topic(self, "Topic", master_key=self.key)
        topic.add_subscription(subscriptions.SqsSubscription(self.heard, raw_message_delivery=True))
        function = self._function("Function", FUNCTION)
        self.ran.grant_send_messages(function)
        organization = f"arn:aws:workmail:{self.region}:{self.account}:organization/m-{'0' * 32}"
        asked = DeliverToQBusinessAction(application_id=APPLICATION, index_id=INDEX, encryption_key=self.key)
        send = SendAction(identities=[self.domain], configuration_sets=[self.sent])
        return {
            "WriteToS3": [S3Action(bucket=saved, prefix="in/", encryption_key=self.key)],
            "WriteToSealed": [S3Action(bucket=sealed)],
            "PublishToSns": [SnsAction(topic=topic)],
            "InvokeLambda": [LambdaAction(function=function, wait=True)],
            "InvokeLater": [LambdaAction(function=function)],
            "DeliverToMailbox": [DeliverToMailboxAction(organization_arn=organization)],
            "DeliverToQBusiness": [asked],
            "Bounce": [BounceAction(sender=DAEMON, message="Nobody here has that name.")],
            "Send": [ReplaceRecipientAction(recipients=[SENT_TO]), send],
            "Replace": [ReplaceRecipientAction(recipients=[REPLACED_BY])],
            "Drop": [DropAction()],
        }

    def _make_neighbours(self) -> None:
        s3.Bucket(self, "OtherBucket")
        sns.Topic(self, "OtherTopic")
        self._function("OtherFunction", "def handler(event, context):\n    return event\n")

    def _function(self, id: str, code: str) -> lambda_.Function:
        return lambda_.Function(
            self,
            id,
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=lambda_.Code.from_inline(code),
            environment={"RAN": self.ran.queue_url},
            timeout=cdk.Duration.seconds(20),
        )


class Gateway:
    """The gateway, deployed where every call is judged.

    Args:
        emulator: Emptied for it.
        folder: For the cloud assembly.
    """

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        emulator.reset()
        emulator.own_zone(DOMAIN, zone_id=ZONE)
        self.emulator = emulator
        self.outputs = Assembly(emulator, folder / "cdk.out").deploy(EveryAction)[STACK]
        self.account = Account(emulator)
        self.account.wait_until_verified(DOMAIN)
        self.manager: Any = emulator.client("mailmanager")
        self.point, self.rule_set = self.outputs["ThePoint"], self.outputs["TheRuleSet"]
        self._seal()

    def _seal(self) -> None:
        """Says again what the template says: the emulated CloudFormation leaves out what encrypts."""
        default: Any = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": self.key_arn("OfSealed")}
        self.emulator.client("s3").put_bucket_encryption(
            Bucket=self.physical_id("AWS::S3::Bucket", "Sealed"),
            ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": default}]},
        )
        self.emulator.client("sns").set_topic_attributes(
            TopicArn=self.physical_id("AWS::SNS::Topic", "Topic"),
            AttributeName="KmsMasterKeyId",
            AttributeValue=self.key_arn("Key"),
        )

    def key_arn(self, prefix: str) -> str:
        """The ARN of a key."""
        key = self.physical_id("AWS::KMS::Key", prefix)
        return f"arn:aws:kms:{self.emulator.region}:{self.emulator.account}:key/{key}"

    def take(self, *rules: str, sender: str = AUTHOR, raw: bytes = RAW) -> Record:
        """Brings a message over SMTP for the recipients of these rules, and says what became of it."""
        recipients = [f"{rule}@{DOMAIN}" for rule in rules]
        address = self.emulator.ingress_smtp(self.point)
        assert deliver(self.emulator, address, *recipients, message=raw, sender=sender) == {}
        return self.emulator.processed(self.point)[-1]

    def physical_id(self, type: str, prefix: str) -> str:
        return self.account.physical_id(STACK, type, prefix)

    def rules(self) -> list[Record]:
        """The rules as the service has them."""
        found: list[Record] = self.manager.get_rule_set(RuleSetId=self.rule_set)["Rules"]
        return found

    def role_of(self, rule: str) -> str:
        """The name of the role that the last action of a rule acts as."""
        (found,) = [each for each in self.rules() if each["Name"] == rule]
        ((_, settings),) = found["Actions"][-1].items()
        return str(settings["RoleArn"]).rpartition("/")[2]

    @contextmanager
    def pointed_elsewhere(self, rule: str, **settings: str) -> Iterator[None]:
        """Changes settings of the last action of a rule, which still acts as the same role."""
        whole, altered = self.rules(), self.rules()
        (found,) = [each for each in altered if each["Name"] == rule]
        ((_, old),) = found["Actions"][-1].items()
        old |= settings
        self.manager.update_rule_set(RuleSetId=self.rule_set, Rules=altered)
        try:
            yield
        finally:
            self.manager.update_rule_set(RuleSetId=self.rule_set, Rules=whole)
