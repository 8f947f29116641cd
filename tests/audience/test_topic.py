"""What contacts may want mail about."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.audience import SubscriptionStatus, Topic
from ses_constructs.errors import InvalidSettingError


def test_nobody_has_opted_in_unless_they_did() -> None:
    topic = Topic(name="news", display_name="News")
    assert topic.default is SubscriptionStatus.OPT_OUT
    assert topic.settings.default_subscription_status == "OPT_OUT"


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"name": "a b"}, "is no name of a topic"),
        ({"name": "x" * 65}, "is no name of a topic"),
        ({"display_name": ""}, "is empty or too long"),
        ({"display_name": "x" * 129}, "is empty or too long"),
        ({"description": "x" * 501}, "is too long"),
    ],
)
def test_what_ses_refuses_is_refused(settings: dict[str, Any], wrong: str) -> None:
    with pytest.raises(InvalidSettingError, match=wrong):
        Topic(**{"name": "news", "display_name": "News", **settings})


def test_texts_of_just_the_length_that_ses_takes_are_taken() -> None:
    assert Topic(name="x" * 64, display_name="x" * 128, description="x" * 500).settings.description
