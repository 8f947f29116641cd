"""``app.py`` deployed: the pause function cannot do its work, and people hear of it."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import Record
from tests.end_to_end.mail_platform import SHOP, MailPlatform


@dataclass(frozen=True)
class Failure:
    """An alarm about a configuration set that is gone."""

    alarm: str
    kept: list[Record]


@pytest.fixture(scope="module")
def failure(mail: MailPlatform) -> Failure:
    alarm = mail.physical_id("Reputation", "AWS::CloudWatch::Alarm", "StreamsWatchSendingReceiptsPauseBounce")
    mail.ses.delete_configuration_set(ConfigurationSetName=mail.receipts)
    mail.emulator.client("cloudwatch").set_alarm_state(
        AlarmName=alarm, StateValue="ALARM", StateReason="test of the pause"
    )
    letters = mail.physical_id("Reputation", "AWS::SQS::Queue", "StreamsDeadLetterQueue")
    sqs = mail.emulator.client("sqs")

    def kept() -> list[Record]:
        # Left in the queue: an alarm watches its depth.
        found = sqs.receive_message(QueueUrl=letters, VisibilityTimeout=0, MessageAttributeNames=["All"])
        return [{**json.loads(m["Body"]), "attributes": m["MessageAttributes"]} for m in found.get("Messages", [])]

    return Failure(alarm, wait_for("the event in the dead-letter queue", kept, patience=30))


def test_it_is_tried_three_times(mail: MailPlatform, failure: Failure) -> None:
    log = mail.log(mail.function("Streams", "Pause"))
    failed = [line for line in log if line.get("did") == "failed"]
    assert [line["alarm"] for line in failed] == [failure.alarm] * 3
    assert all("NotFoundException" in line["why"] for line in failed)


def test_the_dead_letter_queue_keeps_the_alarm_and_the_reason(failure: Failure) -> None:
    (event,) = failure.kept
    assert event["alarmData"]["alarmName"] == failure.alarm
    assert event["alarmData"]["state"]["value"] == "ALARM"
    assert "NotFoundException" in event["attributes"]["ErrorMessage"]["StringValue"]


@pytest.mark.parametrize("kind", ["Errors", "DeadLetters"])
def test_an_alarm_tells_the_operators_that_the_pause_failed(
    mail: MailPlatform, failure: Failure, kind: str
) -> None:
    name = mail.physical_id("Reputation", "AWS::CloudWatch::Alarm", f"StreamsFailures{kind}")

    def notice() -> Record | None:
        return next((each for each in mail.taken(mail.notices) if each.get("AlarmName") == name), None)

    told = wait_for(f"the alarm {kind}", notice, patience=30)
    assert told["NewStateValue"] == "ALARM"
    assert "Mail may still be flowing. Pause by hand: aws sesv2 put-" in told["AlarmDescription"]


def test_what_could_not_be_paused_pauses_nothing_else(mail: MailPlatform, failure: Failure) -> None:
    assert mail.ses.get_account()["SendingEnabled"]
    assert mail.is_sending(mail.news)
    assert mail.refusal(SHOP) == "NotFoundException"
