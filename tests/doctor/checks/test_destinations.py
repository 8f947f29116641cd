"""Event destinations."""

from __future__ import annotations

from typing import Any

from tests.doctor.conftest import Found

STACK = """
Orders: {Type: AWS::SES::ConfigurationSet}
Problems: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Orders,
  EventDestination: {Name: problems, Enabled: true, MatchingEventTypes: [bounce, renderingFailure],
    SnsDestination: {TopicARN: a}}}}
"""


def destinations(**change: object) -> dict[str, Any]:
    well = {"Name": "problems", "Enabled": True, "MatchingEventTypes": ["RENDERING_FAILURE", "BOUNCE"]}
    return {"sesv2.get_configuration_set_event_destinations": {"EventDestinations": [well | change]}}


def test_the_same_events_however_they_are_spelt_are_well(found: Found) -> None:
    assert found(STACK, destinations()) == []


def test_one_that_is_off_or_publishes_others_is_told(found: Found) -> None:
    assert found(STACK, destinations(Enabled=False))[0][0] == "destination-disabled"
    assert found(STACK, destinations(MatchingEventTypes=["BOUNCE"])) == [
        ("destination-events-differ", "it publishes bounce, and should publish bounce, renderingFailure")
    ]


def test_one_that_is_gone_is_told_also_with_its_whole_set(found: Found) -> None:
    assert found(STACK, destinations(Name="other"))[0][0] == "destination-missing"
    gone = {"sesv2.get_configuration_set_event_destinations": "NotFoundException"}
    assert found(STACK, gone)[0][0] == "destination-missing"


def test_one_without_a_name_is_known_by_its_physical_id(found: Found) -> None:
    unnamed = STACK.replace("Name: problems, ", "")
    assert found(unnamed, destinations()) == []
