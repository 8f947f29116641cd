"""Every action that needs a role, deployed: the role is enough, and each statement of it is needed."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs

from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.mail_manager import (
    AddHeaderAction,
    AddressList,
    BounceAction,
    DeliverToMailboxAction,
    DeliverToQBusinessAction,
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
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

STACK, DOMAIN, ZONE = "Gateway", "shop.example", "ZSHOP"
SENDER = "office@shop.example"
UNJUDGED = ("s3:ListBucket", ["kms:Decrypt", "kms:GenerateDataKey"])
"""What AWS asks for and the emulator does not: to list the bucket, and the key of a topic."""
ROLES = {"WriteToS3", "PublishToSns", "InvokeLambda", "DeliverToMailbox", "DeliverToQBusiness", "Bounce", "Send"}
"""Names of the roles' policies, and of the actions."""
ECHO = "def handler(event, context):\n    return event\n"
Document = dict[str, Any]


def build(app: cdk.App) -> None:
    stack = cdk.Stack(app, STACK)
    domain = DomainIdentity(stack, "Domain", domain=DOMAIN, dns=Dns.in_zone_with_id(ZONE, zone_name=DOMAIN))
    key = kms.Key(stack, "Key")
    topic = sns.Topic(stack, "Topic", master_key=key)
    heard = sqs.Queue(stack, "Heard")
    topic.add_subscription(subscriptions.SqsSubscription(heard, raw_message_delivery=True))
    function = lambda_.Function(
        stack,
        "Function",
        runtime=lambda_.Runtime.PYTHON_3_14,
        handler="index.handler",
        code=lambda_.Code.from_inline(ECHO),
    )
    organization = f"arn:aws:workmail:{stack.region}:{stack.account}:organization/m-{'0' * 32}"
    listed = AddressList(stack, "Listed", removal_policy=cdk.RemovalPolicy.DESTROY)
    rules = RuleSet(stack, "Rules")
    rules.add_rule("Mark", unless=[Mail.recipient.is_in(listed)], actions=[AddHeaderAction(name="X-a", value="b")])
    actions = {
        "WriteToS3": S3Action(bucket=s3.Bucket(stack, "Bucket"), prefix="in/", encryption_key=key),
        "PublishToSns": SnsAction(topic=topic),
        "InvokeLambda": LambdaAction(function=function, wait=True),
        "DeliverToMailbox": DeliverToMailboxAction(organization_arn=organization),
        "DeliverToQBusiness": DeliverToQBusinessAction(application_id="a" * 36, index_id="b" * 36),
        "Bounce": BounceAction(sender="mailer-daemon@shop.example"),
    }
    for name, action in actions.items():
        rules.add_rule(name, actions=[action])
    replace = ReplaceRecipientAction(recipients=["success@simulator.amazonses.com"])
    rules.add_rule("Send", actions=[replace, SendAction(identities=[domain])])
    policy = TrafficPolicy(stack, "Policy")
    policy.allow(Traffic.recipient.ends_with(f"@{DOMAIN}"))
    point = IngressPoint(stack, "Ingress", access=IngressAccess.open(), traffic_policy=policy, rule_set=rules)
    cdk.CfnOutput(stack, "Point", value=point.ingress_point_id)
    cdk.CfnOutput(stack, "HeardBy", value=heard.queue_url)


class Gateway:
    """The deployed ingress point, and its roles."""

    def __init__(self, account: Account, outputs: dict[str, str]) -> None:
        self.account = account
        self.iam = account.emulator.client("iam")
        self._point = outputs["Point"]

    def failed_actions(self) -> set[str]:
        """What failed of a message."""
        taken: Document = self.account.emulator.enter(
            self._point,
            source=SENDER,
            recipients=["all@shop.example"],
            message=f"From: {SENDER}\r\nTo: all@shop.example\r\nSubject: All\r\n\r\nHello\r\n".encode(),
        )
        assert taken["accepted"], taken
        return {str(failure).split(":")[0].split()[0] for failure in taken["failures"]}

    def policies(self) -> dict[str, tuple[str, Document]]:
        """Role name and document of the permission of each action."""
        found: dict[str, tuple[str, Document]] = {}
        for role in self.iam.list_roles()["Roles"]:
            for name in self.iam.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]:
                document: Any = self.iam.get_role_policy(RoleName=role["RoleName"], PolicyName=name)[
                    "PolicyDocument"
                ]
                found[name] = (role["RoleName"], json.loads(document) if isinstance(document, str) else document)
        return found

    def put(self, name: str, role: str, document: Document) -> None:
        self.iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))


@pytest.fixture
def gateway(emptied: Account, assembly: Assembly) -> Gateway:
    emptied.emulator.own_zone(DOMAIN, zone_id=ZONE)
    outputs = assembly.deploy(build)[STACK]
    emptied.wait_until_verified(DOMAIN)
    return Gateway(emptied, outputs)


def test_each_role_is_enough_and_each_statement_is_needed(gateway: Gateway) -> None:
    assert gateway.failed_actions() == set()
    tried = 0
    for name, (role, document) in gateway.policies().items():
        if name not in ROLES:
            continue
        for position, statement in enumerate(document["Statement"]):
            if statement["Action"] in UNJUDGED:
                continue
            left = [one for index, one in enumerate(document["Statement"]) if index != position]
            kept = left or [{"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"}]
            gateway.put(name, role, {**document, "Statement": kept})
            assert gateway.failed_actions() == {name}, statement
            tried += 1
        gateway.put(name, role, document)
    assert gateway.failed_actions() == set()
    assert tried == 8
