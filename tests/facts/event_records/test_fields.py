"""One JSON object, read without trusting it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ses_constructs.facts.event_records.fields import Fields, bare_address, canonical, plain


@pytest.mark.parametrize("name", ["bounceSubType", "bouncesubtype", "BOUNCE_SUB_TYPE", "Bounce Sub-Type"])
def test_a_member_is_found_in_every_spelling(name: str) -> None:
    assert Fields({name: "General"}).text("bounceSubType") == "General"
    assert plain(name) == "bouncesubtype"


@pytest.mark.parametrize(
    ("given", "read"), [(True, True), ("true", True), (" False ", False), ("no", None), (1, None)]
)
def test_a_flag_may_be_a_text(given: object, read: bool | None) -> None:
    """Guide: the table calls headersTruncated a string, the samples have a boolean."""
    assert Fields({"headersTruncated": given}).flag("headersTruncated") is read


@pytest.mark.parametrize(
    "given",
    ["2026-11-21T10:00:00.000Z", "2026-11-21T11:00:00+01:00", "2026-11-21T10:00:00", 1795255200, 1795255200000],
)
def test_a_time_is_read_in_utc(given: object) -> None:
    assert Fields({"timestamp": given}).moment("timestamp") == datetime(2026, 11, 21, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "given", ["yesterday", "", None, True, 10**400, -(10**20), [], "0001-01-01T00:00:00+14:00"]
)
def test_what_is_no_time_is_left(given: object) -> None:
    fields = Fields({"timestamp": given})
    assert fields.moment("timestamp") is None
    assert fields.rest() == ({} if given is None else {"timestamp": given})


def test_a_number_may_be_a_text() -> None:
    assert Fields({"n": "12"}).number("n") == 12
    assert Fields({"n": 12.0}).number("n") == 12
    assert [Fields({"n": wrong}).number("n") for wrong in ("x", True, None, float("inf"), 10**60)] == [None] * 5


def test_one_thing_counts_as_a_list_of_one() -> None:
    fields = Fields(
        {"destination": "a@b.example", "people": {"emailAddress": "c@d.example"}, "others": ["e@f.example"]}
    )
    assert fields.texts("destination") == ("a@b.example",)
    assert [one.text("emailAddress") for one in fields.several("people", of="emailAddress")] == ["c@d.example"]
    assert [one.text("emailAddress") for one in fields.several("others", of="emailAddress")] == ["e@f.example"]


def test_what_is_not_read_is_kept() -> None:
    fields = Fields({"known": "x", "wrong": 5, "new": {"a": 1}, "mixed": ["a", 1]})
    assert (fields.text("known"), fields.flag("wrong"), fields.texts("mixed")) == ("x", None, ("a",))
    assert fields.rest() == {"wrong": 5, "new": {"a": 1}, "mixed": ["a", 1]}
    assert "known" in fields
    assert "other" not in fields


def test_anything_but_an_object_has_no_members() -> None:
    assert [list(Fields(given).names()) for given in (None, 5, "x", [1])] == [[], [], [], []]


def test_tags_may_have_one_value_or_several() -> None:
    assert Fields({"tags": {"a": ["1", "2"], "b": "3", "c": 4}}).lists("tags") == {
        "a": ("1", "2"),
        "b": ("3",),
        "c": (),
    }
    assert Fields({"tags": ["a"]}).lists("tags") == {}


def test_half_a_character_becomes_a_question_mark() -> None:
    assert Fields({"subject": "a\ud83d"}).text("subject") == "a?"


@pytest.mark.parametrize(
    "given", ["A@B.example", " a@b.example ", "Somebody <a@B.example>", '"x, y" <a@b.example>']
)
def test_an_address_has_one_bare_form(given: str) -> None:
    assert bare_address(given) == "a@b.example"


def test_what_is_no_address_stays() -> None:
    assert bare_address("<>") == "<>"


def test_equal_values_have_one_text() -> None:
    assert canonical({"a": 1, "b": [2]}) == canonical({"b": [2], "a": 1})
    assert canonical({(1, 2): "x"}) == "{(1, 2): 'x'}"
