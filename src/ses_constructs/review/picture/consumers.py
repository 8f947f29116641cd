"""Who takes what a topic, a bus or a stream hands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ses_constructs.review.alarms import TOPIC, permissions_of
from ses_constructs.review.receiving import FUNCTIONS, function_of
from ses_constructs.review.serverless import FROM_BUS, fed_by, sources

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
TABLE = "AWS::DynamoDB::Table"
_MAPPING = "AWS::Lambda::EventSourceMapping"
_WRITES = ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem", "dynamodb:TransactWriteItems")
_KINDS = {
    TOPIC: Kind.TOPIC,
    QUEUE: Kind.QUEUE,
    STREAM: Kind.STREAM,
    BUCKET: Kind.BUCKET,
    BUS: Kind.BUS,
    TABLE: Kind.TABLE,
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
_Taker = tuple[Part, "Resource | None"]
"""A part that takes something over, and its resource when what follows is known too."""
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
        return _made_here(resource, kind), resource
    shape = value.shape
    found = next((known for mark, known in _BY_ARN if mark in shape), kind)
    return Part(f"outside\n{readable(value.text)}", found, tail_of(value), "not in these templates"), None


def _made_here(resource: Resource, kind: Kind = Kind.OTHER) -> Part:
    return Part(key_of(resource), _KINDS.get(resource.type, kind), name_of(resource), resources=(resource,))


def add_consumers(
    flow: FlowBuilder, assembly: Assembly, start: str, resource: Resource | None, steps: int = 0
) -> None:
    """Draws what comes after a topic, queue, function, bus or stream, and what comes after that."""
    if resource is None or steps >= _FARTHEST:
        return
    for part, followed in _next(assembly, resource):
        key = flow.part(part)
        flow.arrow(Arrow(start, key, Carries.EVENTS))
        add_consumers(flow, assembly, key, followed, steps + 1)


def _next(assembly: Assembly, resource: Resource) -> Iterator[_Taker]:
    if resource.type == TOPIC:
        yield from _subscribers(assembly, resource)
    elif resource.type == QUEUE:
        yield from _readers(assembly, resource)
    elif resource.type in FUNCTIONS:
        yield from ((_made_here(table), None) for table in _written_by(assembly, resource))
    elif resource.type == STREAM:
        yield from _stored(resource)
    elif resource.type == BUS_RULE:
        for target in resource.get("Targets").items:
            yield target_part(target.get("Arn"))


def _readers(assembly: Assembly, queue: Resource) -> Iterator[_Taker]:
    for mapping in assembly.resources(_MAPPING):
        if mapping.get("EventSourceArn").names(QUEUE) is queue:
            yield target_part(mapping.get("FunctionName"), Kind.FUNCTION)
    for function in fed_by(assembly, "SQS", "Queue", queue):
        yield _made_here(function), function


def _written_by(assembly: Assembly, function: Resource) -> list[Resource]:
    """Tables of the assembly that a function is allowed to write to."""
    named = [
        value.names(TABLE)
        for statement in permissions_of(assembly, function)
        if statement.allows and any(statement.covers(action) for action in _WRITES)
        for value in statement.resources
    ]
    return [table for table in dict.fromkeys(named) if table is not None]


def _subscribers(assembly: Assembly, topic: Resource) -> Iterator[_Taker]:
    own = [
        one.properties
        for one in assembly.resources("AWS::SNS::Subscription")
        if one.get("TopicArn").names(TOPIC) is topic
    ]
    for settings in [*own, *topic.get("Subscription").items]:
        protocol, endpoint = settings.get("Protocol").literal or "", settings.get("Endpoint")
        if protocol in ("sqs", "lambda", "firehose", ""):
            yield target_part(endpoint)
        else:
            name = _outside_name(protocol, readable(endpoint.text))
            said = (Fact("Told by", protocol),)
            yield Part(f"{protocol}\n{name}", Kind.SUBSCRIBER, name, f"by {protocol}", said), None
    for function in fed_by(assembly, "SNS", "Topic", topic):
        yield _made_here(function), function


def _outside_name(protocol: str, endpoint: str) -> str:
    """An address, or the host of a web address, whose path and query often hold a secret."""
    if protocol in _SECRET_SCHEMES and "://" in endpoint:
        scheme, _, rest = endpoint.partition("://")
        host = rest.partition("/")[0].partition("?")[0].rpartition("@")[2]
        return f"{scheme}://{host}"
    return endpoint or "not known before deployment"


def _stored(stream: Resource) -> Iterator[_Taker]:
    for name in _STREAM_ENDS:
        settings = stream.get(name)
        if not settings.present:
            continue
        bucket = settings.get("BucketARN")
        if bucket.present:
            yield target_part(bucket, Kind.BUCKET)
        else:
            title = name.removesuffix("DestinationConfiguration")
            yield Part(f"{key_of(stream)}\n{name}", Kind.OTHER, title, "fed by the stream"), None


def add_bus_rules(flow: FlowBuilder, assembly: Assembly, bus: str, wanted: Resource | None) -> None:
    """Draws the rules of a bus that ask for events of SES, and what they hand them to.

    Args:
        flow: The map.
        assembly: Where the rules are.
        bus: Key of the bus in the map.
        wanted: The bus, when the assembly makes it; None: the account's default bus.
    """
    for rule in assembly.resources(BUS_RULE):
        pattern = rule.get("EventPattern")
        if _is_on(rule.get("EventBusName"), wanted) and _FROM_SES in pattern.get("source").literals:
            part = Part(key_of(rule), Kind.BUS_RULE, label_of(rule), _types(pattern), resources=(rule,))
            key = flow.part(part)
            flow.arrow(Arrow(bus, key, Carries.EVENTS))
            add_consumers(flow, assembly, key, rule)
    for function, kind, settings in sources(assembly):
        pattern = settings.get("Pattern")
        if (
            kind in FROM_BUS
            and _is_on(settings.get("EventBusName"), wanted)
            and _FROM_SES in pattern.get("source").literals
        ):
            name = settings.path[-2]
            part = Part(f"{key_of(function)}\n{name}", Kind.BUS_RULE, name, _types(pattern), resources=(function,))
            taker = flow.part(_made_here(function))
            flow.arrow(Arrow(bus, flow.part(part), Carries.EVENTS))
            flow.arrow(Arrow(part.key, taker, Carries.EVENTS))
            add_consumers(flow, assembly, taker, function)


def _is_on(named: Value, wanted: Resource | None) -> bool:
    """True when a rule is on a bus of the assembly, or on the account's default bus where none is wanted."""
    if wanted is not None:
        return named.names(BUS) is wanted
    return named.absent or named.literal == "default" or named.shape.endswith(":event-bus/default")


def _types(pattern: Value) -> str:
    """Which events a rule asks for, in words."""
    named = pattern.get("detail-type").literals
    return joined((word.removeprefix("Email ").lower() for word in named), most=3) or "every event of SES"
