"""What narrows a permission to send."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from ses_constructs.access import SendLimits
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError


def test_every_limit_becomes_its_condition() -> None:
    east = timezone(timedelta(hours=2))
    limits = SendLimits(
        from_addresses=("*@news.example",),
        display_names=("News",),
        feedback_addresses=("bounce@news.example",),
        recipients=("*@a.example", "b@b.example"),
        vpc_endpoints=("vpce-1",),
        valid_from=datetime(2027, 1, 1, 1, 30, tzinfo=east),
        valid_until=datetime(2027, 2, 1, tzinfo=UTC),
    )
    assert limits.conditions() == {
        "StringLike": {
            "ses:FromAddress": ["*@news.example"],
            "ses:FromDisplayName": ["News"],
            "ses:FeedbackAddress": ["bounce@news.example"],
        },
        "ForAllValues:StringLike": {"ses:Recipients": ["*@a.example", "b@b.example"]},
        "Null": {"ses:Recipients": "false"},
        "StringEquals": {"aws:SourceVpce": ["vpce-1"]},
        "DateGreaterThanEquals": {"aws:CurrentTime": "2026-12-31T23:30:00Z"},
        "DateLessThanEquals": {"aws:CurrentTime": "2027-02-01T00:00:00Z"},
    }


def test_nothing_given_is_no_condition() -> None:
    assert SendLimits().conditions() == {}


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"from_addresses": ()}, "would allow nothing"),
        ({"recipients": ("",)}, "would allow nothing"),
        ({"from_addresses": "a@b.example"}, r"give a list, each of it text: \['a@b.example'\]"),
        ({"from_addresses": ("b.example",)}, r"write '\*@b.example'"),
        ({"recipients": ("*@B.example",)}, r"\*@b.example"),
        ({"valid_from": datetime(2027, 1, 1)}, "has no time zone"),
    ],
)
def test_a_limit_that_would_go_wrong_is_refused(settings: dict[str, Any], problem: str) -> None:
    with pytest.raises(InvalidSettingError, match=problem):
        SendLimits(**settings)


def test_it_does_not_end_before_it_begins() -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC)
    with pytest.raises(ConflictingSettingsError, match="is not after"):
        SendLimits(valid_from=now, valid_until=now)
