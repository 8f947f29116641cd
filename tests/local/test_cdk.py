"""The ordinary CDK command line against the emulator: deploy, read back, send, receive, pause, update, destroy."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from types_boto3_sqs.type_defs import MessageTypeDef

from ses_constructs.local.cdk import Cdk, CdkFailedError, python_app
from ses_constructs.local.emulator import Emulator
from tests.local.waiting import wait_for

APP = Path(__file__).parent / "mail_platform.py"
T = TypeVar("T")


class Platform:
    """The deployed ``mail_platform.py``."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.sesv2 = emulator.client("sesv2")
        self.cdk = Cdk(emulator, APP.parent, app_command=python_app(APP))
        self.cdk.bootstrap()
        self.deploy(edition=1)

    def deploy(self, *, edition: int) -> None:
        self.outputs = self.cdk.deploy("Mail", context={"edition": str(edition)})["Mail"]

    def wait_for(self, look: Callable[[], T | None]) -> T:
        return wait_for(look, log=self.emulator.log)

    def send(self, recipient: str, **tags: str) -> None:
        self.sesv2.send_email(
            FromEmailAddress="news@example.com",
            Destination={"ToAddresses": [recipient]},
            Content={"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "there"}}}},
            ConfigurationSetName=self.outputs["Set"],
            EmailTags=[{"Name": name, "Value": value} for name, value in tags.items()],
        )

    def messages(self, queue: str, *, count: int) -> list[MessageTypeDef]:
        sqs = self.emulator.client("sqs")
        found: list[MessageTypeDef] = []

        def receive() -> bool:
            answer = sqs.receive_message(QueueUrl=self.outputs[queue], MaxNumberOfMessages=10)
            for message in answer.get("Messages", []):
                sqs.delete_message(QueueUrl=self.outputs[queue], ReceiptHandle=message["ReceiptHandle"])
                found.append(message)
            return len(found) >= count

        self.wait_for(receive)
        return found

    def bodies(self, queue: str, *, count: int) -> list[dict[str, object]]:
        return [json.loads(message["Body"]) for message in self.messages(queue, count=count)]

    def objects(self, bucket: str) -> dict[str, bytes]:
        s3 = self.emulator.client("s3")
        listed = s3.list_objects_v2(Bucket=self.outputs[bucket]).get("Contents", [])
        return {
            each["Key"]: s3.get_object(Bucket=self.outputs[bucket], Key=each["Key"])["Body"].read()
            for each in listed
        }

    def alarm_state(self, name: str) -> str:
        """The state of a metric alarm or a composite alarm."""
        found = self.emulator.client("cloudwatch").describe_alarms(
            AlarmNames=[self.outputs[name]], AlarmTypes=["MetricAlarm", "CompositeAlarm"]
        )
        return next(str(alarm["StateValue"]) for alarm in [*found["MetricAlarms"], *found["CompositeAlarms"]])

    def names_in_zone(self) -> dict[str, list[str]]:
        records = self.emulator.client("route53").list_resource_record_sets(HostedZoneId=self.outputs["Zone"])
        return {
            record["Name"]: [value["Value"] for value in record["ResourceRecords"]]
            for record in records["ResourceRecordSets"]
            if record["Type"] not in ("NS", "SOA")
        }


@pytest.fixture(scope="module")
def platform(emulator: Emulator) -> Platform:
    emulator.reset()
    return Platform(emulator)


def test_an_identity_is_verified_by_the_records_of_its_stack(platform: Platform) -> None:
    names = platform.names_in_zone()
    assert sum("_domainkey" in name for name in names) == 3

    def verified() -> bool:
        identity = platform.sesv2.get_email_identity(EmailIdentity="example.com")
        return (
            identity["VerifiedForSendingStatus"]
            and identity["DkimAttributes"]["Status"] == "SUCCESS"
            and identity["MailFromAttributes"]["MailFromDomainStatus"] == "SUCCESS"
        )

    assert platform.wait_for(verified)


def test_the_configuration_set_has_its_destinations(platform: Platform) -> None:
    found = platform.sesv2.get_configuration_set_event_destinations(ConfigurationSetName=platform.outputs["Set"])[
        "EventDestinations"
    ]
    kinds = {"SnsDestination", "EventBridgeDestination", "KinesisFirehoseDestination", "CloudWatchDestination"}
    assert {kind for destination in found for kind in kinds if kind in destination} == kinds


def test_a_mail_is_seen_at_every_destination(platform: Platform) -> None:
    platform.send("reader@example.net", campaign="spring")
    by_topic = platform.bodies("TopicQueue", count=2)
    assert {event["eventType"] for event in by_topic} == {"Send", "Delivery"}
    by_bus = platform.bodies("BusQueue", count=2)
    assert {event["source"] for event in by_bus} == {"aws.ses"}
    assert len({event["detail-type"] for event in by_bus}) == 2
    lake = platform.wait_for(lambda: found if len(found := platform.objects("Lake")) >= 2 else None)
    assert {json.loads(line)["eventType"] for line in lake.values()} == {"Send", "Delivery"}
    cloudwatch = platform.emulator.client("cloudwatch")
    metrics = platform.wait_for(
        lambda: cloudwatch.list_metrics(Namespace="AWS/SES", MetricName="Delivery")["Metrics"]
    )
    assert {"Name": "campaign", "Value": "spring"} in [pair for metric in metrics for pair in metric["Dimensions"]]


def test_inbound_mail_lands_in_the_bucket_the_topic_and_the_function(platform: Platform) -> None:
    ses = platform.emulator.client("ses")
    ses.set_active_receipt_rule_set(RuleSetName=platform.outputs["Rules"])
    mail = b"From: a@example.net\r\nTo: in@example.com\r\nSubject: Hello\r\n\r\nBody\r\n"
    result = platform.emulator.receive(source="a@example.net", recipients=["in@example.com"], message=mail)
    ses.set_active_receipt_rule_set()
    assert result["accepted"], result
    assert result["failures"] == []
    stored = {key: body for key, body in platform.objects("Inbox").items() if "SETUP_NOTIFICATION" not in key}
    assert list(stored) == [f"mail/{result['message_id']}"]
    assert b"Subject: Hello" in next(iter(stored.values()))
    notices = [json.loads(str(notice["Message"])) for notice in platform.bodies("NoticeQueue", count=1)]
    assert "Received" in [notice.get("notificationType") for notice in notices]
    logs = platform.emulator.client("logs")
    group = f"/aws/lambda/{platform.outputs['Seen']}"

    def said() -> bool:
        groups = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
        events = logs.filter_log_events(logGroupName=group)["events"] if groups else []
        return any(str(result["message_id"]) in event["message"] for event in events)

    assert platform.wait_for(said)


def test_a_failing_function_raises_alarms_and_leaves_its_event_behind(platform: Platform) -> None:
    platform.emulator.client("lambda").invoke(
        FunctionName=platform.outputs["Failing"], InvocationType="Event", Payload=b'{"order": 7}'
    )
    platform.wait_for(lambda: platform.alarm_state("Both") == "ALARM")
    assert platform.bodies("Letters", count=1) == [{"order": 7}]
    (notice,) = platform.bodies("AlarmQueue", count=1)
    assert notice["AlarmName"] == platform.outputs["Errors"]
    assert (notice["NewStateValue"], notice["OldStateValue"]) == ("ALARM", "INSUFFICIENT_DATA")
    assert notice["Region"] == "US East (N. Virginia)"
    trigger = notice["Trigger"]
    assert isinstance(trigger, dict)
    assert trigger["MetricName"] == "Errors"
    assert trigger["Dimensions"] == [{"value": platform.outputs["Failing"], "name": "FunctionName"}]


def test_bounces_raise_the_alarm_whose_function_pauses_sending(platform: Platform) -> None:
    sesv2 = platform.sesv2
    platform.send("gone@bounce.test")
    platform.wait_for(lambda: platform.alarm_state("Alarm") == "ALARM")

    def paused() -> bool:
        options = sesv2.get_configuration_set(ConfigurationSetName=platform.outputs["Set"])["SendingOptions"]
        return not options["SendingEnabled"]

    assert platform.wait_for(paused)
    with pytest.raises(sesv2.exceptions.SendingPausedException):
        platform.send("reader@example.net")


def test_an_update_replaces_what_was_renamed_and_changes_the_records(platform: Platform) -> None:
    before = dict(platform.outputs)
    platform.deploy(edition=2)
    assert (before["Set"], platform.outputs["Set"]) == ("news-1", "news-2")
    sets = platform.sesv2.list_configuration_sets()["ConfigurationSets"]
    assert sets == ["news-2"]
    rule_sets = platform.emulator.client("ses").list_receipt_rule_sets()["RuleSets"]
    assert [each["Name"] for each in rule_sets] == ["inbound-2"]
    names = platform.names_in_zone()
    assert names["_dmarc.example.com."] == ['"v=DMARC1; p=reject"']
    assert "new.example.com." in names
    assert "gone.example.com." not in names
    platform.send("reader@example.net")


def test_nothing_is_left_when_it_is_destroyed(platform: Platform) -> None:
    s3 = platform.emulator.client("s3")
    with pytest.raises(CdkFailedError, match="BucketNotEmpty"):
        platform.cdk.destroy()
    for bucket in ("Lake", "Inbox"):
        for key in platform.objects(bucket):
            s3.delete_object(Bucket=platform.outputs[bucket], Key=key)
    platform.cdk.destroy()
    client = platform.emulator.client
    assert client("sesv2").list_email_identities()["EmailIdentities"] == []
    assert client("sesv2").list_configuration_sets()["ConfigurationSets"] == []
    assert client("ses").list_receipt_rule_sets()["RuleSets"] == []
    assert client("route53").list_hosted_zones()["HostedZones"] == []
    assert client("sns").list_topics()["Topics"] == []
    assert client("sqs").list_queues().get("QueueUrls", []) == []
    assert client("lambda").list_functions()["Functions"] == []
    alarms = client("cloudwatch").describe_alarms(AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    assert (alarms["MetricAlarms"], alarms["CompositeAlarms"]) == ([], [])
    assert client("firehose").list_delivery_streams()["DeliveryStreamNames"] == []


def test_an_app_that_fails_says_why(emulator: Emulator, tmp_path: Path) -> None:
    broken = Cdk(emulator, tmp_path, app_command=[sys.executable, "-c", "raise SystemExit('no such domain')"])
    with pytest.raises(CdkFailedError, match="no such domain") as caught:
        broken.synth()
    assert caught.value.status == 1
    assert caught.value.fix


def test_an_app_and_its_python_may_be_below_a_folder_with_a_space(emulator: Emulator, tmp_path: Path) -> None:
    folder = tmp_path / "my apps"
    folder.mkdir()
    (folder / "my python").symlink_to(sys.executable)
    (folder / "my app.py").write_text("raise SystemExit('this is my app')")
    command = [str(folder / "my python"), str(folder / "my app.py")]
    with pytest.raises(CdkFailedError, match="this is my app"):
        Cdk(emulator, folder, app_command=command).synth()
