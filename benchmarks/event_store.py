"""Many events through the whole path of the event store: ``python -m benchmarks.event_store --events 20000``.

Deploys ``examples/event_store.py`` on an emulator, publishes distinct events and copies of some in no order to its
topic, waits until the queue is empty, and compares the table with what was published. Prints times and calls.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ses_constructs.events import StoredEvents
from ses_constructs.local.cdk import Cdk
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.node import node_binary
from ses_constructs.local.platform import Platform

START = datetime(2026, 11, 21, 8, tzinfo=UTC)
KINDS = (("Send", "send"), ("Delivery", "delivery"), ("Bounce", "bounce"), ("Open", "open"))
MOST_IN_A_CALL = 10


@dataclass(frozen=True)
class Result:
    """What was measured."""

    published: int
    seconds: float
    stored: int
    copies: int
    invocations: int
    items: int
    undelivered: int


def records(count: int) -> Iterator[str]:
    """Distinct events: four of each message, each of another millisecond."""
    for number in range(count):
        kind, key = KINDS[number % len(KINDS)]
        at = (START + timedelta(milliseconds=number)).isoformat(timespec="milliseconds")
        address = f"customer{number % 1000}@mail.test"
        payload: dict[str, Any] = {"timestamp": at}
        if kind == "Bounce":
            payload |= {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": address}]}
        mail = {
            "messageId": f"message-{number // len(KINDS)}",
            "timestamp": at,
            "destination": [address],
            "tags": {"ses:configuration-set": ["receipts"]},
        }
        yield json.dumps({"eventType": kind, "mail": mail, key: {} if kind == "Send" else payload})


def publish(emulator: Emulator, topic: str, messages: list[str]) -> None:
    sns = emulator.client("sns")
    for start in range(0, len(messages), MOST_IN_A_CALL):
        entries: Any = [
            {"Id": str(n), "Message": text} for n, text in enumerate(messages[start : start + MOST_IN_A_CALL])
        ]
        answer = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
        if answer.get("Failed"):
            raise SystemExit(f"not published: {answer['Failed']}")


def wait_until_read(emulator: Emulator, queue: str, patience: float) -> None:
    names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found = emulator.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
        if all(int(found[name]) == 0 for name in names):
            return
        time.sleep(0.2)
    raise SystemExit(f"after {patience:g} s the queue still holds {found}")


def counts(emulator: Emulator, table: str) -> Counter[str]:
    client: Any = emulator.client("dynamodb")
    asked = {
        "TableName": table,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": StoredEvents.counts(START.date())}},
    }
    found: Counter[str] = Counter()
    for item in client.query(**asked)["Items"]:
        found[item["sk"]["S"].split("#")[1]] += int(item["events"]["N"])
    return found


def items(emulator: Emulator, table: str) -> int:
    """How many items of recipients there are."""
    client: Any = emulator.client("dynamodb")
    pages = client.get_paginator("scan").paginate(TableName=table, ProjectionExpression="pk")
    return sum(item["pk"]["S"].startswith("recipient#") for page in pages for item in page["Items"])


def said(emulator: Emulator, function: str) -> list[dict[str, Any]]:
    config = emulator.client("lambda").get_function_configuration(FunctionName=function)
    pages = emulator.client("logs").get_paginator("filter_log_events")
    events = itertools.chain.from_iterable(
        page["events"] for page in pages.paginate(logGroupName=config["LoggingConfig"]["LogGroup"])
    )
    lines = [line for event in events for line in event["message"].splitlines()]
    return [json.loads(line) for line in lines if line.startswith("{")]


def synthesize(folder: Path) -> None:
    # Starts Node.js, whose place must be known before.
    import aws_cdk as cdk

    from examples.event_store import StoreEvents

    app = cdk.App(outdir=str(folder), analytics_reporting=False)
    StoreEvents(app, "Load")
    app.synth()


def run(emulator: Emulator, *, events: int, copies: int, folder: Path, patience: float) -> Result:
    """Deploys, publishes, waits, and checks that nothing is lost and nothing counted twice."""
    synthesize(folder / "cdk.out")
    deployer = Cdk(emulator, folder, app_command=[str(folder / "cdk.out")])
    deployer.bootstrap()
    deployer.deploy()
    platform = Platform(emulator)
    topic = platform.physical_id("Load", "AWS::SNS::Topic", "StoreTopic")
    queue = platform.physical_id("Load", "AWS::SQS::Queue", "StoreQueue")
    dead = platform.physical_id("Load", "AWS::SQS::Queue", "StoreDeadLetters")
    table = platform.physical_id("Load", "AWS::DynamoDB::Table", "StoreTable")
    function = platform.physical_id("Load", "AWS::Lambda::Function", "StoreFunction")
    dice = random.Random(20_000)  # noqa: S311 - the same disorder each time
    distinct = list(records(events))
    messages = distinct + dice.choices(distinct, k=copies)
    dice.shuffle(messages)
    started = time.monotonic()
    publish(emulator, topic, messages)
    wait_until_read(emulator, queue, patience)
    seconds = time.monotonic() - started
    found, expected = counts(emulator, table), Counter(json.loads(text)["eventType"].lower() for text in distinct)
    if found != expected:
        raise SystemExit(f"counted {dict(found)} instead of {dict(expected)}")
    lines = [line for line in said(emulator, function) if line["did"] == "stored"]
    return Result(
        published=len(messages),
        seconds=seconds,
        stored=sum(found.values()),
        copies=sum(line["copies"] for line in lines),
        invocations=len(lines),
        items=items(emulator, table),
        undelivered=len(list(platform.messages(dead))),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--copies", type=int, default=4_000)
    parser.add_argument("--patience", type=float, default=900)
    asked = parser.parse_args()
    os.environ.setdefault("JSII_NODE", str(node_binary()))
    os.environ.setdefault("CDK_VALIDATION", "false")
    with tempfile.TemporaryDirectory() as folder, Emulator() as emulator:
        result = run(
            emulator, events=asked.events, copies=asked.copies, folder=Path(folder), patience=asked.patience
        )
    print(f"published {result.published} messages, {asked.events} distinct events")
    print(f"stored {result.stored}, items {result.items}, copies seen {result.copies}")
    print(f"{result.seconds:.1f} s, {result.stored / result.seconds:.0f} events/s on this machine")
    print(f"{result.invocations} calls of the function, {result.published / result.invocations:.1f} messages each")
    print(f"{result.undelivered} messages in the dead-letter queue")
    if result.stored != asked.events or result.items != asked.events or result.undelivered:
        raise SystemExit("something was lost, or counted twice")


if __name__ == "__main__":
    main()
