"""The schema of a lake holds whatever SES says about an event."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from ses_constructs.facts.lake_columns import columns, hive_type
from ses_constructs.local.ministack.hive_types import read
from tests.facts.event_records.records import PAYLOADS, record

FULL = columns(headers=True, readers=True)


def members(type: str) -> set[str]:
    """Names of all members of a struct, at any depth."""
    marks = "".join(letter if letter.isalnum() or letter == ":" else " " for letter in type)
    return {word.partition(":")[0] for word in marks.split() if ":" in word}


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key.lower()
            if key not in ("tags", "linkTags"):
                yield from keys(inner)
    elif isinstance(value, list):
        for one in value:
            yield from keys(one)


def test_structs_arrays_and_maps_are_spelt_as_hive_does() -> None:
    assert hive_type({"a": ("string",), "b": {"c": "bigint"}}) == "struct<a:array<string>,b:struct<c:bigint>>"


def test_every_name_is_in_lower_case() -> None:
    text = json.dumps(FULL)
    assert text == text.lower()


@pytest.mark.parametrize("type", FULL.values(), ids=FULL)
def test_the_emulator_can_write_every_column(type: str) -> None:
    assert read(type).value(None) is None


def test_every_event_type_has_a_column_of_its_own() -> None:
    of_events = {"delivery", "bounce", "complaint", "reject", "open", "click", "failure", "deliverydelay"}
    # An empty object, such as "send", cannot be a column.
    assert FULL.keys() == {"eventtype", "mail", *of_events, "subscription"}


def test_no_headers_and_no_readers_means_that_they_have_no_column() -> None:
    spare = columns(headers=False, readers=False)
    assert members(FULL["mail"]) - members(spare["mail"]) >= {"headers", "commonheaders", "subject"}
    assert members(FULL["open"]) - members(spare["open"]) == {"ipaddress", "useragent"}
    assert members(FULL["click"]) - members(spare["click"]) == {"ipaddress", "useragent"}


@pytest.mark.parametrize("kind", PAYLOADS)
def test_whatever_the_guide_shows_of_an_event_is_in_the_lake(kind: str) -> None:
    shown = record(kind)
    every = {column: {column, *members(type)} for column, type in FULL.items()}
    for column, value in shown.items():
        if value != {}:
            assert set(keys({column: value})) - every[column.lower()] == set()
