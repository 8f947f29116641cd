"""What is special to each type, as a value."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from ses_constructs.facts.event_records import Bounce, Click, DeliveryDelay, Recipient, TopicPreferences
from ses_constructs.facts.events import BounceType


def test_only_a_permanent_bounce_is_for_good() -> None:
    assert [kind for kind in BounceType if Bounce(bounce_type=kind).is_hard] == [BounceType.PERMANENT]


@pytest.mark.parametrize("spelt", ["SendingDeferral", "SendingDeFerral", "sending deferral"])
def test_a_delay_type_is_compared_in_every_spelling(spelt: str) -> None:
    """Guide: its table and its list spell several in two ways."""
    assert DeliveryDelay(delay_type=spelt).is_of_type("SendingDeferral")
    assert not DeliveryDelay(delay_type=spelt).is_of_type("General")
    assert not DeliveryDelay().is_of_type("General")


def test_payloads_cannot_be_changed_and_can_be_kept_in_sets() -> None:
    bounce = Bounce(recipients=(Recipient(address="a@b.example"),), extra={"new": [1]})
    assert len({bounce, Bounce(recipients=bounce.recipients, extra={"new": [1]})}) == 1
    assert len({Click(link_tags={"a": ("b",)}), TopicPreferences(topics={"a": "OptIn"})}) == 2
    with pytest.raises(FrozenInstanceError):
        bounce.feedback_id = "x"  # type: ignore[misc]
