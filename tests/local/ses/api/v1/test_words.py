"""v1 and v2 spellings."""

from __future__ import annotations

import pytest
from botocore.model import StringShape

from ses_constructs.local.ses.api.v1 import words
from ses_constructs.local.ses.models import service_model


def choices(service: str, shape: str) -> set[str]:
    found = service_model(service).shape_for(shape)
    assert isinstance(found, StringShape)
    return set(found.enum)


def test_every_word_of_v2_has_one_in_v1() -> None:
    statuses = {words.status(word) for word in choices("sesv2", "VerificationStatus")}
    assert statuses == choices("ses", "VerificationStatus")
    behaviors = {words.behavior(word) for word in choices("sesv2", "BehaviorOnMxFailure")}
    assert behaviors == choices("ses", "BehaviorOnMXFailure")
    sources = {words.source(word) for word in choices("sesv2", "DimensionValueSource")}
    assert sources == choices("ses", "DimensionValueSource")


@pytest.mark.parametrize("word", sorted(choices("ses", "EventType")))
def test_every_event_type_of_v1_goes_there_and_back(word: str) -> None:
    assert words.event_type_in_v2(word) in choices("sesv2", "EventType")
    assert words.event_type(words.event_type_in_v2(word)) == word


def test_v1_does_not_know_newer_events() -> None:
    assert words.event_type("DELIVERY_DELAY") is None
    assert words.behavior_in_v2(None) is None
