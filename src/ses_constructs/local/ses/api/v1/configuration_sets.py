"""Configuration sets, in the older and smaller words of v1."""

from __future__ import annotations

from ses_constructs.local.ses import configuration_sets, event_destinations
from ses_constructs.local.ses.api.v1 import words
from ses_constructs.local.ses.configuration_set import ConfigurationSet, EventDestination
from ses_constructs.local.ses.documents import Document, without_none
from ses_constructs.local.ses.failures import bad_request
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page


@operation("ses", "CreateConfigurationSet")
def create_configuration_set(call: Call) -> None:
    """Creates a configuration set."""
    configuration_sets.create(call.state, call.parameters["ConfigurationSet"]["Name"], {})


@operation("ses", "DeleteConfigurationSet")
def delete_configuration_set(call: Call) -> None:
    """Deletes a configuration set."""
    configuration_sets.delete(call.state, call.text("ConfigurationSetName"))


@operation("ses", "ListConfigurationSets")
def list_configuration_sets(call: Call) -> Document:
    """Every configuration set."""
    items = [{"Name": name} for name in call.state.configuration_sets]
    return page(items, call.parameters, "ConfigurationSets", default=1000)


@operation("ses", "DescribeConfigurationSet")
def describe_configuration_set(call: Call) -> Document:
    """A configuration set with the attributes asked for, and no others."""
    found = configuration_sets.require(call.state, call.text("ConfigurationSetName"))
    asked = call.parameters.get("ConfigurationSetAttributeNames", [])
    answers: dict[str, Document] = {
        "eventDestinations": {
            "EventDestinations": [_as_v1(each) for each in found.destinations.values() if _is_v1(each)]
        },
        "trackingOptions": {"TrackingOptions": found.options.get("TrackingOptions")},
        "deliveryOptions": {"DeliveryOptions": _delivery_options(found)},
        "reputationOptions": {
            "ReputationOptions": without_none(
                {
                    "SendingEnabled": found.sending_enabled,
                    "ReputationMetricsEnabled": found.metrics_enabled,
                    "LastFreshStart": found.last_fresh_start,
                }
            )
        },
    }
    answer: Document = {"ConfigurationSet": {"Name": found.name}}
    for name in asked:
        answer |= answers[name]
    return answer


@operation("ses", "UpdateConfigurationSetSendingEnabled")
def update_sending_enabled(call: Call) -> None:
    """Pauses or resumes a configuration set."""
    values = {"SendingEnabled": call.parameters["Enabled"]}
    configuration_sets.put_options(call.state, call.text("ConfigurationSetName"), "SendingOptions", values)


@operation("ses", "UpdateConfigurationSetReputationMetricsEnabled")
def update_reputation_metrics_enabled(call: Call) -> None:
    """Switches the set's reputation metrics."""
    values = {"ReputationMetricsEnabled": call.parameters["Enabled"]}
    configuration_sets.put_options(call.state, call.text("ConfigurationSetName"), "ReputationOptions", values)


@operation("ses", "PutConfigurationSetDeliveryOptions")
def put_delivery_options(call: Call) -> None:
    """Sets whether TLS is required; the pool stays."""
    name = call.text("ConfigurationSetName")
    kept = configuration_sets.require(call.state, name).options.get("DeliveryOptions", {})
    policy = call.parameters.get("DeliveryOptions", {}).get("TlsPolicy", "Optional")
    values = kept | {"TlsPolicy": policy.upper()}
    configuration_sets.put_options(call.state, name, "DeliveryOptions", values)


@operation("ses", "CreateConfigurationSetEventDestination")
def create_event_destination(call: Call) -> None:
    """Adds an event destination."""
    definition = call.parameters["EventDestination"]
    name = definition["Name"]
    event_destinations.create(call.state, call.text("ConfigurationSetName"), name, _as_v2(definition))


@operation("ses", "UpdateConfigurationSetEventDestination")
def update_event_destination(call: Call) -> None:
    """Replaces an event destination."""
    definition = call.parameters["EventDestination"]
    name = definition["Name"]
    event_destinations.update(call.state, call.text("ConfigurationSetName"), name, _as_v2(definition))


@operation("ses", "DeleteConfigurationSetEventDestination")
def delete_event_destination(call: Call) -> None:
    """Removes an event destination."""
    event_destinations.delete(call.state, call.text("ConfigurationSetName"), call.text("EventDestinationName"))


def _delivery_options(found: ConfigurationSet) -> Document:
    policy = found.options.get("DeliveryOptions", {}).get("TlsPolicy", "OPTIONAL")
    return {"TlsPolicy": str(policy).capitalize()}


def _as_v2(definition: Document) -> Document:
    found: Document = {
        "Enabled": definition.get("Enabled", False),
        "MatchingEventTypes": [words.event_type_in_v2(word) for word in definition["MatchingEventTypes"]],
    }
    if "SNSDestination" in definition:
        found["SnsDestination"] = {"TopicArn": definition["SNSDestination"]["TopicARN"]}
    if "KinesisFirehoseDestination" in definition:
        stream = definition["KinesisFirehoseDestination"]
        found["KinesisFirehoseDestination"] = {
            "IamRoleArn": stream["IAMRoleARN"],
            "DeliveryStreamArn": stream["DeliveryStreamARN"],
        }
    if "CloudWatchDestination" in definition:
        dimensions = definition["CloudWatchDestination"]["DimensionConfigurations"]
        found["CloudWatchDestination"] = {
            "DimensionConfigurations": [
                each | {"DimensionValueSource": words.source_in_v2(each["DimensionValueSource"])}
                for each in dimensions
            ]
        }
    return found


def _is_v1(destination: EventDestination) -> bool:
    """Destinations on the event bus do not exist in v1 and are not listed there."""
    return destination.kind in ("SnsDestination", "KinesisFirehoseDestination", "CloudWatchDestination")


def _as_v1(destination: EventDestination) -> Document:
    known = [words.event_type(word) for word in sorted(destination.event_types)]
    found: Document = {
        "Name": destination.name,
        "Enabled": destination.enabled,
        "MatchingEventTypes": [word for word in known if word is not None],
    }
    target = destination.target
    if destination.kind == "SnsDestination":
        return found | {"SNSDestination": {"TopicARN": target["TopicArn"]}}
    if destination.kind == "KinesisFirehoseDestination":
        stream = {"IAMRoleARN": target["IamRoleArn"], "DeliveryStreamARN": target["DeliveryStreamArn"]}
        return found | {"KinesisFirehoseDestination": stream}
    if destination.kind == "CloudWatchDestination":
        dimensions = [
            each | {"DimensionValueSource": words.source(each["DimensionValueSource"])}
            for each in target["DimensionConfigurations"]
        ]
        return found | {"CloudWatchDestination": {"DimensionConfigurations": dimensions}}
    raise bad_request(f"{destination.kind} does not exist in SES v1.")
