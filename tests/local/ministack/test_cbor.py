"""CBOR: what we write is what we read, and known encodings are known."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.local.ministack.cbor import CBORTag, dumps, loads

SCALARS = st.none() | st.booleans() | st.integers(-(2**64), 2**64 - 1) | st.floats(allow_nan=False)
VALUES = st.recursive(
    SCALARS | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_again(value: object) -> None:
    assert loads(dumps(value)) == value


@pytest.mark.parametrize(
    ("encoded", "value"),
    [  # from appendix A of RFC 8949
        ("00", 0),
        ("1818", 24),
        ("1b000000e8d4a51000", 1000000000000),
        ("20", -1),
        ("3903e7", -1000),
        ("f93c00", 1.0),
        ("fa47c35000", 100000.0),
        ("fbc010666666666666", -4.1),
        ("f4", False),
        ("f6", None),
        ("c11a514b67b0", datetime(2013, 3, 21, 20, 4, tzinfo=UTC)),
        ("4401020304", b"\1\2\3\4"),
        ("62c3bc", "\u00fc"),
        ("83010203", [1, 2, 3]),
        ("a26161016162820203", {"a": 1, "b": [2, 3]}),
        ("5f42010243030405ff", b"\1\2\3\4\5"),
        ("7f657374726561646d696e67ff", "streaming"),
        ("9f018202039f0405ffff", [1, [2, 3], [4, 5]]),
        ("bf6346756ef563416d7421ff", {"Fun": True, "Amt": -2}),
        ("d74401020304", CBORTag(23, b"\1\2\3\4")),
    ],
)
def test_the_examples_of_the_standard_are_understood(encoded: str, value: object) -> None:
    assert loads(bytes.fromhex(encoded)) == value


@pytest.mark.parametrize("encoded", ["", "18", "62c3", "8301", "0000", "1c", "e0", "df"])
def test_broken_data_is_refused(encoded: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        loads(bytes.fromhex(encoded))


@pytest.mark.parametrize("value", [object(), {1, 2}, 2**64])
def test_a_value_without_a_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        dumps(value)


def test_a_datetime_is_tagged_seconds() -> None:
    assert loads(dumps(datetime(2026, 11, 21, 12, tzinfo=UTC))) == datetime(2026, 11, 21, 12, tzinfo=UTC)
