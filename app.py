"""A mail platform of four stacks. What it needs is read from the CDK context; the defaults work offline.

    cdk deploy --all -c operators=you@example.com -c domains='[{"domain": "shop.example", "zone_id": "Z0123"}]'

Context:
    domains     JSON list. Each: ``domain``; ``stream``, the configuration set it sends with; and, to publish its
                records, ``zone_id`` (with ``zone_name``, when the zone is a parent's). Without: they are printed.
    operators   E-mail address that hears about warnings and pauses.
    pause       JSON object ``{"bounce": 0.08, "complaint": 0.004}``: rates, as fractions, that pause sending.
    volume      JSON object ``{"sends": 50, "bounces": 12, "complaints": 7}``: what a pause needs within an hour.
    activation  ``exclusive``, ``takeover`` or ``join``: how the receipt rule set becomes the active one.
    retain      ``false`` deletes identities, records and stored mail with the stacks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TypeVar

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct, IConstruct

from ses_constructs.configuration_sets import ConfigurationSet, Destination, Dimension, Event
from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc, DomainIdentity
from ses_constructs.receiving import Activation, InboundMx, ReceiptRuleSet, S3Action
from ses_constructs.reputation import GuardScope, Rates, ReputationGuard, Volume

DOMAINS = [
    {"domain": "shop.example", "stream": "Receipts"},
    {"domain": "account.example", "stream": "Receipts"},
    {"domain": "news.example", "stream": "News"},
]


@dataclass(frozen=True)
class Domain:
    """A domain that sends, where its records go, and the stream it sends with."""

    domain: str
    dns: Dns
    stream: str

    @classmethod
    def read(cls, given: dict[str, str]) -> Domain:
        name, zone_id = given["domain"], given.get("zone_id")
        dns = Dns.in_zone_with_id(zone_id, zone_name=given.get("zone_name", name)) if zone_id else Dns.by_hand()
        return cls(name, dns, given.get("stream", "Mail"))


class Events(cdk.Stack):
    """Where events go: a queue by topic, a queue by event bus, and files in a bucket."""

    def __init__(self, scope: Construct, id: str, *, keep: cdk.RemovalPolicy) -> None:
        super().__init__(scope, id)
        self.problems = sns.Topic(self, "Problems", enforce_ssl=True)
        self.problems.add_subscription(subscriptions.SqsSubscription(self._queue("ProblemQueue")))
        events.Rule(
            self,
            "BusRule",
            event_pattern=events.EventPattern(
                source=["aws.ses"], detail_type=["Email Bounced", "Email Complaint Received"]
            ),
            targets=[targets.SqsQueue(self._queue("BusQueue"))],
        )
        files = private_bucket(self, "Files", keep=keep)
        log = logs.LogGroup(self, "StreamLog", retention=logs.RetentionDays.SIX_MONTHS, removal_policy=keep)
        self.stream = firehose.DeliveryStream(
            self,
            "Stream",
            destination=firehose.S3Bucket(
                files,
                buffering_interval=cdk.Duration.minutes(1),
                logging_config=firehose.EnableLogging(log),
            ),
            encryption=firehose.StreamEncryption.aws_owned_key(),
        )
        acknowledge_firehose(self.stream, files)

    def _queue(self, id: str) -> sqs.Queue:
        failed = sqs.Queue(self, f"Failed{id}", enforce_ssl=True, retention_period=cdk.Duration.days(14))
        return sqs.Queue(
            self, id, enforce_ssl=True, dead_letter_queue=sqs.DeadLetterQueue(queue=failed, max_receive_count=5)
        )


class Sending(cdk.Stack):
    """Verified domains, and one configuration set for each stream of mail."""

    def __init__(
        self, scope: Construct, id: str, *, domains: list[Domain], events: Events, keep: cdk.RemovalPolicy
    ) -> None:
        super().__init__(scope, id)
        streams = sorted({d.stream for d in domains})
        self.streams = {stream: self._stream(stream, events, keep=keep) for stream in streams}
        self.identities = {
            d.domain: DomainIdentity(
                self,
                d.domain,
                domain=d.domain,
                dns=d.dns,
                mail_from_domain=f"bounce.{d.domain}",
                dmarc=Dmarc.quarantine(reports_to=f"dmarc@{d.domain}"),
                configuration_set=self.streams[d.stream],
                removal_policy=keep,
            )
            for d in domains
        }

    def _stream(self, name: str, events: Events, *, keep: cdk.RemovalPolicy) -> ConfigurationSet:
        made = ConfigurationSet(self, name, removal_policy=keep)
        problems = [Event.BOUNCE, Event.COMPLAINT, Event.REJECT, Event.RENDERING_FAILURE]
        made.add_destination("Problems", Destination.topic(events.problems), events=problems)
        made.add_destination("Files", Destination.delivery_stream(events.stream))
        made.add_destination("Bus", Destination.event_bus())
        by_set = Dimension.message_tag("ses:configuration-set", default="none")
        made.add_destination("Metrics", Destination.metrics(by_set))
        return made


class Receiving(cdk.Stack):
    """Mail for ``support@`` each domain lands in a bucket."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        domains: list[Domain],
        activation: Activation,
        keep: cdk.RemovalPolicy,
    ) -> None:
        super().__init__(scope, id)
        bucket = private_bucket(self, "Mail", keep=keep)
        rules = ReceiptRuleSet(self, "Rules", activation=activation)
        rules.add_rule(
            "Support",
            recipients=[f"support@{d.domain}" for d in domains],
            actions=[S3Action(bucket=bucket, prefix="support/")],
        )
        for d in domains:
            InboundMx(self, f"Mx-{d.domain}", domain=d.domain, dns=d.dns)


