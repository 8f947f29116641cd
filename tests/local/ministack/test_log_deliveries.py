"""Logs of services, delivered to log groups that let them in."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from ministack.services import cloudwatch_logs as logs

from ses_constructs.local.ministack import log_deliveries
from ses_constructs.local.world import Place, TargetRefusedError

from .conftest import Allow, Sandbox

GROUP = "mail"
ENTRY = {"message_id": "m-1", "recipients": ["a@shop.example"], "size": 5}


def policy(place: Place, allow: Allow, *actions: str) -> None:
    text = json.loads(allow("delivery.logs.amazonaws.com", "", place.arn("logs", f"log-group:{GROUP}:*")))
    text["Statement"][0]["Action"] = list(actions)
    text["Statement"][0]["Condition"] = {"ArnLike": {"aws:SourceArn": place.arn("logs", "*")}}
    logs._put_resource_policy({"policyName": "let", "policyDocument": json.dumps(text)})


def resource(place: Place) -> str:
    return place.arn("ses", "mailmanager-rule-set/rs-1")


def deliver(place: Place, *fields: str) -> None:
    logs._create_log_group({"logGroupName": GROUP})
    group = place.arn("logs", f"log-group:{GROUP}:*")
    source = {"Name": "rules", "ResourceArn": resource(place), "LogType": "APPLICATION_LOGS"}
    name, _ = log_deliveries.SourceHandler().create("Source", source, "Test")
    made = log_deliveries.DestinationHandler().create(
        "Destination", {"Name": "there", "DestinationResourceArn": group}, "Test"
    )
    asked = {"DeliverySourceName": name, "DeliveryDestinationArn": made[1]["Arn"], "RecordFields": list(fields)}
    log_deliveries.DeliveryHandler().create("Delivery", asked, "Test")


def write(place: Place, log_type: str = "APPLICATION_LOGS") -> bool:
    return log_deliveries.write(place, resource(place), log_type, ENTRY, 1000.0)


def held() -> list[dict[str, object]]:
    streams = logs._log_groups[GROUP]["streams"]
    return [json.loads(event["message"]) for stream in streams.values() for event in stream["events"]]


def test_an_entry_is_written_with_the_fields_that_are_wanted(place: Place, allow: Allow) -> None:
    policy(place, allow, "logs:CreateLogStream", "logs:PutLogEvents")
    deliver(place, "message_id", "size")
    assert not write(place)
    write(place, "OTHER_LOGS")
    assert held() == [{"message_id": "m-1", "size": 5}]


def test_without_a_choice_every_field_is_written(place: Place, allow: Allow) -> None:
    policy(place, allow, "logs:CreateLogStream", "logs:PutLogEvents")
    deliver(place)
    write(place)
    assert held() == [ENTRY]


def test_a_filter_of_the_group_counts_what_is_written(place: Place, allow: Allow) -> None:
    policy(place, allow, "logs:CreateLogStream", "logs:PutLogEvents")
    deliver(place)
    counted = {"metricName": "Messages", "metricNamespace": "Ours", "metricValue": "1"}
    asked = {"logGroupName": GROUP, "filterName": "f", "filterPattern": '{ $.message_id = "*" }'}
    logs._put_metric_filter({**asked, "metricTransformations": [counted]})
    assert write(place)


@pytest.mark.parametrize("allowed", ["logs:CreateLogStream", "logs:PutLogEvents"])
def test_a_policy_that_lets_the_service_do_half_is_not_enough(place: Place, allow: Allow, allowed: str) -> None:
    policy(place, allow, allowed)
    deliver(place)
    with pytest.raises(TargetRefusedError, match="no resource policy lets delivery.logs.amazonaws.com"):
        write(place)


def test_a_group_that_is_gone_refuses(place: Place, allow: Allow) -> None:
    policy(place, allow, "logs:CreateLogStream", "logs:PutLogEvents")
    deliver(place)
    logs._delete_log_group({"logGroupName": GROUP})
    with pytest.raises(TargetRefusedError, match="does not exist"):
        write(place)


def test_what_nobody_has_delivered_is_written_nowhere(place: Place) -> None:
    assert not write(place)


def template(place: Place, *, name: str = "rules", fields: tuple[str, ...] = ("message_id",)) -> dict[str, Any]:
    return {
        "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": GROUP}},
        "Source": {
            "Type": log_deliveries.SOURCE,
            "Properties": {"Name": name, "ResourceArn": resource(place), "LogType": "APPLICATION_LOGS"},
        },
        "Destination": {
            "Type": log_deliveries.DESTINATION,
            "Properties": {"Name": "there", "DestinationResourceArn": {"Fn::GetAtt": ["Group", "Arn"]}},
        },
        "Delivery": {
            "Type": log_deliveries.DELIVERY,
            "Properties": {
                "DeliverySourceName": {"Ref": "Source"},
                "DeliveryDestinationArn": {"Fn::GetAtt": ["Destination", "Arn"]},
                "RecordFields": list(fields),
            },
        },
    }


def test_deliveries_come_change_and_go_with_their_template(sandbox: Sandbox) -> None:
    client = boto3.client(
        "logs",
        endpoint_url=sandbox.emulator.endpoint,
        region_name=sandbox.place.region,
        aws_access_key_id=sandbox.account,
        aws_secret_access_key="local",
    )
    sandbox.deploy(template(sandbox.place))
    (source,) = client.describe_delivery_sources()["deliverySources"]
    assert (source["name"], source["logType"]) == ("rules", "APPLICATION_LOGS")
    (destination,) = client.describe_delivery_destinations()["deliveryDestinations"]
    assert destination["deliveryDestinationType"] == "CWL"
    sandbox.deploy(template(sandbox.place, fields=("message_id", "size")))
    (delivery,) = client.describe_deliveries()["deliveries"]
    assert delivery["recordFields"] == ["message_id", "size"]
    sandbox.deploy(template(sandbox.place, name="renamed"))
    assert [one["name"] for one in client.describe_delivery_sources()["deliverySources"]] == ["renamed"]
    (again,) = client.describe_deliveries()["deliveries"]
    assert (again["deliverySourceName"], again["id"] == delivery["id"]) == ("renamed", False)
    sandbox.delete()
    assert client.describe_deliveries()["deliveries"] == []
    assert client.describe_delivery_destinations()["deliveryDestinations"] == []
