"""Small things about JSON-shaped values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from ses_constructs.local.ses.documents import iso_time, tag_list, tags_of, without_none


def test_what_was_left_out_goes_and_what_is_empty_stays() -> None:
    assert without_none({"a": None, "b": [], "c": False, "d": ""}) == {"b": [], "c": False, "d": ""}


def test_tags_go_there_and_back() -> None:
    tags = {"team": "mail", "env": ""}
    assert tags_of({"Tags": tag_list(tags)}) == tags
    assert tags_of({}) == {}


def test_times_are_utc_with_milliseconds() -> None:
    berlin = timezone(timedelta(hours=1))
    assert iso_time(datetime(2026, 11, 1, 13, 0, 0, 7_999, tzinfo=berlin)) == "2026-11-01T12:00:00.007Z"
    assert iso_time(datetime(2026, 11, 1, tzinfo=UTC)) == "2026-11-01T00:00:00.000Z"
