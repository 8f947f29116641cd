"""Names and words of the page."""

from __future__ import annotations

import pytest

from ses_constructs.facts.events import DEFAULT_EVENTS, Event
from ses_constructs.review.picture.naming import (
    counted,
    event_words,
    joined,
    label_of,
    name_of,
    percent,
    readable,
    region_of,
    tail_of,
)
from ses_constructs.review.template import Assembly, Resource, Template
from tests.review.conftest import assembly_of


def resource(logical_id: str, body: str = "") -> Resource:
    return (
        assembly_of(f"{logical_id}: {{Type: AWS::SES::ConfigurationSet, {body}}}")
        .templates[0]
        .resources[logical_id]
    )


def test_the_cdk_s_hash_is_no_part_of_a_name() -> None:
    assert label_of(resource("Receipts59C0D3E0")) == "Receipts"
    assert label_of(resource("Receipts")) == "Receipts"


def test_a_path_in_the_tree_says_more_than_a_logical_id() -> None:
    found = resource("X", "Metadata: {'aws:cdk:path': Mail/Shop/Set/Resource}")
    assert label_of(found) == "Shop/Set"


def test_a_physical_name_comes_first() -> None:
    assert name_of(resource("Receipts59C0D3E0", "Properties: {Name: receipts}")) == "receipts"


@pytest.mark.parametrize(
    ("environment", "region"),
    [("aws://111122223333/eu-west-1", "eu-west-1"), ("aws://unknown-account/unknown-region", None), ("", None)],
)
def test_the_region_is_the_stack_s(environment: str, region: str | None) -> None:
    template = Template({"Resources": {"A": {"Type": "a"}}}, environment=environment)
    Assembly((template,))
    assert region_of(template.resources["A"]) == region


def test_what_is_not_known_has_a_name() -> None:
    found = resource("A", "Properties: {Name: !Sub '${AWS::Region}-${B}-${A.Arn}-x'}").get("Name")
    assert readable(found.text) == "<region>-<B>-<A Arn>-x"
    assert readable(found.text, "eu-west-1").startswith("eu-west-1-")


def test_an_arn_is_called_by_its_tail() -> None:
    found = resource("A", "Properties: {Name: 'arn:aws:sns:eu-west-1:111122223333:problems', Tags: []}")
    assert tail_of(found.get("Name")) == "problems"
    assert tail_of(found.get("Tags")) == "not known before deployment"


def test_events_are_said_worst_first() -> None:
    assert event_words(["SEND", "bounce", "complaint"]) == "bounces, complaints, sends"
    assert event_words(["novelty", "bounce"]) == "bounces, novelty"
    assert event_words(["bounce", "complaint", "reject"], most=2) == "bounces, complaints, +1"


def test_nearly_all_events_are_said_by_what_is_missing() -> None:
    assert event_words(DEFAULT_EVENTS) == "all but opens, clicks, subscriptions"
    assert event_words(Event) == "all events"


def test_numbers_read_well() -> None:
    assert [counted(1, "domain"), counted(2000, "domain")] == ["1 domain", "2,000 domains"]
    assert [percent(0.004), percent(0.1)] == ["0.4 %", "10 %"]
    assert joined("abc", most=2) == "a, b, +1"
