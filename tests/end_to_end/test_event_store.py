"""Examples ``event_store`` and ``process_feedback``: each event once, however often it comes, in any order."""

from __future__ import annotations

import importlib
import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns

from benchmarks.event_store import counts, publish, records
from ses_constructs.configuration_sets import ConfigurationSet, Destination
from ses_constructs.events import EventReader, EventStore, StoredEvents
from ses_constructs.identities import EmailAddressIdentity, FeedbackTopics
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import ROOT, Assembly

ME = "me@mail.example"
COPIES, MANY = 8, 2000
Item = dict[str, Any]


class Stored:
    """A table of an account."""

    def __init__(self, account: Account, table: str) -> None:
        self.account = account
        self.table = table
        self.dynamodb: Any = account.emulator.client("dynamodb")

    def query(self, key: str, value: str, index: str | None = None) -> list[Item]:
        asked = {"IndexName": index} if index is not None else {}
        answer = self.dynamodb.query(
            TableName=self.table,
            KeyConditionExpression=f"{key} = :value",
            ExpressionAttributeValues={":value": {"S": value}},
            **asked,
        )
        items: list[Item] = answer["Items"]
        return items

    def of_recipient(self, address: str) -> list[str]:
        return sorted(item["event_type"]["S"] for item in self.query("pk", StoredEvents.recipient(address)))

    def counts(self) -> dict[str, tuple[int, int]]:
        """Events and recipients of today by type, shards summed up."""
        found: dict[str, tuple[int, int]] = {}
        for item in self.query("pk", StoredEvents.counts(datetime.now(UTC).date())):
            kind = item["sk"]["S"].split("#")[1]
            events, recipients = found.get(kind, (0, 0))
            found[kind] = (events + int(item["events"]["N"]), recipients + int(item["recipients"]["N"]))
        return found

    def wait_until_read(self, queue: str, *, but: int = 0) -> None:
        """Until nothing waits, and nothing is in flight but messages that have failed."""
        names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        sqs = self.account.emulator.client("sqs")

        def read() -> bool:
            found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
            return [int(found[name]) for name in names] == [0, but]

        wait_for(f"{queue} to be read", read)


class Deployed(Stored):
    """An example, deployed; its table read back, its topic written to."""

    def __init__(self, name: str, account: Account, assembly: Assembly) -> None:
        self._assembly = assembly
        module = importlib.import_module(f"examples.{name}")
        (self._stack,) = [
            kind
            for kind in vars(module).values()
            if isinstance(kind, type) and issubclass(kind, cdk.Stack) and kind.__module__ == module.__name__
        ]
        assembly.deploy(self._build)
        super().__init__(account, account.physical_id("Example", "AWS::DynamoDB::Table", ""))
        self.sns = account.emulator.client("sns")
        account.ses.create_email_identity(EmailIdentity=ME)
        account.emulator.confirm_address(ME)

    def physical_id(self, type: str, prefix: str) -> str:
        return self.account.physical_id("Example", type, prefix)

    def destroy(self) -> list[str]:
        self.account.ses.delete_email_identity(EmailIdentity=ME)
        self._assembly.destroy(self._build)
        return sorted(self.account.leftovers())

    def send(self, configuration_set: str, *to: str) -> str:
        sent = self.account.ses.send_email(
            FromEmailAddress=ME,
            Destination={"ToAddresses": list(to)},
            Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}},
            ConfigurationSetName=configuration_set,
            EmailTags=[{"Name": "campaign", "Value": "spring"}],
        )
        return sent["MessageId"]

    def publish_copies(self, topic: str, heard: list[str]) -> None:
        """Every record of SES again and again, in no order."""
        copies = heard * COPIES
        random.Random(7).shuffle(copies)
        publish(self.account.emulator, topic, copies)

    def _build(self, app: cdk.App) -> None:
        self._stack(app, "Example")


def raw_records(account: Account, listener: str, count: int) -> list[str]:
    found: list[str] = []

    def enough() -> bool:
        found.extend(json.loads(body)["Message"] for body in account.messages(listener))
        return len(found) >= count

    wait_for(f"{count} records", enough)
    return found


@pytest.fixture
def store(emptied: Account, assembly: Assembly) -> Deployed:
    return Deployed("event_store", emptied, assembly)


