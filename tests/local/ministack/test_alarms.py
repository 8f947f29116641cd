"""Alarms in the running emulator: what makes them change and what follows."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError

from .conftest import Sandbox

DIMENSIONS = [{"Name": "ses:configuration-set", "Value": "news"}]


def alarm(**changed: object) -> dict[str, object]:
    usual = {
        "AlarmName": "bounces",
        "Namespace": "AWS/SES",
        "MetricName": "Reputation.BounceRate",
        "Dimensions": DIMENSIONS,
        "Statistic": "Average",
        "Period": 900,
        "EvaluationPeriods": 1,
        "Threshold": 0.05,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "TreatMissingData": "ignore",
    }
    return {**usual, **changed}


def put(sandbox: Sandbox, **changed: object) -> None:
    sandbox.emulator.client("cloudwatch", account=sandbox.account).put_metric_alarm(**alarm(**changed))  # type: ignore[arg-type]


def measure(sandbox: Sandbox, value: float, *, configuration_set: str = "news") -> None:
    dimensions = [{"Name": "ses:configuration-set", "Value": configuration_set}]
    datum = {"MetricName": "Reputation.BounceRate", "Dimensions": dimensions, "Value": value}
    sandbox.emulator.client("cloudwatch", account=sandbox.account).put_metric_data(
        Namespace="AWS/SES",
        MetricData=[datum],  # type: ignore[list-item]
    )


def state(sandbox: Sandbox) -> str:
    found = sandbox.emulator.client("cloudwatch", account=sandbox.account).describe_alarms(AlarmNames=["bounces"])
    return str(found["MetricAlarms"][0]["StateValue"])


def history(sandbox: Sandbox, kind: str) -> list[str]:
    found = sandbox.emulator.client("cloudwatch", account=sandbox.account).describe_alarm_history(
        AlarmName="bounces"
    )
    return [item["HistorySummary"] for item in found["AlarmHistoryItems"] if item["HistoryItemType"] == kind]


def test_the_data_of_another_configuration_set_does_not_count(sandbox: Sandbox) -> None:
    put(sandbox)
    measure(sandbox, 0.5, configuration_set="bills")
    assert state(sandbox) == "INSUFFICIENT_DATA"
    measure(sandbox, 0.05)
    assert state(sandbox) == "ALARM"


def test_actions_follow_a_change_of_state_and_not_every_datum(sandbox: Sandbox) -> None:
    sns = sandbox.emulator.client("sns", account=sandbox.account)
    sqs = sandbox.emulator.client("sqs", account=sandbox.account)
    topic = sns.create_topic(Name="ops")["TopicArn"]
    url = sqs.create_queue(QueueName="ops")["QueueUrl"]
    queue = sandbox.place.arn("sqs", "ops")
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
    }
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Statement": [allowed]})})
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
    put(sandbox, AlarmActions=[topic])
    for value in (0.01, 0.5, 0.5, 0.5):
        measure(sandbox, value)
    (message,) = sandbox.messages(url)
    told = json.loads(message["Body"])
    assert (told["OldStateValue"], told["NewStateValue"]) == ("OK", "ALARM")
    assert told["AlarmArn"] == sandbox.place.arn("cloudwatch", "alarm:bounces")
    assert history(sandbox, "Action") == [f"Successfully executed action {topic}"]


def test_an_action_that_is_refused_is_in_the_history(sandbox: Sandbox) -> None:
    sns = sandbox.emulator.client("sns", account=sandbox.account)
    topic = sns.create_topic(Name="ops")["TopicArn"]
    only = {
        "Effect": "Allow",
        "Principal": {"Service": "ses.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": "*",
    }
    sns.set_topic_attributes(
        TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps({"Statement": [only]})
    )
    unknown = f"arn:aws:ssm:us-east-1:{sandbox.account}:opsitem:1"
    put(sandbox, AlarmActions=[topic, sandbox.place.arn("lambda", "function:absent"), unknown])
    measure(sandbox, 0.5)
    refusals = history(sandbox, "Action")
    assert len(refusals) == 3
    assert all(refusal.startswith("Failed to execute action") for refusal in refusals)
    assert any("does not let cloudwatch.amazonaws.com publish" in refusal for refusal in refusals)
    assert any("function:absent does not exist" in refusal for refusal in refusals)
    assert any("does not know alarm actions of ssm" in refusal for refusal in refusals)


def test_an_alarm_without_actions_enabled_only_changes_its_state(sandbox: Sandbox) -> None:
    put(sandbox, AlarmActions=[sandbox.place.arn("sns", "absent")], ActionsEnabled=False)
    measure(sandbox, 0.5)
    assert state(sandbox) == "ALARM"
    assert history(sandbox, "Action") == []


def test_a_state_that_was_set_by_hand_has_its_actions(sandbox: Sandbox) -> None:
    put(sandbox, OKActions=[sandbox.place.arn("sns", "absent")])
    sandbox.emulator.client("cloudwatch", account=sandbox.account).set_alarm_state(
        AlarmName="bounces", StateValue="OK", StateReason="try"
    )
    assert len(history(sandbox, "Action")) == 1


def test_a_change_of_state_is_an_event_too(sandbox: Sandbox) -> None:
    events = sandbox.emulator.client("events", account=sandbox.account)
    sqs = sandbox.emulator.client("sqs", account=sandbox.account)
    url = sqs.create_queue(QueueName="events")["QueueUrl"]
    queue = sandbox.place.arn("sqs", "events")
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
    }
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Statement": [allowed]})})
    events.put_rule(Name="alarms", EventPattern=json.dumps({"source": ["aws.cloudwatch"]}))
    events.put_targets(Rule="alarms", Targets=[{"Id": "1", "Arn": queue}])
    put(sandbox)
    measure(sandbox, 0.5)
    event = json.loads(sandbox.messages(url)[0]["Body"])
    assert event["detail-type"] == "CloudWatch Alarm State Change"
    assert event["resources"] == [sandbox.place.arn("cloudwatch", "alarm:bounces")]
    assert event["detail"]["alarmName"] == "bounces"
    assert event["detail"]["state"]["value"] == "ALARM"
    assert event["detail"]["previousState"]["value"] == "INSUFFICIENT_DATA"


def test_metric_math_by_the_api_is_refused_instead_of_dropped(sandbox: Sandbox) -> None:
    with pytest.raises(ClientError, match="metric math from templates only"):
        sandbox.emulator.client("cloudwatch", account=sandbox.account).put_metric_alarm(
            AlarmName="math",
            EvaluationPeriods=1,
            ComparisonOperator="GreaterThanThreshold",
            Threshold=1,
            Metrics=[{"Id": "e1", "Expression": "m1", "ReturnData": True}],
        )


def test_metric_math_by_the_older_query_protocol_is_refused_too(sandbox: Sandbox) -> None:
    form = "Action=PutMetricAlarm&AlarmName=math&Metrics.member.1.Id=e1&Metrics.member.1.Expression=m1"
    scope = f"{sandbox.account}/20261121/us-east-1/monitoring/aws4_request"
    request = urllib.request.Request(
        sandbox.emulator.endpoint,
        data=form.encode(),
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}",
        },
    )
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    with caught.value as answer:
        assert "metric math from templates only" in answer.read().decode()


def test_an_alarm_that_cannot_be_decided_says_why_once(sandbox: Sandbox) -> None:
    put(sandbox, Statistic="Average", ComparisonOperator="GreaterThanUpperThreshold")
    for _ in range(3):
        measure(sandbox, 0.5)
    assert state(sandbox) == "INSUFFICIENT_DATA"
    assert history(sandbox, "Action") == [
        "Not evaluated: the emulator has no comparison 'GreaterThanUpperThreshold'"
    ]
