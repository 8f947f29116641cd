"""Rules that see the events of one set, and the one way by which these come to the bus."""

from __future__ import annotations

from typing import Any, cast

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Template
from hypothesis import given, settings
from hypothesis import strategies as st

from ses_constructs.configuration_sets import (
    DEFAULT_EVENTS,
    AdviceStatus,
    BounceType,
    ConfigurationSet,
    Destination,
    Event,
)
from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import DomainIdentity


def patterns(stack: cdk.Stack) -> list[dict[str, Any]]:
    found = Template.from_stack(stack).find_resources("AWS::Events::Rule").values()
    return [one["Properties"]["EventPattern"] for one in found]


def bus_events(stack: cdk.Stack) -> list[list[str]]:
    found = Template.from_stack(stack).find_resources("AWS::SES::ConfigurationSetEventDestination").values()
    return [
        one["Properties"]["EventDestination"]["MatchingEventTypes"]
        for one in found
        if "EventBridgeDestination" in one["Properties"]["EventDestination"]
    ]


def test_a_rule_asks_for_the_tag_of_its_set(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    made.on_bounce("Bounces", bounce_types=[BounceType.PERMANENT])
    assert patterns(stack) == [
        {
            "source": ["aws.ses"],
            "detail-type": ["Email Bounced"],
            "detail": {
                "bounce": {"bounceType": ["Permanent"]},
                "mail": {"tags": {"ses:configuration-set": [stack.resolve(made.configuration_set_name)]}},
            },
        }
    ]


def test_one_destination_brings_all_that_the_rules_want(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    made.on_bounce("Bounces")
    made.on_complaint("Complaints")
    made.on_event("Clicks", events=[Event.CLICK, Event.BOUNCE], tags={"campaign": ["spring", "autumn"]})
    assert bus_events(stack) == [["bounce", "complaint", "click"]]
    assert [pattern["detail-type"] for pattern in patterns(stack)] == [
        ["Email Bounced"],
        ["Email Complaint Received"],
        ["Email Clicked", "Email Bounced"],
    ]
    assert any(pattern["detail"]["mail"]["tags"].get("campaign") for pattern in patterns(stack))


def test_a_rule_hears_what_changes_nothing_unless_told(stack: cdk.Stack) -> None:
    ConfigurationSet(stack, "Set").on_event("All")
    (pattern,) = patterns(stack)
    assert len(pattern["detail-type"]) == 7
    assert not {"Email Opened", "Email Clicked"} & set(pattern["detail-type"])


def test_the_sets_own_way_to_the_bus_is_used(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    made.add_destination("Bus", Destination.event_bus(), events=[Event.BOUNCE])
    made.on_bounce("Bounces")
    assert bus_events(stack) == [["bounce"]]
    with pytest.raises(ConflictingSettingsError, match=r"'Bus' .* but not Event.COMPLAINT") as caught:
        made.on_complaint("Complaints")
    assert caught.value.fix == "add Event.COMPLAINT to its events"
    assert caught.value.at == "Mail/Set/Complaints"


def test_a_way_that_rests_is_no_way(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    made.add_destination("Bus", Destination.event_bus(), enabled=False)
    made.on_complaint("Complaints")
    assert sorted(bus_events(stack), key=len)[0] == ["complaint"]


def test_a_second_way_to_the_bus_is_refused(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    made.on_bounce("Bounces")
    with pytest.raises(ConflictingSettingsError, match="would see them twice") as caught:
        made.add_destination("Bus", Destination.event_bus())
    assert "before the first" in caught.value.fix


def test_any_target_is_called(stack: cdk.Stack) -> None:
    queue = sqs.Queue(stack, "Queue")
    ConfigurationSet(stack, "Set").on_complaint("Complaints", target=targets.SqsQueue(queue), description="Bad")
    template = Template.from_stack(stack)
    (rule,) = template.find_resources("AWS::Events::Rule").values()
    assert rule["Properties"]["Targets"][0]["Arn"] == stack.resolve(queue.queue_arn)
    assert rule["Properties"]["Description"] == "Bad"
    template.resource_count_is("AWS::SQS::QueuePolicy", 1)


def test_empty_lists_are_refused(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    with pytest.raises(InvalidSettingError, match="events=") as caught:
        made.on_event("NoEvents", events=[])
    assert "at least one event" in caught.value.fix
    with pytest.raises(InvalidSettingError, match="bounce_types=") as caught:
        made.on_bounce("NoTypes", bounce_types=[])
    assert "give a type" in caught.value.fix
    with pytest.raises(InvalidSettingError, match="tags=") as caught:
        made.on_event("NoValues", tags={"campaign": []})
    assert "'campaign'" in caught.value.fix


def test_a_pause_of_this_set_is_heard_as_a_call(irish_stack: cdk.Stack) -> None:
    made = ConfigurationSet(irish_stack, "Set", configuration_set_name="receipts")
    queue = sqs.Queue(irish_stack, "Queue")
    made.on_sending_status("Switched", target=targets.SqsQueue(queue))
    (pattern,) = patterns(irish_stack)
    assert pattern == {
        "source": ["aws.ses"],
        "detail-type": ["AWS API Call via CloudTrail"],
        "detail": {
            "eventSource": ["ses.amazonaws.com"],
            "eventName": ["PutConfigurationSetSendingOptions", "UpdateConfigurationSetSendingEnabled"],
            "requestParameters": {"configurationSetName": [irish_stack.resolve(made.configuration_set_name)]},
            "errorCode": [{"exists": False}],
        },
    }
    # A call is no event of mail: nothing has to be published for it.
    assert made.published == ()


def test_advice_about_identities_of_the_set_is_heard(irish_stack: cdk.Stack) -> None:
    made = ConfigurationSet(irish_stack, "Set", configuration_set_name="receipts")
    identity = ses.CfnEmailIdentity(irish_stack, "Identity", email_identity="shop.example")
    made.on_recommendation("Advice", identities=[identity], statuses=list(AdviceStatus), description="Advice")
    (pattern,) = patterns(irish_stack)
    assert pattern["detail-type"] == [
        "Advisor Recommendation Status Open",
        "Advisor Recommendation Status Resolved",
    ]
    (arn,) = pattern["resources"]
    assert ":ses:eu-west-1:111122223333:identity/" in str(arn)
    assert "detail" not in pattern
    assert made.published == ()
    with pytest.raises(InvalidSettingError, match="identities=") as caught:
        made.on_recommendation("Nobody", identities=[])
    assert "send with this set" in caught.value.fix
    with pytest.raises(InvalidSettingError, match="statuses="):
        made.on_recommendation("Nothing", identities=[identity], statuses=[])


def test_an_imported_set_gets_rules_too(irish_stack: cdk.Stack) -> None:
    made = ConfigurationSet.from_configuration_set_name(irish_stack, "Set", "receipts")
    made.on_bounce("Bounces")
    (pattern,) = patterns(irish_stack)
    assert pattern["detail"]["mail"]["tags"] == {"ses:configuration-set": ["receipts"]}
    Template.from_stack(irish_stack).has_resource_properties(
        "AWS::SES::ConfigurationSetEventDestination", {"ConfigurationSetName": "receipts"}
    )


_CALLS = st.lists(
    st.one_of(
        st.just(None),
        st.just(Event.BOUNCE),
        st.just(Event.COMPLAINT),
        st.lists(st.sampled_from(Event), min_size=1),
    ),
    max_size=6,
)


@given(calls=_CALLS, first=st.none() | st.lists(st.sampled_from(Event), min_size=1))
@settings(max_examples=60, deadline=None)
def test_whatever_is_asked_for_comes_to_the_bus_once(calls: list[object], first: list[Event] | None) -> None:
    """Every event a rule waits for is brought by one destination, or the call is refused."""
    made = ConfigurationSet(cdk.Stack(cdk.App(), "Mail"), "Set")
    if first is not None:
        made.add_destination("Bus", Destination.event_bus(), events=first)
    wanted: set[Event] = set()
    for number, call in enumerate(calls):
        asked = (
            set(DEFAULT_EVENTS)
            if call is None
            else {call}
            if isinstance(call, Event)
            else set(cast("list[Event]", call))
        )
        try:
            if call is Event.BOUNCE:
                made.on_bounce(f"Rule{number}")
            elif call is Event.COMPLAINT:
                made.on_complaint(f"Rule{number}")
            else:
                made.on_event(f"Rule{number}", events=cast("list[Event] | None", call))
        except ConflictingSettingsError:
            assert first is not None
            assert asked - set(first)
        else:
            wanted |= asked
    assert len(made.published) == (1 if first is not None or calls else 0)
    assert wanted <= {event for one in made.published for event in one.events}
    if first is None:
        assert wanted == {event for one in made.published for event in one.events}
    for one in made.published:
        written = one.made.event_destination
        assert isinstance(written, ses.CfnConfigurationSetEventDestination.EventDestinationProperty)
        assert written.matching_event_types == [str(event) for event in one.events]


def test_identities_see_what_rules_bring(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    made.on_bounce("Bounces")
    DomainIdentity(
        stack,
        "Shop",
        domain="shop.example",
        dns=Dns.by_hand(),
        configuration_set=made,
        feedback_forwarding=False,
    )
    with pytest.raises(RuntimeError, match="complaint feedback"):
        Template.from_stack(stack)


def test_identities_are_content_with_both(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    made.on_bounce("Bounces")
    made.on_complaint("Complaints")
    DomainIdentity(
        stack,
        "Shop",
        domain="shop.example",
        dns=Dns.by_hand(),
        configuration_set=made,
        feedback_forwarding=False,
    )
    Template.from_stack(stack).resource_count_is("AWS::Events::Rule", 2)
