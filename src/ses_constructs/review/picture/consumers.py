"""Who takes what a topic, a bus or a stream hands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ses_constructs.review.alarms import TOPIC
from ses_constructs.review.receiving import function_of

from .flow import Arrow, Carries, FlowBuilder
from .naming import joined, key_of, label_of, name_of, readable, tail_of
from .part import Fact, Kind, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ses_constructs.review.template import Assembly, Resource
    from ses_constructs.review.value import Value

QUEUE = "AWS::SQS::Queue"
STREAM = "AWS::KinesisFirehose::DeliveryStream"
BUCKET = "AWS::S3::Bucket"
BUS_RULE = "AWS::Events::Rule"
BUS = "AWS::Events::EventBus"
_KINDS = {
    TOPIC: Kind.TOPIC,
    QUEUE: Kind.QUEUE,
    STREAM: Kind.STREAM,
    BUCKET: Kind.BUCKET,
    BUS: Kind.BUS,
    "AWS::Lambda::Function": Kind.FUNCTION,
    "AWS::Serverless::Function": Kind.FUNCTION,
}
_BY_ARN = (
    (":sns:", Kind.TOPIC),
    (":sqs:", Kind.QUEUE),
    (":lambda:", Kind.FUNCTION),
    (":firehose:", Kind.STREAM),
    (":event-bus/", Kind.BUS),
    (":s3:", Kind.BUCKET),
)
_FARTHEST = 6
"""Steps behind SES that a map follows."""
_FROM_SES = "aws.ses"
_STREAM_ENDS = (
    *("ExtendedS3DestinationConfiguration", "S3DestinationConfiguration"),
    *("RedshiftDestinationConfiguration", "ElasticsearchDestinationConfiguration"),
    *("AmazonopensearchserviceDestinationConfiguration", "HttpEndpointDestinationConfiguration"),
    *("SplunkDestinationConfiguration", "SnowflakeDestinationConfiguration", "IcebergDestinationConfiguration"),
)
_SECRET_SCHEMES = ("http", "https")


def target_part(value: Value, kind: Kind = Kind.OTHER) -> tuple[Part, Resource | None]:
    """The box for what a value names, and its resource when that is one of the assembly."""
    resource = function_of(value) or value.names(*_KINDS)
    if resource is None and value.reference is not None:
        resource = value.reference.resource
    if resource is not None:
        found = _KINDS.get(resource.type, kind)
        return Part(key_of(resource), found, name_of(resource), resources=(resource,)), resource
    shape = value.shape
    found = next((known for mark, known in _BY_ARN if mark in shape), kind)
    return Part(f"outside\n{readable(value.text)}", found, tail_of(value), "not in these templates"), None


def add_consumers(
    flow: FlowBuilder, assembly: Assembly, start: str, resource: Resource | None, steps: int = 0
) -> None:
    """Draws what comes after a topic, bus or stream, and what comes after that."""
    if resource is None or steps >= _FARTHEST:
        return
    for part, value, says in _next(assembly, resource):
        followed: Resource | None = None
        if value is not None:
            part, followed = target_part(value, part.kind)
        key = flow.part(part)
        flow.arrow(Arrow(start, key, Carries.EVENTS, says))
        add_consumers(flow, assembly, key, followed, steps + 1)


def _next(assembly: Assembly, resource: Resource) -> Iterator[tuple[Part, Value | None, str]]:
    if resource.type == TOPIC:
        yield from _subscribers(assembly, resource)
    elif resource.type == STREAM:
        yield from _stored(resource)
    elif resource.type == BUS_RULE:
        for target in resource.get("Targets").items:
            yield Part("", Kind.OTHER, ""), target.get("Arn"), ""


def _subscribers(assembly: Assembly, topic: Resource) -> Iterator[tuple[Part, Value | None, str]]:
    own = [
        one.properties
        for one in assembly.resources("AWS::SNS::Subscription")
        if one.get("TopicArn").names(TOPIC) is topic
    ]
    for settings in [*own, *topic.get("Subscription").items]:
        protocol, endpoint = settings.get("Protocol").literal or "", settings.get("Endpoint")
        if protocol in ("sqs", "lambda", "firehose", ""):
            yield Part("", Kind.OTHER, ""), endpoint, ""
        else:
            name = _outside_name(protocol, readable(endpoint.text))
            said = (Fact("Told by", protocol),)
            yield Part(f"{protocol}\n{name}", Kind.SUBSCRIBER, name, f"by {protocol}", said), None, ""


def _outside_name(protocol: str, endpoint: str) -> str:
    """An address, or the host of a web address, whose path and query often hold a secret."""
    if protocol in _SECRET_SCHEMES and "://" in endpoint:
        scheme, _, rest = endpoint.partition("://")
        host = rest.partition("/")[0].partition("?")[0].rpartition("@")[2]
        return f"{scheme}://{host}"
    return endpoint or "not known before deployment"


def _stored(stream: Resource) -> Iterator[tuple[Part, Value | None, str]]:
    for name in _STREAM_ENDS:
        settings = stream.get(name)
        if not settings.present:
            continue
        bucket = settings.get("BucketARN")
        if bucket.present:
            yield Part("", Kind.BUCKET, ""), bucket, ""
        else:
            title = name.removesuffix("DestinationConfiguration")
            yield Part(f"{key_of(stream)}\n{name}", Kind.OTHER, title, "fed by the stream"), None, ""


def add_bus_rules(flow: FlowBuilder, assembly: Assembly, bus: str, wanted: Resource | None) -> None:
    """Draws the rules of a bus that ask for events of SES, and what they hand them to.

    Args:
        flow: The map.
        assembly: Where the rules are.
        bus: Key of the bus in the map.
        wanted: The bus, when the assembly makes it; None: the account's default bus.
    """
    for rule in assembly.resources(BUS_RULE):
        named = rule.get("EventBusName")
        owner = named.names(BUS)
        is_default = named.absent or named.literal == "default" or named.shape.endswith(":event-bus/default")
        if owner is not wanted or (wanted is None and not is_default):
            continue
        sources = rule.get("EventPattern.source").literals
        if _FROM_SES not in sources:
            continue
        named_types = rule.get("EventPattern.detail-type").literals
        types = joined((word.removeprefix("Email ").lower() for word in named_types), most=3)
        part = Part(key_of(rule), Kind.BUS_RULE, label_of(rule), types or "every event of SES", resources=(rule,))
        key = flow.part(part)
        flow.arrow(Arrow(bus, key, Carries.EVENTS))
        add_consumers(flow, assembly, key, rule)
