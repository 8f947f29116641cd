"""Configuration sets, their option groups and event destinations."""

from __future__ import annotations

from ses_constructs.local.ses import configuration_sets, event_destinations
from ses_constructs.local.ses.configuration_set import ConfigurationSet
from ses_constructs.local.ses.documents import Document, tag_list, tags_of
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page
from ses_constructs.local.ses.state import PlaceState


@operation("sesv2", "CreateConfigurationSet")
def create_configuration_set(call: Call) -> None:
    """Creates a configuration set."""
    name = call.text("ConfigurationSetName")
    options = {
        group: dict(call.parameters[group])
        for group in configuration_sets.OPTION_GROUPS
        if group in call.parameters
    }
    configuration_sets.create(call.state, name, options)
    call.state.tags[configuration_sets.arn(call.state, name)] = tags_of(call.parameters)


@operation("sesv2", "GetConfigurationSet")
def get_configuration_set(call: Call) -> Document:
    """Every option of a configuration set."""
    found = configuration_sets.require(call.state, call.text("ConfigurationSetName"))
    return describe(call.state, found)


@operation("sesv2", "ListConfigurationSets")
def list_configuration_sets(call: Call) -> Document:
    """The names of all configuration sets."""
    return page(list(call.state.configuration_sets), call.parameters, "ConfigurationSets")


@operation("sesv2", "DeleteConfigurationSet")
def delete_configuration_set(call: Call) -> None:
    """Deletes a configuration set with its destinations."""
    configuration_sets.delete(call.state, call.text("ConfigurationSetName"))


@operation(
    "sesv2",
    "PutConfigurationSetTrackingOptions",
    "PutConfigurationSetDeliveryOptions",
    "PutConfigurationSetReputationOptions",
    "PutConfigurationSetSendingOptions",
    "PutConfigurationSetSuppressionOptions",
    "PutConfigurationSetArchivingOptions",
)
def put_options(call: Call) -> None:
    """Replaces one group of options; the group is in the operation's name."""
    group = call.operation.removeprefix("PutConfigurationSet")
    values = {name: value for name, value in call.parameters.items() if name != "ConfigurationSetName"}
    # Left out switches off, as the API's booleans do.
    if group == "SendingOptions":
        values = {"SendingEnabled": values.get("SendingEnabled", False)}
    configuration_sets.put_options(call.state, call.text("ConfigurationSetName"), group, values)


@operation("sesv2", "PutConfigurationSetVdmOptions")
def put_vdm_options(call: Call) -> None:
    """Replaces the options of the Virtual Deliverability Manager."""
    values = call.parameters.get("VdmOptions", {})
    configuration_sets.put_options(call.state, call.text("ConfigurationSetName"), "VdmOptions", values)


@operation("sesv2", "CreateConfigurationSetEventDestination")
def create_event_destination(call: Call) -> None:
    """Adds an event destination."""
    event_destinations.create(
        call.state,
        call.text("ConfigurationSetName"),
        call.text("EventDestinationName"),
        call.parameters["EventDestination"],
    )


@operation("sesv2", "UpdateConfigurationSetEventDestination")
def update_event_destination(call: Call) -> None:
    """Replaces an event destination."""
    event_destinations.update(
        call.state,
        call.text("ConfigurationSetName"),
        call.text("EventDestinationName"),
        call.parameters["EventDestination"],
    )


@operation("sesv2", "DeleteConfigurationSetEventDestination")
def delete_event_destination(call: Call) -> None:
    """Removes an event destination."""
    event_destinations.delete(call.state, call.text("ConfigurationSetName"), call.text("EventDestinationName"))


@operation("sesv2", "GetConfigurationSetEventDestinations")
def get_event_destinations(call: Call) -> Document:
    """Every event destination of a configuration set."""
    found = configuration_sets.require(call.state, call.text("ConfigurationSetName"))
    return {"EventDestinations": [event_destinations.as_document(each) for each in found.destinations.values()]}


def describe(state: PlaceState, found: ConfigurationSet) -> Document:
    """A configuration set as SES v2 shows it: its options, and the API's defaults where it has none."""
    shown: Document = {
        "DeliveryOptions": {"TlsPolicy": "OPTIONAL"},
        "ReputationOptions": {"ReputationMetricsEnabled": found.metrics_enabled},
        "SendingOptions": {"SendingEnabled": found.sending_enabled},
    }
    for group, values in found.options.items():
        shown[group] = shown.get(group, {}) | values
    if found.last_fresh_start is not None:
        shown["ReputationOptions"]["LastFreshStart"] = found.last_fresh_start
    shown["ConfigurationSetName"] = found.name
    shown["Tags"] = tag_list(state.tags.get(configuration_sets.arn(state, found.name), {}))
    return shown
