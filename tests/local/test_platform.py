"""What can be asked of a deployed platform."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import NotSeenError, Platform, wait_for


@pytest.fixture
def platform(fresh_emulator: Emulator) -> Platform:
    return Platform(fresh_emulator)


def create_stack(platform: Platform, **resources: str) -> None:
    """A stack ``Test`` with resources of these types."""
    template = {"Resources": {name: {"Type": kind} for name, kind in resources.items()}}
    cloudformation = platform.emulator.client("cloudformation")
    cloudformation.create_stack(StackName="Test", TemplateBody=json.dumps(template))
    cloudformation.get_waiter("stack_create_complete").wait(StackName="Test", WaiterConfig={"Delay": 1})


def test_waiting_returns_the_first_answer_that_says_something() -> None:
    answers: Iterator[str | None] = iter([None, "", "here", "too late"])
    assert wait_for("an answer", lambda: next(answers)) == "here"


def test_waiting_in_vain_says_for_what() -> None:
    with pytest.raises(NotSeenError, match=r"waited 0 s in vain for: the postman\n  fix: "):
        wait_for("the postman", lambda: None, patience=0)


def test_it_asks_once_even_without_patience() -> None:
    assert wait_for("an answer", lambda: 1, patience=0) == 1


def test_an_empty_account_has_nothing_left_over(platform: Platform) -> None:
    assert platform.leftovers() == []


def test_leftovers_name_each_kind_of_resource(platform: Platform) -> None:
    create_stack(platform, Topic="AWS::SNS::Topic", Set="AWS::SES::ConfigurationSet")
    platform.ses.create_email_identity(EmailIdentity="shop.example")
    platform.emulator.own_zone("shop.example", zone_id="ZSHOP")
    record = {"Name": "shop.example", "Type": "TXT", "TTL": 60, "ResourceRecords": [{"Value": '"text"'}]}
    change = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
    platform.emulator.client("route53").change_resource_record_sets(HostedZoneId="ZSHOP", ChangeBatch=change)  # type: ignore[arg-type]
    platform.emulator.client("s3").create_bucket(Bucket="mails")
    platform.emulator.client("s3").create_bucket(Bucket="cdk-assets")
    assert platform.leftovers() == [
        "stack Test",
        "identity shop.example",
        f"configuration set {platform.physical_id('Test', 'AWS::SES::ConfigurationSet', 'Set')}",
        "record shop.example TXT",
        f"topic {platform.physical_id('Test', 'AWS::SNS::Topic', 'Topic')}",
        "bucket mails",
    ]


@pytest.mark.parametrize(("prefix", "found"), [("Queue", 2), ("Other", 0)])
def test_a_physical_id_is_of_exactly_one_resource(platform: Platform, prefix: str, found: int) -> None:
    create_stack(platform, QueueA="AWS::SQS::Queue", QueueB="AWS::SQS::Queue")
    with pytest.raises(NotSeenError, match=f"^{found} resources AWS::SQS::Queue {prefix}"):
        platform.physical_id("Test", "AWS::SQS::Queue", prefix)
    assert platform.physical_id("Test", "AWS::SQS::Queue", "QueueA").endswith("QueueA") is False


def test_a_listener_hears_the_topic_and_takes_each_message_once(platform: Platform) -> None:
    sns = platform.emulator.client("sns")
    topic = sns.create_topic(Name="news")["TopicArn"]
    queue = platform.listen(topic)
    sns.publish(TopicArn=topic, Message="hear")
    heard = wait_for("the message", lambda: list(platform.messages(queue)), patience=15)
    assert [json.loads(body)["Message"] for body in heard] == ["hear"]
    assert list(platform.messages(queue)) == []


def test_an_emptied_bucket_has_no_objects(platform: Platform) -> None:
    s3 = platform.emulator.client("s3")
    s3.create_bucket(Bucket="mails")
    s3.put_object(Bucket="mails", Key="support/1", Body=b"text")
    assert platform.objects("mails") == {"support/1": b"text"}
    platform.empty("mails")
    assert platform.objects("mails") == {}
