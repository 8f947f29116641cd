"""A deployed stack with one of everything that the doctor looks at, and the tools to break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aws_cdk as cdk
import boto3
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet, Destination, Event, Suppression
from ses_constructs.dns import Dns
from ses_constructs.doctor import Resolver, examine
from ses_constructs.identities import Dmarc, DomainIdentity
from ses_constructs.local.platform import wait_for
from ses_constructs.receiving import InboundMx, ReceiptRuleSet, S3Action
from ses_constructs.reputation import GuardScope, ReputationGuard
from ses_constructs.smtp import SmtpCredentials
from tests.end_to_end.account import Account

STACK, DOMAIN, ZONE, MAIL_FROM = "Mail", "shop.example", "ZSHOP", "bounce.shop.example"


class Mail(cdk.Stack):
    """One of everything that the doctor looks at."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        gone = cdk.RemovalPolicy.DESTROY
        heard = sqs.Queue(self, "Heard")
        operators, problems = sns.Topic(self, "Operators"), sns.Topic(self, "Problems")
        for topic in (operators, problems):
            topic.add_subscription(subscriptions.SqsSubscription(heard))
        orders = ConfigurationSet(self, "Orders", suppression=Suppression.inherit(), removal_policy=gone)
        # What a condition chooses is compared as well.
        stage = cdk.CfnParameter(self, "Stage", default="live")
        live = cdk.CfnCondition(self, "Live", expression=cdk.Fn.condition_equals(stage.value_as_string, "live"))
        made = orders.node.default_child
        assert isinstance(made, cdk.CfnResource)
        chosen = cdk.Fn.condition_if(live.logical_id, "REQUIRE", "OPTIONAL")
        made.add_property_override("DeliveryOptions.TlsPolicy", chosen)
        orders.add_destination("Problems", Destination.topic(problems), events=[Event.BOUNCE, Event.COMPLAINT])
        dns = Dns.in_zone_with_id(ZONE, zone_name=DOMAIN)
        shop = DomainIdentity(
            self,
            "Shop",
            domain=DOMAIN,
            dns=dns,
            mail_from_domain=MAIL_FROM,
            dmarc=Dmarc.quarantine(reports_to=f"dmarc@{DOMAIN}"),
            configuration_set=orders,
            removal_policy=gone,
        )
        watch = GuardScope.configuration_sets(orders)
        ReputationGuard(self, "Guard", watch=watch, operators=operators, removal_policy=gone)
        bucket = s3.Bucket(self, "Bucket", removal_policy=gone)
        rules = ReceiptRuleSet(self, "Inbound")
        for name in ("Support", "Sales"):
            recipients = [f"{name.lower()}@{DOMAIN}"]
            rules.add_rule(name, recipients=recipients, actions=[S3Action(bucket=bucket, prefix=f"{name}/")])
        InboundMx(self, "Mx", domain=DOMAIN, dns=dns)
        SmtpCredentials(self, "Smtp", identities=[shop])
        ses.CfnTenant(self, "Acme", tenant_name="acme")


@dataclass
class Patient:
    """The deployed stack, and the tools to break it."""

    account: Account
    resolver: str

    def __post_init__(self) -> None:
        self.called: set[str] = set()
        self.session = boto3.Session()
        self.session.events.register("before-call", self._remember)

    def _remember(self, model: Any, **_: object) -> None:
        self.called.add(f"{model.service_model.service_name}:{model.name}")

    def found(self, *, now: datetime | None = None) -> list[tuple[str, str]]:
        """Rule and problem of each finding."""
        report = examine(self.session, STACK, name_server=Resolver(self.resolver), now=now)
        return [(finding.rule.id, finding.problem) for finding in report.findings]

    def rules(self) -> set[str]:
        return {rule for rule, _ in self.found()}

    def client(self, service: str) -> Any:
        return self.account.emulator.client(service)

    def physical_id(self, type_name: str, prefix: str) -> str:
        return self.account.physical_id(STACK, type_name, prefix)

    @contextmanager
    def answering(self, operation: str, change: Callable[[dict[str, Any]], object]) -> Iterator[None]:
        """Changes what AWS answers, for what the emulator has no call that would."""
        event = f"after-call.{operation}"

        def changed(parsed: dict[str, Any], **_: object) -> None:
            change(parsed)

        self.session.events.register(event, changed)
        try:
            yield
        finally:
            self.session.events.unregister(event, changed)


def wake(account: Account) -> None:
    """Lets the guard's heart beat once, which its schedule would do within minutes."""
    account.invoke(account.physical_id(STACK, "AWS::Lambda::Function", "GuardCheckGuard"), {})
    wait_for("all alarms to be at rest", lambda: account.alarms_in("ALARM") == [], patience=30)


def record(patient: Patient, name: str, type_name: str, *values: str) -> Callable[[], object]:
    """Puts other values, or none, into a record; returns what puts the old ones back."""
    route53 = patient.client("route53")
    (old,) = (
        one
        for one in route53.list_resource_record_sets(HostedZoneId=ZONE)["ResourceRecordSets"]
        if (one["Name"].rstrip("."), one["Type"]) == (name, type_name)
    )

    def put(action: str, record_set: object) -> None:
        changes = {"Changes": [{"Action": action, "ResourceRecordSet": record_set}]}
        route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch=changes)

    if values:
        put("UPSERT", {**old, "ResourceRecords": [{"Value": value} for value in values]})
    else:
        put("DELETE", old)
    return lambda: put("UPSERT", old)
