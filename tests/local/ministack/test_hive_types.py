"""Columns of Hive, filled from JSON."""

from __future__ import annotations

import pyarrow as pa
import pytest

from ses_constructs.local.ministack.hive_types import NotOfTypeError, read


@pytest.mark.parametrize(
    ("type", "arrow"),
    [
        ("string", pa.string()),
        ("bigint", pa.int64()),
        ("array<struct<a:string,b:boolean>>", pa.list_(pa.struct([("a", pa.string()), ("b", pa.bool_())]))),
        ("map<string,array<string>>", pa.map_(pa.string(), pa.list_(pa.string()))),
        (
            "Struct<A:map<string,string>,b:bigint>",
            pa.struct([("a", pa.map_(pa.string(), pa.string())), ("b", pa.int64())]),
        ),
    ],
)
def test_a_type_is_read_by_its_name(type: str, arrow: pa.DataType) -> None:
    assert read(type).arrow() == arrow


@pytest.mark.parametrize(
    ("type", "given", "kept"),
    [
        ("string", True, "true"),
        ("string", {"a": 1}, '{"a": 1}'),
        ("bigint", "12", 12),
        ("boolean", "true", True),
        ("struct<emailaddress:string,other:string>", {"emailAddress": "a"}, {"emailaddress": "a", "other": None}),
        ("map<string,array<string>>", {"ses:From-Domain": ["a"]}, [("ses:from-domain", ["a"])]),
        ("array<bigint>", [1, None], [1, None]),
        ("array<string>", None, None),
    ],
)
def test_values_are_kept_as_the_type_wants_them(type: str, given: object, kept: object) -> None:
    assert read(type).value(given) == kept


@pytest.mark.parametrize(
    ("type", "given"),
    [
        ("bigint", "soon"),
        ("bigint", 1.5),
        ("boolean", "perhaps"),
        ("boolean", [1]),
        ("array<string>", "a"),
        ("map<string,string>", ["a"]),
        ("struct<a:string>", "a"),
    ],
)
def test_what_a_type_cannot_hold_is_refused(type: str, given: object) -> None:
    with pytest.raises(NotOfTypeError):
        read(type).value(given)


@pytest.mark.parametrize(
    "type", ["decimal(3,2)", "map<bigint,string>", "array<string,string>", "uniontype<string>"]
)
def test_a_type_that_nobody_taught_the_emulator_is_said_so(type: str) -> None:
    with pytest.raises(ValueError, match="cannot write columns"):
        read(type)