def test_event_store_counts_an_event_once_however_often_it_comes(store: Deployed) -> None:
    account = store.account
    topic = store.physical_id("AWS::SNS::Topic", "StoreTopic")
    queue = store.physical_id("AWS::SQS::Queue", "StoreQueue")
    receipts = store.physical_id("AWS::SES::ConfigurationSet", "Receipts")
    listener = account.listen(topic)
    both = store.send(receipts, CUSTOMER, "gone@bounce.test")
    store.send(receipts, "angry@complaint.test")
    store.publish_copies(topic, raw_records(account, listener, 6))
    store.sns.publish(TopicArn=topic, Message="Successfully validated SNS topic for Amazon SES event publishing.")
    store.sns.publish(TopicArn=topic, Message='{"eventType":"Boun')
    expected = {"send": (2, 3), "delivery": (2, 2), "bounce": (1, 1), "complaint": (1, 1)}
    wait_for("every event", lambda: store.counts() == expected)
    # What cannot be read is in flight until its next try.
    store.wait_until_read(queue, but=1)
    assert store.counts() == expected
    assert store.of_recipient("Gone@bounce.test") == ["bounce", "send"]
    by_message = store.query("message_id", both, "by_message")
    assert sorted(item["event_type"]["S"] for item in by_message) == ["bounce", "delivery", "send", "send"]
    today = StoredEvents.of_day(datetime.now(UTC).date(), "bounce")
    (bounce,) = store.query("on_day", today, "by_day")
    assert bounce["details"]["M"]["bounce_type"]["S"] == "Permanent"
    assert bounce["configuration_set"]["S"] == receipts
    assert bounce["tags"]["M"]["campaign"]["L"] == [{"S": "spring"}]
    assert CUSTOMER not in json.dumps(bounce)
    is_measured(store)
    forget(store)
    assert store.counts() == expected
    is_kept(store)
    takes_many(store, topic, queue)
    account.emulator.client("sqs").delete_queue(QueueUrl=listener)
    what_fails_for_good_is_kept_and_told(store, topic, queue)
    assert store.destroy() == [f"configuration set {receipts}"]
    assert store.table in store.dynamodb.list_tables()["TableNames"]


def is_measured(store: Deployed) -> None:
    """How long events took to get here."""
    now = datetime.now(UTC)
    points = store.account.emulator.client("cloudwatch").get_metric_statistics(
        Namespace="SesConstructs",
        MetricName="EventLatency",
        Dimensions=[{"Name": "Table", "Value": store.table}],
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(hours=1),
        Period=7200,
        Statistics=["SampleCount", "Maximum"],
    )["Datapoints"]
    # Sends and deliveries; bounces and complaints have times of others.
    assert sum(point["SampleCount"] for point in points) >= 4
    assert 0 <= max(point["Maximum"] for point in points) < 600


def forget(store: Deployed) -> None:
    """What is known of one recipient goes, and of nobody else."""
    function = store.physical_id("AWS::Lambda::Function", "StoreForgetRecipient")
    assert store.account.invoke(function, {"address": "Gone <GONE@bounce.test>"}) == {"forgotten": 2}
    assert store.account.invoke(function, {"address": "gone@bounce.test"}) == {"forgotten": 0}
    assert store.of_recipient("gone@bounce.test") == []
    assert store.of_recipient(CUSTOMER) == ["delivery", "send"]


def takes_many(store: Deployed, topic: str, queue: str) -> None:
    """Thousands of events and some copies in no order; twenty thousand are a matter of ``make load``."""
    distinct = list(records(MANY))
    dice = random.Random(1000)
    messages = distinct + dice.choices(distinct, k=MANY // 5)
    dice.shuffle(messages)
    publish(store.account.emulator, topic, messages)
    store.wait_until_read(queue, but=1)
    assert dict(counts(store.account.emulator, store.table)) == dict.fromkeys(
        ("send", "delivery", "bounce", "open"), MANY // 4
    )


def what_fails_for_good_is_kept_and_told(store: Deployed, topic: str, queue: str) -> None:
    """With a wait of a second instead of six minutes before each of the five tries."""
    sqs = store.account.emulator.client("sqs")
    dead = store.physical_id("AWS::SQS::Queue", "StoreDeadLetters")
    assert list(store.account.messages(dead)) == []
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "1"})
    store.sns.publish(TopicArn=topic, Message="no record at all")
    lost = store.physical_id("AWS::CloudWatch::Alarm", "StoreAlarmsLost")
    wait_for("the alarm", lambda: lost in store.account.alarms_in("ALARM"))
    assert list(store.account.messages(dead)) == ["no record at all"]


