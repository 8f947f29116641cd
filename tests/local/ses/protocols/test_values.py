"""Scalars on the wire."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from botocore.model import Shape

from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.protocols.values import as_utc, from_text, read_time, to_text


def shape(kind: str) -> Shape:
    return Shape("S", {"type": kind})


@pytest.mark.parametrize(
    ("kind", "text"),
    [("boolean", "maybe"), ("integer", "one"), ("double", "x"), ("blob", "?"), ("timestamp", "noon")],
)
def test_text_that_is_no_such_thing_is_refused(kind: str, text: str) -> None:
    with pytest.raises(RefusedError, match=f"no {kind}"):
        from_text(shape(kind), text)


def test_booleans_and_blobs_have_their_spelling() -> None:
    assert (to_text(shape("boolean"), True), to_text(shape("boolean"), False)) == ("true", "false")
    assert to_text(shape("blob"), b"abc") == "YWJj"


def test_times_are_read_from_seconds_and_from_iso() -> None:
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert read_time(noon.timestamp()) == read_time("2026-11-01T12:00:00Z") == noon
    assert as_utc(datetime(2026, 11, 1, 12)) == noon
