"""An app with every kind of resource and every action of Mail Manager."""

from __future__ import annotations

import json
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns

from ses_constructs.dns import Dns
from ses_constructs.mail_manager import (
    AddHeaderAction,
    Addon,
    AddonInstance,
    AddonSubscription,
    AddressList,
    Archive,
    ArchiveAction,
    BounceAction,
    DeliverToMailboxAction,
    DeliverToQBusinessAction,
    DropAction,
    FailedActionsAlarm,
    IngressAccess,
    IngressMx,
    IngressNetwork,
    IngressPoint,
    IngressType,
    IngressVpcEndpoint,
    LambdaAction,
    Mail,
    MailManagerLog,
    Relay,
    RelayAction,
    ReplaceRecipientAction,
    RuleSet,
    S3Action,
    SendAction,
    SilenceAlarm,
    SnsAction,
    SnsPayload,
    TlsPolicy,
    TlsVersion,
    Traffic,
    TrafficPolicy,
)
from ses_constructs.mail_manager.rule_action import RuleAction
from tests.mail_manager.test_ingress_access import CERTIFICATE, REVOKED

ROOT = Path(__file__).parent.parent.parent
ID = "01234567-89ab-cdef-0123-456789abcdef"
ORGANIZATION = "arn:aws:workmail:eu-west-1:111122223333:organization/m-0123456789abcdef0123456789abcdef"


class EveryKind(cdk.Stack):
    """Every kind, with the settings that bring policies and keys with them."""

    def __init__(self, scope: cdk.App, id: str) -> None:
        super().__init__(scope, id)
        self.key = kms.Key(self, "Key", enable_key_rotation=True)
        self.archive = Archive(self, "Archive", encryption_key=self.key)
        self.staff = AddressList(self, "Staff")
        credentials = secretsmanager.Secret(self, "Credentials", encryption_key=self.key)
        cdk.Validations.of(credentials).acknowledge(
            cdk.Acknowledgment(id="AwsSolutions-SMG4", reason="the other server changes the password")
        )
        self.relay = Relay(
            self, "Relay", server_name="smtp.shop.example", server_port=587, credentials=credentials
        )
        self.rules = RuleSet(self, "Rules")
        for at, action in enumerate(self._actions()):
            when = [Mail.recipient.ends_with("@shop.example")]
            self.rules.add_rule(f"{type(action).__name__}{at}", when=when, actions=[action])
        self.policy = self._policy()
        self._ingress_points()
        reader = iam.Role(self, "Reader", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        self.archive.grant_search(reader)
        self.staff.grant_change(reader)

    def _actions(self) -> list[RuleAction]:
        bucket = s3.Bucket(
            self,
            "Mail",
            encryption=s3.BucketEncryption.KMS,
            encryption_key=self.key,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            server_access_logs_prefix="log/",
        )
        topic = sns.Topic(self, "Topic", master_key=self.key, enforce_ssl=True)
        code = lambda_.Code.from_inline("def handler(event, context):\n    return None\n")
        function = lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=code,
            role=iam.Role(self, "FunctionRole", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")),
        )
        identity = ses.EmailIdentity.from_email_identity_name(self, "Identity", "shop.example")
        return [
            AddHeaderAction(name="X-Shop", value="1"),
            ArchiveAction(archive=self.archive),
            S3Action(bucket=bucket, prefix="mail/", encryption_key=self.key),
            SnsAction(topic=topic, payload=SnsPayload.HEADERS),
            LambdaAction(function=function, wait=True, retry=cdk.Duration.hours(2)),
            DeliverToMailboxAction(organization_arn=ORGANIZATION),
            DeliverToQBusinessAction(application_id=ID, index_id=ID, encryption_key=self.key),
            BounceAction(sender="postmaster@shop.example", message="Nobody here"),
            SendAction(identities=[identity]),
            RelayAction(relay=self.relay),
            ReplaceRecipientAction(recipients=["desk@shop.example"]),
            DropAction(),
        ]

    def _policy(self) -> TrafficPolicy:
        subscription = AddonSubscription(self, "Subscription", addon=Addon.SPAMHAUS_DOMAIN_BLOCK_LIST)
        addon = AddonInstance(self, "Addon", subscription=subscription)
        policy = TrafficPolicy(self, "Policy", max_message_size=cdk.Size.mebibytes(10))
        policy.allow(Traffic.recipient.ends_with("@shop.example"), Traffic.tls.at_least(TlsVersion.TLS_1_2))
        policy.allow(Traffic.recipient.is_in(self.staff))
        policy.allow(Traffic.sender_ip.within("192.0.2.0/24"))
        policy.deny(Traffic.analysis_flag(addon, "isListed").is_true())
        policy.deny(Traffic.sender_ipv6.within("2001:db8::/32"))
        return policy

    def _ingress_points(self) -> None:
        vpc = ec2.Vpc(self, "Vpc", max_azs=2, nat_gateways=0, restrict_default_security_group=False)
        vpc.add_flow_log("Flow")
        inside = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
        door = IngressVpcEndpoint(
            self,
            "Door",
            vpc=vpc,
            type=IngressType.AUTHENTICATED,
            subnets=inside,
            allow_from=[ec2.Peer.ipv4("10.0.0.0/16")],
        )
        certificates = IngressAccess.mutual_tls(
            ca_certificates=CERTIFICATE, revocation_list=REVOKED, encryption_key=self.key
        )
        kinds = {
            "Open": (IngressAccess.open(), IngressNetwork.dual_stack(), TlsPolicy.OPTIONAL),
            "Login": (IngressAccess.password(), IngressNetwork.ipv4(), None),
            "Certificates": (certificates, None, None),
            "Private": (IngressAccess.password(), IngressNetwork.private(door), None),
        }
        points = {
            id: IngressPoint(
                self,
                id,
                access=access,
                network=network,
                tls_policy=tls_policy,
                traffic_policy=self.policy,
                rule_set=self.rules,
            )
            for id, (access, network, tls_policy) in kinds.items()
        }
        zone = Dns.in_zone_with_id("Z0123456789ABCDEFGHIJ", zone_name="shop.example")
        log = MailManagerLog(
            self, "Log", ingress_points=[*points.values()], rule_sets=[self.rules], decisions=True, addresses=True
        )
        SilenceAlarm(
            self,
            "Silence",
            log=log,
            ingress_point=points["Open"],
            operators=sns.Topic(self, "Ops", enforce_ssl=True),
        )
        FailedActionsAlarm(
            self,
            "Failed",
            log=log,
            rule_set=self.rules,
            operators=sns.Topic(self, "Mechanics", enforce_ssl=True),
        )
        IngressMx(self, "Mx", domain="shop.example", dns=zone, ingress_point=points["Open"])


def app_with_every_kind() -> cdk.App:
    """The app, with the flags that users are told to set."""
    app = cdk.App(context=json.loads((ROOT / "cdk.json").read_text())["context"], analytics_reporting=False)
    EveryKind(app, "Kinds")
    return app
