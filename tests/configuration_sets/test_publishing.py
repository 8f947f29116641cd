"""What a set remembers of its destinations, and what it makes of combinations of dimensions."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.configuration_sets import AutoTag, ConfigurationSet, Destination, Dimension, Event
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError

CAMPAIGN = Dimension.message_tag("campaign", default="none")
COUNTRY = Dimension.message_tag("country", default="none")


def dimensions_of(stack: cdk.Stack) -> list[list[str]]:
    made = Template.from_stack(stack).find_resources("AWS::SES::ConfigurationSetEventDestination").values()
    return sorted(
        [
            each["DimensionName"]
            for each in one["Properties"]["EventDestination"]["CloudWatchDestination"]["DimensionConfigurations"]
        ]
        for one in made
    )


def test_each_combination_is_a_destination_of_its_own(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set").add_metrics(
        "Metrics", [CAMPAIGN], [CAMPAIGN, COUNTRY], [Dimension.auto_tag(AutoTag.CONFIGURATION_SET)]
    )
    assert [one.node.id for one in made] == [
        "MetricsByCampaign",
        "MetricsByCampaignAndCountry",
        "MetricsBySesConfigurationSet",
    ]
    assert dimensions_of(stack) == [["campaign"], ["campaign", "country"], ["ses:configuration-set"]]


def test_a_combination_given_twice_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(ConflictingSettingsError, match="by campaign, country already") as caught:
        ConfigurationSet(stack, "Set").add_metrics("Metrics", [CAMPAIGN, COUNTRY], [COUNTRY, CAMPAIGN])
    assert "once" in caught.value.fix


def test_no_combination_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="count nothing") as caught:
        ConfigurationSet(stack, "Set").add_metrics("Metrics")
    assert caught.value.fix == "give a list of dimensions"


@pytest.mark.parametrize(
    "tag", [AutoTag.CALLER_IDENTITY, AutoTag.FROM_DOMAIN, AutoTag.OUTGOING_IP, AutoTag.SOURCE_IP]
)
def test_a_tag_with_many_values_is_warned_of(stack: cdk.Stack, tag: AutoTag) -> None:
    ConfigurationSet(stack, "Set").add_destination("Metrics", Destination.metrics(Dimension.auto_tag(tag)))
    (found,) = Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp("costly-dimension"))
    assert str(tag) in str(found.entry.data)


@pytest.mark.parametrize(
    "dimension",
    [
        Dimension.message_tag("user-id", default="none"),
        Dimension.header("X-Order-Number", default="none"),
        Dimension.link_tag("recipient", default="none"),
    ],
    ids=lambda one: one.source,
)
def test_a_name_that_tells_of_many_values_is_warned_of(stack: cdk.Stack, dimension: Dimension) -> None:
    made = ConfigurationSet(stack, "Set")
    made.add_destination("Metrics", Destination.metrics(CAMPAIGN, dimension))
    (found,) = Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp("costly-dimension"))
    told = str(found.entry.data)
    assert f"'{dimension.name}' has a value for each" in told
    assert "1000 values are 300 US dollars a month for one type (Amazon CloudWatch pricing, us-east-1)" in told
    assert "such as campaign" in told
    cdk.Annotations.of(made).acknowledge_warning("ses-constructs:costly-dimension")
    assert Annotations.from_stack(stack).find_warning("*", Match.any_value()) == []


def test_a_tag_with_few_values_is_not_warned_of(stack: cdk.Stack) -> None:
    for tag in (AutoTag.CONFIGURATION_SET, AutoTag.SOURCE_TLS_VERSION):
        ConfigurationSet(stack, str(tag)[4:]).add_destination(
            "Metrics", Destination.metrics(Dimension.auto_tag(tag), Dimension.header("ses:source-ip", default="x"))
        )
    assert Annotations.from_stack(stack).find_warning("*", Match.any_value()) == []


def test_a_set_remembers_what_it_publishes(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    made.add_destination("Bus", Destination.event_bus(), events=[Event.OPEN, Event.OPEN], enabled=False)
    (one,) = made.published
    assert (one.id, one.events, one.enabled) == ("Bus", (Event.OPEN,), False)


def test_two_sets_remember_their_own(stack: cdk.Stack) -> None:
    first, second = ConfigurationSet(stack, "First"), ConfigurationSet(stack, "Second")
    first.add_destination("Bus", Destination.event_bus())
    assert second.published == ()


def test_a_set_remembers_what_is_added_where_it_is_imported(app: cdk.App) -> None:
    mail, events = cdk.Stack(app, "Mail"), cdk.Stack(app, "Events")
    made = ConfigurationSet(mail, "Set")
    name = made.configuration_set_name
    here, again = (ConfigurationSet.from_configuration_set_name(events, id, name) for id in ("Here", "Again"))
    here.add_destination(
        "Failures", Destination.topic(sns.Topic(events, "Topic")), events=[Event.RENDERING_FAILURE]
    )
    again.add_metrics("Metrics", [CAMPAIGN])
    assert [one.id for one in made.published] == ["Failures", "MetricsByCampaign"]
    with pytest.raises(ConflictingSettingsError, match="by campaign already"):
        made.add_metrics("Metrics", [CAMPAIGN])
    destination = "AWS::SES::ConfigurationSetEventDestination"
    Template.from_stack(mail).resource_count_is(destination, 0)
    Template.from_stack(events).resource_count_is(destination, 2)


def test_rules_of_two_stacks_share_one_way_to_the_bus(app: cdk.App) -> None:
    mail, events = cdk.Stack(app, "Mail"), cdk.Stack(app, "Events")
    made = ConfigurationSet(mail, "Set")
    made.on_bounce("Bounces")
    here = ConfigurationSet.from_configuration_set_name(events, "Here", made.configuration_set_name)
    here.on_complaint("Complaints")
    Template.from_stack(events).resource_count_is("AWS::SES::ConfigurationSetEventDestination", 0)
    Template.from_stack(mail).has_resource_properties(
        "AWS::SES::ConfigurationSetEventDestination",
        {"EventDestination": Match.object_like({"MatchingEventTypes": ["bounce", "complaint"]})},
    )


def test_sets_of_one_name_in_two_stacks_may_be_two_sets(app: cdk.App) -> None:
    first, second = (
        ConfigurationSet.from_configuration_set_name(cdk.Stack(app, id), "Set", "receipts") for id in ("A", "B")
    )
    first.add_metrics("Metrics", [CAMPAIGN])
    assert second.published == ()