class Reputation(cdk.Stack):
    """Pauses a stream, or the account, before AWS does."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        sending: Sending,
        operators: str,
        pause: Rates,
        volume: Volume,
        keep: cdk.RemovalPolicy,
    ) -> None:
        super().__init__(scope, id)
        topic = sns.Topic(self, "Operators", enforce_ssl=True)
        topic.add_subscription(subscriptions.EmailSubscription(operators))
        streams = GuardScope.configuration_sets(*sending.streams.values())
        for id, watch in (("Streams", streams), ("WholeAccount", GuardScope.account())):
            ReputationGuard(
                self, id, watch=watch, operators=topic, pause=pause, volume=volume, removal_policy=keep
            )


def private_bucket(scope: Construct, id: str, *, keep: cdk.RemovalPolicy) -> s3.Bucket:
    """A bucket for people's mail: encrypted, over TLS only, emptied after 90 days."""
    bucket = s3.Bucket(
        scope,
        id,
        encryption=s3.BucketEncryption.S3_MANAGED,
        enforce_ssl=True,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        lifecycle_rules=[s3.LifecycleRule(expiration=cdk.Duration.days(90))],
        removal_policy=keep,
    )
    acknowledge(bucket, "AwsSolutions-S1", "only AWS services write here; CloudTrail data events audit reads")
    return bucket


def acknowledge_firehose(stream: firehose.DeliveryStream, bucket: s3.Bucket) -> None:
    """What aws_kinesisfirehose writes by itself: a grant with wildcards on the bucket, and a mapping."""
    stack = cdk.Stack.of(bucket)
    id = stack.get_logical_id(bucket.node.default_child)  # type: ignore[arg-type]
    actions = ("Abort*", "DeleteObject*", "GetBucket*", "GetObject*", "List*")
    for finding in (f"Resource::<{id}.Arn>/*", *(f"Action::s3:{action}" for action in actions)):
        acknowledge(
            stream, f"AwsSolutions-IAM5[{finding}]", "the grant of aws_kinesisfirehose, on this bucket only"
        )
    acknowledge(
        stack, "CloudFormation-Validate::W7001", "aws_kinesisfirehose always writes its mapping of addresses"
    )


def acknowledge(construct: IConstruct, finding: str, reason: str) -> None:
    cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id=finding, reason=reason))


T = TypeVar("T")


def read(app: cdk.App, name: str, default: T) -> T:
    """A value of the context; ``-c name=value`` on the command line gives text, which is read as JSON."""
    given = app.node.try_get_context(name)
    if given is None:
        return default
    value: T = json.loads(given) if isinstance(given, str) and not isinstance(default, str) else given
    return value


def build(app: cdk.App) -> None:
    """The four stacks, from the app's context."""

    domains = [Domain.read(given) for given in read(app, "domains", DOMAINS)]
    pause = Rates(**read(app, "pause", {"bounce": 0.08, "complaint": 0.004}))
    activation = {
        "exclusive": Activation.exclusive(),
        "takeover": Activation.takeover(),
        "join": Activation.join(),
    }[read(app, "activation", "exclusive")]
    keep = cdk.RemovalPolicy.RETAIN if read(app, "retain", True) else cdk.RemovalPolicy.DESTROY

    events_stack = Events(app, "Events", keep=keep)
    sending = Sending(app, "Sending", domains=domains, events=events_stack, keep=keep)
    Receiving(app, "Receiving", domains=domains, activation=activation, keep=keep)
    operators = read(app, "operators", "operators@shop.example")
    least = read(app, "volume", {"sends": 50, "bounces": 12, "complaints": 7})
    volume = Volume.at_least(sends=least["sends"], bounces=least["bounces"], complaints=least["complaints"])
    Reputation(app, "Reputation", sending=sending, operators=operators, pause=pause, volume=volume, keep=keep)


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
