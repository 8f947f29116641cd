"""A mail platform of four stacks. What it needs is read from the CDK context; the defaults work offline.

    cdk deploy --all -c operators=you@example.com -c domains='[{"domain": "shop.example", "zone_id": "Z0123"}]'

Context:
    domains     JSON list. Each: ``domain``; ``stream``, the configuration set it sends with; and, to publish its
                records, ``zone_id`` (with ``zone_name``, when the zone is a parent's). Without: they are printed.
    operators   E-mail address that hears about warnings and pauses.
    warn        JSON object ``{"bounce": 0.05, "complaint": 0.001}``: rates, as fractions, that people hear of.
    pause       JSON object ``{"bounce": 0.08, "complaint": 0.004}``: rates, as fractions, that pause sending.
    volume      JSON object ``{"sends": 50, "bounces": 12, "complaints": 7}``: what a pause needs within an hour.
    activation  ``exclusive``, ``takeover``, ``join`` or ``off``: how the receipt rule set becomes the active one.
    retain      ``false`` deletes identities, records and stored mail with the stacks.

A wrong value ends the app with what to give instead.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

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
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.addresses import checked_address
from ses_constructs.facts.domains import checked_identity
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
    def read(cls, given: object) -> Domain:
        values = checked("domains", given, {"domain": "", "stream": "Mail", "zone_id": "", "zone_name": ""})
        name, zone_id = checked_identity("domain", values["domain"]), values["zone_id"]
        dns = Dns.in_zone_with_id(zone_id, zone_name=values["zone_name"] or name) if zone_id else Dns.by_hand()
        return cls(name, dns, values["stream"])


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
        warn: Rates,
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
                self,
                id,
                watch=watch,
                operators=topic,
                warn=warn,
                pause=pause,
                volume=volume,
                removal_policy=keep,
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
    """A value of the context, of the default's kind; on the command line, whatever is not text is JSON."""
    given = app.node.try_get_context(name)
    if given is None:
        return default
    if isinstance(given, str) and not isinstance(default, str):
        with suppress(json.JSONDecodeError):
            given = json.loads(given)
    value: T = checked(name, given, default)
    return value


def checked(name: str, given: Any, default: Any) -> Any:
    """The value, when it is of the default's kind. An object may leave names out, and may have no other ones."""
    kind: Any = (int, float) if isinstance(default, float) else type(default)
    if not isinstance(given, kind):
        raise InvalidSettingError(name, given, "is of another kind", fix=f"give one such as {json.dumps(default)}")
    if not isinstance(default, dict):
        return given
    for key, value in given.items():
        if key not in default:
            raise InvalidSettingError(name, given, f"has {key!r}", fix=f"use {', '.join(default)}")
        checked(f"{name}.{key}", value, default[key])
    return {**default, **given}


def read_domains(app: cdk.App) -> list[Domain]:
    """The domains of the context, each once."""
    domains = [Domain.read(given) for given in read(app, "domains", DOMAINS)]
    names = [*(d.domain for d in domains), *{d.stream for d in domains}]
    if not domains or len(set(names)) < len(names):
        fix = "give each domain once, and streams other names than domains"
        raise InvalidSettingError("domains", names, "are not different domains", fix=fix)
    return domains


def read_activation(app: cdk.App) -> Activation:
    """How the rule set becomes the active one."""
    made = (Activation.exclusive(), Activation.takeover(), Activation.join(), Activation.off())
    ways = {str(way.mode): way for way in made}
    name = read(app, "activation", "exclusive")
    if name not in ways:
        raise InvalidSettingError(
            "activation", name, "is no way to activate", fix=f"give one of {', '.join(ways)}"
        )
    return ways[name]


def build(app: cdk.App) -> None:
    """The four stacks, from the app's context."""
    domains = read_domains(app)
    warn = Rates(**read(app, "warn", {"bounce": 0.05, "complaint": 0.001}))
    pause = Rates(**read(app, "pause", {"bounce": 0.08, "complaint": 0.004}))
    least = read(app, "volume", {"sends": 50, "bounces": 12, "complaints": 7})
    volume = Volume.at_least(sends=least["sends"], bounces=least["bounces"], complaints=least["complaints"])
    operators = checked_address("operators", read(app, "operators", "operators@shop.example"))
    keep = cdk.RemovalPolicy.RETAIN if read(app, "retain", True) else cdk.RemovalPolicy.DESTROY

    events_stack = Events(app, "Events", keep=keep)
    sending = Sending(app, "Sending", domains=domains, events=events_stack, keep=keep)
    Receiving(app, "Receiving", domains=domains, activation=read_activation(app), keep=keep)
    Reputation(
        app, "Reputation", sending=sending, operators=operators, warn=warn, pause=pause, volume=volume, keep=keep
    )


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
