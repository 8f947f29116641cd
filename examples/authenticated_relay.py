"""How does a mail server that logs in send through rules of mine, to the world and to a partner?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc, DomainIdentity
from ses_constructs.mail_manager import (
    AddHeaderAction,
    DropAction,
    IngressAccess,
    IngressPoint,
    Mail,
    Relay,
    RelayAction,
    RuleSet,
    SendAction,
    Traffic,
    TrafficPolicy,
)


class AuthenticatedRelay(cdk.Stack):
    """The office logs in from its own addresses; the warehouse gets its mail directly, the world by SES."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        dns = Dns.in_zone_with_id("Z0123456789EXAMPLE", zone_name="shop.example")
        sent = ConfigurationSet(self, "Sent")
        shop = DomainIdentity(
            self,
            "Shop",
            domain="shop.example",
            dns=dns,
            dmarc=Dmarc.none(reports_to="dmarc@shop.example"),
            configuration_set=sent,
        )
        warehouse = Relay(
            self,
            "Warehouse",
            server_name="mx.warehouse.example",
            server_port=587,
            credentials=self._warehouse_login(),
        )

        rules = RuleSet(self, "Rules")
        rules.add_rule(
            "Warehouse",
            when=[Mail.recipient.ends_with("@warehouse.example")],
            actions=[RelayAction(relay=warehouse), DropAction()],
        )
        rules.add_rule(
            "World",
            actions=[
                AddHeaderAction(name="X-Sent-By", value="office"),
                SendAction(identities=[shop], configuration_sets=[sent]),
            ],
        )
        policy = TrafficPolicy(self, "Policy", max_message_size=cdk.Size.mebibytes(10))
        policy.allow(Traffic.sender_ip.within("203.0.113.0/24"))
        office = IngressPoint(
            self, "Office", access=IngressAccess.password(), traffic_policy=policy, rule_set=rules
        )
        cdk.CfnOutput(self, "Host", value=office.host)
        cdk.CfnOutput(self, "UserName", value=office.ingress_point_id)

    def _warehouse_login(self) -> secretsmanager.Secret:
        """What the warehouse tells us belongs in here, after the first deployment."""
        secret = secretsmanager.Secret(
            self,
            "WarehouseLogin",
            encryption_key=kms.Key(self, "Key", enable_key_rotation=True),
            generate_secret_string=secretsmanager.SecretStringGenerator(
                secret_string_template='{"username": "shop"}',  # noqa: S106 - the password is generated
                generate_string_key="password",
            ),
        )
        reason = "the warehouse gives out the password, and says when there is another"
        cdk.Validations.of(secret).acknowledge(cdk.Acknowledgment(id="AwsSolutions-SMG4", reason=reason))
        return secret
