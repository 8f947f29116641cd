"""A box of a map: what it is, in words for people who never ran a mail server."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ses_constructs.review.finding import Finding
    from ses_constructs.review.template import Resource


class Kind(StrEnum):
    """What a box stands for."""

    SENDER = "Sender"
    """A role, user or function that may send."""
    TENANT = "Tenant"
    """A customer whose sending SES keeps apart."""
    ENDPOINT = "Global endpoint"
    """A way to send through two regions."""
    DOMAIN = "Domain"
    """An identity that is a domain."""
    ADDRESS = "Address"
    """An identity that is one address."""
    CONFIGURATION_SET = "Configuration set"
    """The settings of a stream of mail."""
    PEOPLE = "People"
    """Whoever writes or reads the mail."""
    TOPIC = "Topic"
    """An SNS topic."""
    BUS = "Event bus"
    """An EventBridge bus."""
    BUS_RULE = "Event rule"
    """A rule on an EventBridge bus."""
    STREAM = "Delivery stream"
    """A Firehose stream."""
    METRICS = "Metrics"
    """CloudWatch metrics."""
    QUEUE = "Queue"
    """An SQS queue."""
    FUNCTION = "Function"
    """A Lambda function."""
    BUCKET = "Bucket"
    """An S3 bucket."""
    TABLE = "Table"
    """A DynamoDB table."""
    SUBSCRIBER = "Subscriber"
    """An address or a web page that a topic tells."""
    LINKS = "Tracked links"
    """The domain that links and pictures in mail carry."""
    DISTRIBUTION = "Distribution"
    """A CloudFront distribution."""
    TRACKER = "Click counter"
    """A host of SES that tracked links lead to."""
    RECEIPT_RULE = "Receipt rule"
    """What is done with incoming mail."""
    GATEWAY = "Ingress endpoint"
    """Where Mail Manager takes mail in."""
    ARCHIVE = "Archive"
    """A Mail Manager archive."""
    RELAY = "Relay"
    """A mail server that Mail Manager hands mail to."""
    OUTCOME = "Outcome"
    """What becomes of a message: bounced, dropped, handed on."""
    ALARM = "Alarm"
    """A CloudWatch alarm on a reputation metric."""
    GUARD = "Guard"
    """A function that pauses sending."""
    PAUSE = "Pause"
    """What a guard stops."""
    ACCOUNT = "Account"
    """All sending of the account in a region."""
    STACK = "Stack"
    """A CloudFormation stack."""
    OTHER = "Other"
    """Anything else that the templates name."""

    @property
    def meaning(self) -> str:
        """What it is, in one sentence."""
        return _MEANINGS[self]


_MEANINGS = {
    Kind.SENDER: "A role, user or function that is allowed to send mail.",
    Kind.DOMAIN: "A domain whose mail SES signs and sends, once its DNS records are published.",
    Kind.ADDRESS: "A single address that may send, once somebody clicks the link SES mails to it.",
    Kind.CONFIGURATION_SET: "What holds for one stream of mail: encryption, suppression, who hears of bounces.",
    Kind.PEOPLE: "The people at the other end.",
    Kind.TOPIC: "Hands each message on to everybody who subscribed to it.",
    Kind.BUS: "Carries events to the rules that ask for them.",
    Kind.BUS_RULE: "Picks events from a bus and hands them on.",
    Kind.STREAM: "Collects events and writes them to storage in files.",
    Kind.METRICS: "Numbers over time, which alarms and dashboards read.",
    Kind.QUEUE: "Keeps messages until a program fetches them.",
    Kind.FUNCTION: "Code that runs for each message.",
    Kind.BUCKET: "Stores files.",
    Kind.TABLE: "Remembers what became of messages, to be looked up.",
    Kind.TENANT: "A customer or team whose reputation SES keeps apart, and whose sending it can pause alone.",
    Kind.ENDPOINT: "Spreads mail over two regions; when one fails, all of it goes through the other.",
    Kind.SUBSCRIBER: "Hears of it outside AWS.",
    Kind.LINKS: "Links and an invisible picture in the mail carry this name, so that SES hears of them.",
    Kind.DISTRIBUTION: "Answers browsers over HTTPS, and hands what they ask for on.",
    Kind.TRACKER: "SES's own host: it notes the click and sends the reader on to the page that was meant.",
    Kind.RECEIPT_RULE: "Says what SES does with incoming mail; rules are read in their order.",
    Kind.GATEWAY: "A mail server of Mail Manager that takes mail in.",
    Kind.ARCHIVE: "Keeps mail for a set time, to be searched and exported.",
    Kind.RELAY: "Another mail server, which takes the mail over.",
    Kind.OUTCOME: "What becomes of the message.",
    Kind.ALARM: "Watches the share of mail that bounces or is marked as spam.",
    Kind.GUARD: "Stops sending before AWS stops the whole account.",
    Kind.PAUSE: "No mail leaves here until a person resumes sending.",
    Kind.ACCOUNT: "Everything this account sends in this region.",
    Kind.STACK: "Resources that are deployed together.",
    Kind.OTHER: "Named by the templates, and not described in them.",
}


class State(StrEnum):
    """What a change of templates does to a part, or to an arrow between two."""

    SAME = ""
    """Nothing."""
    NEW = "new"
    """It is only in the new templates."""
    CHANGED = "changed"
    """It is in both, and not the same."""
    GONE = "gone"
    """It is only in the old templates."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a part.

    Args:
        name: What is said.
        value: What it is.
    """

    name: str
    value: str


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A box of a map.

    Args:
        key: Tells it from other parts of the same map.
        kind: What it is.
        title: Its name.
        line: What the box says below the name.
        facts: What its card says.
        resources: The resources it stands for, for findings and places.
        members: Names of the parts it stands for, when alike ones are drawn as one.
        state: What a change does to it.
        before: Resources of the old templates that stood in its place, when a change is shown.
    """

    key: str
    kind: Kind
    title: str
    line: str = ""
    facts: tuple[Fact, ...] = ()
    resources: tuple[Resource, ...] = ()
    members: tuple[str, ...] = ()
    state: State = State.SAME
    before: tuple[Resource, ...] = ()

    def concerns(self, finding: Finding) -> bool:
        """True when a finding, or a change, is about one of its resources."""
        place = finding.place
        return any(
            (place.file, place.stack, place.logical_id)
            == (resource.template.file, resource.template.stack, resource.logical_id)
            for resource in (*self.resources, *self.before)
        )
