"""Identities, configuration sets, destinations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ses_constructs.facts.events import Event
from ses_constructs.review import Assembly
from ses_constructs.review.sending import destinations, domain_of, normal_event, publishes


@pytest.mark.parametrize("word", ["RENDERING_FAILURE", "renderingFailure", "Rendering Failure"])
def test_events_are_known_by_each_spelling(word: str) -> None:
    assert normal_event(word) == Event.RENDERING_FAILURE


def test_an_unknown_event_stays_as_it_is() -> None:
    assert normal_event("bounced") == "bounced"


@pytest.mark.parametrize(
    ("settings", "known"),
    [
        ("{Enabled: true, MatchingEventTypes: [bounce]}", True),
        ("{Enabled: true, MatchingEventTypes: [send]}", False),
        ("{Enabled: false, MatchingEventTypes: [bounce]}", False),
        ("{Enabled: true, MatchingEventTypes: [send, !Ref More]}", None),
        ("!If [Live, {Enabled: true}, {}]", None),
    ],
)
def test_what_a_set_publishes_is_yes_no_or_unknown(
    settings: str, known: bool | None, assembly: Callable[[str], Assembly]
) -> None:
    read = assembly(
        "Mail: {Type: AWS::SES::ConfigurationSet}\n"
        "D: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: "
        f"{{ConfigurationSetName: !Ref Mail, EventDestination: {settings}}}}}"
    )
    mail = next(read.resources("AWS::SES::ConfigurationSet"))
    assert list(destinations(read)) == [mail]
    assert publishes(read, mail, Event.BOUNCE) is known


def test_the_domain_of_an_address_is_what_follows_the_at(assembly: Callable[[str], Assembly]) -> None:
    read = assembly("A: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: a@B.example}}")
    assert domain_of(next(read.resources())) == "b.example"
