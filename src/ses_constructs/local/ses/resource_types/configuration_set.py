"""``AWS::SES::ConfigurationSet``."""

from __future__ import annotations

from ses_constructs.local.ses import configuration_sets
from ses_constructs.local.ses.documents import Document, tags_of
from ses_constructs.local.ses.resource_kinds import Resource, ResourceKind, api, picked, resource_kind

# Option groups of the resource type; they have the names and members of SES v2.
_GROUPS = (
    "TrackingOptions",
    "DeliveryOptions",
    "ReputationOptions",
    "SendingOptions",
    "SuppressionOptions",
    "VdmOptions",
    "ArchivingOptions",
)


@resource_kind("AWS::SES::ConfigurationSet")
class ConfigurationSetKind(ResourceKind):
    """A configuration set."""

    def create(self, resource: Resource) -> str:
        """Creates the set under its own or a made-up name."""
        name = str(resource.properties.get("Name") or resource.new_name())
        groups = {
            group: resource.properties[group] for group in (*_GROUPS, "Tags") if group in resource.properties
        }
        api(resource.state, "sesv2", "CreateConfigurationSet", {"ConfigurationSetName": name, **groups})
        return name

    def update(self, resource: Resource) -> None:
        """Puts the option groups that differ, and no others.

        A set that an alarm paused stays paused as long as the template says about sending what it said before.
        """
        for group in _GROUPS:
            if resource.old.get(group) != resource.properties.get(group):
                configuration_sets.put_options(
                    resource.state, resource.id, group, resource.properties.get(group, {})
                )
        resource.state.tags[configuration_sets.arn(resource.state, resource.id)] = tags_of(resource.properties)

    def delete(self, resource: Resource) -> None:
        """Deletes the set."""
        configuration_sets.delete(resource.state, resource.id)


@resource_kind("AWS::SES::ConfigurationSetEventDestination")
class EventDestinationKind(ResourceKind):
    """An event destination; Ref gives its two identifiers, the destination's name first."""

    def create(self, resource: Resource) -> str:
        """Adds the destination under its own or a made-up name."""
        definition = resource.properties["EventDestination"]
        name, set_name = definition.get("Name") or resource.new_name(), resource.properties["ConfigurationSetName"]
        api(
            resource.state,
            "sesv2",
            "CreateConfigurationSetEventDestination",
            {
                "ConfigurationSetName": set_name,
                "EventDestinationName": name,
                "EventDestination": _as_v2(definition),
            },
        )
        return f"{name}|{set_name}"

    def update(self, resource: Resource) -> None:
        """Replaces the definition."""
        name, _, set_name = resource.id.partition("|")
        api(
            resource.state,
            "sesv2",
            "UpdateConfigurationSetEventDestination",
            {
                "ConfigurationSetName": set_name,
                "EventDestinationName": name,
                "EventDestination": _as_v2(resource.properties["EventDestination"]),
            },
        )

    def delete(self, resource: Resource) -> None:
        """Removes the destination."""
        name, _, set_name = resource.id.partition("|")
        parameters = {"ConfigurationSetName": set_name, "EventDestinationName": name}
        api(resource.state, "sesv2", "DeleteConfigurationSetEventDestination", parameters)

    def attributes(self, resource: Resource) -> dict[str, str]:
        """``Id``, the destination's name."""
        return {"Id": resource.id.partition("|")[0]}


def _as_v2(definition: Document) -> Document:
    """The destination in the shape of SES v2, which spells some members and words another way."""
    found: Document = {
        "Enabled": definition.get("Enabled", False),
        "MatchingEventTypes": [_upper_snake(word) for word in definition["MatchingEventTypes"]],
    }
    if "SnsDestination" in definition:
        found["SnsDestination"] = {"TopicArn": definition["SnsDestination"]["TopicARN"]}
    if "EventBridgeDestination" in definition:
        found["EventBridgeDestination"] = definition["EventBridgeDestination"]
    if "KinesisFirehoseDestination" in definition:
        stream = definition["KinesisFirehoseDestination"]
        found["KinesisFirehoseDestination"] = picked(
            stream, IamRoleArn="IAMRoleARN", DeliveryStreamArn="DeliveryStreamARN"
        )
    if "CloudWatchDestination" in definition:
        found["CloudWatchDestination"] = {
            "DimensionConfigurations": [
                each | {"DimensionValueSource": _upper_snake(each["DimensionValueSource"])}
                for each in definition["CloudWatchDestination"].get("DimensionConfigurations", [])
            ]
        }
    return found


def _upper_snake(word: str) -> str:
    """``renderingFailure`` as ``RENDERING_FAILURE``; what is in capitals already stays."""
    if word.isupper():
        return word
    return "".join(f"_{letter}" if letter.isupper() else letter for letter in word).upper()
