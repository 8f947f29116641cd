"""Logs that services deliver: ``AWS::Logs::Delivery*`` of templates, which MiniStack lacks, and their entries."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from ministack.core.responses import request_scope
from ministack.services import cloudwatch_logs as logs

from ses_constructs.local.ministack import metric_filters
from ses_constructs.local.ministack.handlers import Handler, Made, Properties, replaced
from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import Place, TargetRefusedError

SOURCE, DESTINATION, DELIVERY = (f"AWS::Logs::Delivery{kind}" for kind in ("Source", "Destination", ""))
_WRITER = "delivery.logs.amazonaws.com"
_STREAM = "vended-logs"
Call = Callable[[dict[str, object]], tuple[int, object, bytes]]


class SourceHandler:
    """Ref gives the name."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:  # noqa: ARG002
        asked = {"name": properties["Name"], "resourceArn": properties["ResourceArn"]}
        made = _call(logs._put_delivery_source, {**asked, "logType": properties["LogType"]})["deliverySource"]
        return str(made["name"]), {"Arn": str(made["arn"])}

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        if old["Name"] != new["Name"]:
            return replaced(SOURCE, physical_id, old, new, stack_name, logical_id)
        return self.create(logical_id, new, stack_name)

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002
        logs._delete_delivery_source({"name": physical_id})


class DestinationHandler:
    """Ref gives the name; nothing but its tags and policy can be changed."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:  # noqa: ARG002
        asked = {
            "name": properties["Name"],
            "outputFormat": properties.get("OutputFormat", "json"),
            "deliveryDestinationConfiguration": {"destinationResourceArn": properties["DestinationResourceArn"]},
        }
        made = _call(logs._put_delivery_destination, asked)["deliveryDestination"]
        return str(made["name"]), {"Arn": str(made["arn"])}

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        return replaced(DESTINATION, physical_id, old, new, stack_name, logical_id)

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002
        logs._delete_delivery_destination({"name": physical_id})


class DeliveryHandler:
    """Ref gives the id; the fields can be changed."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:  # noqa: ARG002
        asked = {
            "deliverySourceName": properties["DeliverySourceName"],
            "deliveryDestinationArn": properties["DeliveryDestinationArn"],
            "recordFields": properties.get("RecordFields", []),
        }
        made = _call(logs._create_delivery, asked)["delivery"]
        return str(made["id"]), {"Arn": str(made["arn"]), "DeliveryId": str(made["id"])}

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        if any(old[name] != new[name] for name in ("DeliverySourceName", "DeliveryDestinationArn")):
            return replaced(DELIVERY, physical_id, old, new, stack_name, logical_id)
        held = logs._deliveries[physical_id]
        held["recordFields"] = new.get("RecordFields", [])
        return physical_id, {"Arn": str(held["arn"]), "DeliveryId": physical_id}

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002
        logs._delete_delivery({"id": physical_id})


HANDLERS: Mapping[str, Handler] = {
    SOURCE: SourceHandler(),
    DESTINATION: DestinationHandler(),
    DELIVERY: DeliveryHandler(),
}


def write(place: Place, resource_arn: str, log_type: str, entry: Mapping[str, object], at: float) -> bool:
    """Writes an entry of a resource's log to every log group that it is delivered to.

    Args:
        at: Seconds since 1970.

    Returns:
        Whether a metric filter counted it.

    Raises:
        TargetRefusedError: for a log group that is gone, or does not let the service in.
    """
    counted = False
    with request_scope(place.account, place.region):
        sources = {
            name: str(source["arn"])
            for name, source in logs._delivery_sources.items()
            if source["logType"] == log_type and resource_arn in source["resourceArns"]
        }
        for delivery in list(logs._deliveries.values()):
            source_arn = sources.get(delivery["deliverySourceName"])
            if source_arn is None or delivery["deliveryDestinationType"] != "CWL":
                continue
            fields = delivery["recordFields"]
            kept = {name: value for name, value in entry.items() if not fields or name in fields}
            group = _group_of(str(delivery["deliveryDestinationArn"]))
            _append(ServiceCaller(_WRITER, place, source_arn), group, kept, at)
            counted = metric_filters.count(group, kept, at) or counted
    return counted


def _group_of(destination_arn: str) -> str:
    for destination in logs._delivery_destinations.values():
        if destination["arn"] == destination_arn:
            arn = str(destination["deliveryDestinationConfiguration"]["destinationResourceArn"])
            return arn.partition(":log-group:")[2].removesuffix(":*")
    raise TargetRefusedError(f"delivery destination {destination_arn} does not exist")


def _append(caller: ServiceCaller, group: str, entry: Mapping[str, object], at: float) -> None:
    stream_arn = caller.place.arn("logs", f"log-group:{group}:log-stream:{_STREAM}")
    documents = [policy["policyDocument"] for policy in logs._resource_policies.values()]
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        if not any(caller.allowed_by(document, action=action, resource=stream_arn) for document in documents):
            raise TargetRefusedError(f"no resource policy lets {_WRITER} call {action} on {stream_arn}")
    place = {"logGroupName": group, "logStreamName": _STREAM}
    if group in logs._log_groups and _STREAM not in logs._log_groups[group]["streams"]:
        logs._create_log_stream(place)
    event = {"timestamp": int(at * 1000), "message": json.dumps(entry)}
    status, _, answer = logs._put_log_events({**place, "logEvents": [event]})
    if status >= 400:
        raise TargetRefusedError(f"log group {group}: {json.loads(answer).get('message')}")


def _call(operation: Call, asked: dict[str, object]) -> dict[str, dict[str, object]]:
    status, _, answer = operation(asked)
    content: dict[str, dict[str, object]] = json.loads(answer)
    if status >= 400:
        raise ValueError(f"{content.get('__type')}: {content.get('message')}")
    return content
