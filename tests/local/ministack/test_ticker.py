"""What happens by itself, once a second."""

from __future__ import annotations

from unittest.mock import Mock

from ministack.services import cloudwatch, sqs

from ses_constructs.local.alarms import AlarmState
from ses_constructs.local.ministack.alarms import Alarms
from ses_constructs.local.ministack.ticker import Ticker
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.world import Place

NAME = "ApproximateNumberOfMessagesVisible"


def watch(place: Place, queue: str, name: str = NAME) -> dict[str, object]:
    record = {
        "AlarmName": "depth",
        "AlarmArn": place.arn("cloudwatch", "alarm:depth"),
        "Namespace": "AWS/SQS",
        "MetricName": name,
        "Dimensions": [{"Name": "QueueName", "Value": queue}],
        "Statistic": "Maximum",
        "Period": 300,
        "EvaluationPeriods": 1,
        "Threshold": 1.0,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "TreatMissingData": "missing",
        "StateValue": str(AlarmState.INSUFFICIENT_DATA),
    }
    cloudwatch._alarms["depth"] = record
    return record


def state_of(record: dict[str, object]) -> str:
    return str(record["StateValue"])


def depths() -> list[float]:
    return [point["Value"] for point in cloudwatch._metrics.get(("AWS/SQS", NAME, "QueueName=letters")) or []]


def test_the_depth_of_a_watched_queue_becomes_a_metric_when_it_changes(place: Place) -> None:
    url = sqs._act_create_queue({"QueueName": "letters"}, "")["QueueUrl"]
    record = watch(place, "letters")
    ses = Mock(spec=Ses)
    ticker = Ticker(ses, Alarms(speed=1))
    ticker.tick()
    ticker.tick()
    assert depths() == [0]
    assert state_of(record) == "OK"
    sqs._act_send_message({"QueueUrl": url, "MessageBody": "x"}, url)
    ticker.tick()
    assert depths() == [0, 1]
    assert state_of(record) == "ALARM"
    assert ses.refresh.call_count == 3


def test_a_queue_that_does_not_exist_has_no_depth(place: Place) -> None:
    watch(place, "letters")
    Ticker(Mock(spec=Ses), Alarms(speed=1)).tick()
    assert depths() == []


def test_the_age_of_the_oldest_message_is_measured_for_who_watches_it(place: Place) -> None:
    url = sqs._act_create_queue({"QueueName": "letters"}, "")["QueueUrl"]
    record = watch(place, "letters", "ApproximateAgeOfOldestMessage")
    ticker = Ticker(Mock(spec=Ses), Alarms(speed=1))
    ticker.tick()
    assert state_of(record) == "OK"
    sqs._act_send_message({"QueueUrl": url, "MessageBody": "x"}, url)
    sqs._queues[url]["messages"][0]["sent_at"] -= 90
    ticker.tick()
    assert state_of(record) == "ALARM"