def is_kept(store: Deployed) -> None:
    """What the template says of expiry and backups is so."""
    expiry = store.dynamodb.describe_time_to_live(TableName=store.table)["TimeToLiveDescription"]
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}
    backups = store.dynamodb.describe_continuous_backups(TableName=store.table)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_process_feedback_suppresses_and_opts_out_once(emptied: Account, assembly: Assembly) -> None:
    made = Deployed("process_feedback", emptied, assembly)
    account, ses = emptied, emptied.ses
    topic = made.physical_id("AWS::SNS::Topic", "FeedbackTopic")
    queue = made.physical_id("AWS::SQS::Queue", "FeedbackQueue")
    newsletter = made.physical_id("AWS::SES::ConfigurationSet", "Newsletter")
    gone, angry, away = (f"{name}@simulator.amazonses.com" for name in ("bounce", "complaint", "ooto"))
    for address in (gone, away, CUSTOMER):
        ses.create_contact(ContactListName="readers", EmailAddress=address, AttributesData='{"name":"x"}')
    listener = account.listen(topic)
    # The simulator's addresses never get onto the list by themselves: whatever is there, the processor put there.
    for address in (gone, angry, away, CUSTOMER):
        made.send(newsletter, address)
    heard = raw_records(account, listener, 3)
    wait_for("two acts", lambda: len(acts(made, gone) + acts(made, angry)) == 2)
    ses.delete_suppressed_destination(EmailAddress=gone)
    made.publish_copies(topic, heard)
    made.wait_until_read(queue)
    suppressed = ses.list_suppressed_destinations()["SuppressedDestinationSummaries"]
    # Somebody took the first off the list, and a copy of its bounce does not put it back.
    assert [(entry["EmailAddress"], entry["Reason"]) for entry in suppressed] == [(angry, "COMPLAINT")]
    contact = ses.get_contact(ContactListName="readers", EmailAddress=gone)
    assert (contact["UnsubscribeAll"], contact["AttributesData"]) == (True, '{"name":"x"}')
    for address in (away, CUSTOMER):
        assert not ses.get_contact(ContactListName="readers", EmailAddress=address)["UnsubscribeAll"]
    assert acts(made, gone) == [["suppressed", "opted out"]]
    assert acts(made, angry) == [["suppressed", "is not in the contact list"]]
    assert (acts(made, away), acts(made, CUSTOMER)) == ([], [])
    function = made.physical_id("AWS::Lambda::Function", "FeedbackFunction")
    assert gone not in json.dumps(account.log(function))
    account.emulator.client("sqs").delete_queue(QueueUrl=listener)
    assert made.destroy() == [f"configuration set {newsletter}"]


def acts(made: Deployed, address: str) -> list[list[str]]:
    """What the history says was done about a recipient, event by event."""
    history = made.query("pk", StoredEvents.recipient(address))
    return [[entry["S"] for entry in item["did"]["L"]] for item in history if "did" in item]


def test_an_event_that_comes_by_topic_by_bus_and_from_its_identity_counts_once(
    emptied: Account, assembly: Assembly
) -> None:
    def build(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Example")
        store = EventStore(stack, "Store", operators=sns.Topic(stack, "Operators"))
        mail = ConfigurationSet(stack, "Mail", configuration_set_name="mail")
        mail.add_destination("Topic", Destination.topic(store.topic))
        mail.add_destination("Bus", Destination.event_bus())
        pattern = events.EventPattern(source=["aws.ses"])
        events.Rule(stack, "Rule", event_pattern=pattern, targets=[store.rule_target()])
        EmailAddressIdentity(stack, "Me", address=ME, feedback_topics=FeedbackTopics(bounce=store.topic))

    assembly.deploy(build)
    account = emptied
    topic = account.physical_id("Example", "AWS::SNS::Topic", "StoreTopic")
    queue = account.physical_id("Example", "AWS::SQS::Queue", "StoreQueue")
    by_topic, by_bus = account.listen(topic), account.hear_bus()
    account.emulator.confirm_address(ME)
    account.ses.send_email(
        FromEmailAddress=ME,
        Destination={"ToAddresses": ["gone@bounce.test"]},
        Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}},
        ConfigurationSetName="mail",
    )
    wait_for("the bounce by both families", lambda: len(account.taken(by_topic)) == 3)
    wait_for("both events on the bus", lambda: len(account.taken(by_bus)) == 2)
    store = Stored(account, account.physical_id("Example", "AWS::DynamoDB::Table", "StoreTable"))
    wait_for("both events in the table", lambda: store.counts() == {"send": (1, 1), "bounce": (1, 1)})
    store.wait_until_read(queue)
    assert store.counts() == {"send": (1, 1), "bounce": (1, 1)}
    assert account.emulator.undelivered() == []
    assembly.destroy(build)


READS = """
import ses_constructs
from ses_constructs.events import Bounce, Parcel


def handler(event, context):
    events = [one for parcel in Parcel.all_in(event) for one in parcel.events]
    (bounce,) = [one for one in events if isinstance(one.payload, Bounce)]
    return {"to": bounce.recipients, "hard": bounce.payload.is_hard, "from": ses_constructs.__file__}
"""


def test_a_function_of_ones_own_reads_events_by_the_layer(emptied: Account, assembly: Assembly) -> None:
    def build(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Example")
        function = lambda_.Function(
            stack,
            "Own",
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=lambda_.Code.from_inline(READS),
            layers=[EventReader(stack, "Reader")],
        )
        cdk.CfnOutput(stack, "Function", value=function.function_name)

    name = assembly.deploy(build)["Example"]["Function"]
    bounce = {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": "gone@shop.example"}]}
    record: Any = {"eventType": "Bounce", "mail": {"messageId": "m"}, "bounce": bounce}
    client = emptied.emulator.client("lambda")
    layers = client.get_function_configuration(FunctionName=name)["Layers"]
    assert len(layers) == 1
    message: Any = {"Records": [{"messageId": "1", "body": json.dumps({"Message": json.dumps(record)})}]}
    answer = emptied.invoke(name, message)
    assert (answer["to"], answer["hard"]) == (["gone@shop.example"], True)
    assert not str(answer["from"]).startswith(str(ROOT))
    assembly.destroy(build)
