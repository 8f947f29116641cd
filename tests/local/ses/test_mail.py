"""Messages: composing and reading them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.mail import (
    addresses,
    common_headers,
    compose,
    header,
    headers_of,
    listed_headers,
    new_message_id,
)
from tests.local.ses.aws import parse


def composed(**changes: object) -> bytes:
    parts: dict[str, object] = {
        "sender": "a@example.com",
        "to": ["b@example.net"],
        "cc": [],
        "reply_to": [],
        "subject": "Grüße",
        "text": "text",
        "html": "<p>html</p>",
        "headers": [],
        "attachments": [],
    }
    return compose(**(parts | changes))  # type: ignore[arg-type]


def test_ids_have_the_form_of_ses_and_are_never_the_same() -> None:
    first, second = new_message_id(), new_message_id()
    assert re.fullmatch(r"0100[0-9a-f]{12}-[0-9a-f-]{36}-000000", first)
    assert first != second


def test_text_and_html_are_alternatives() -> None:
    message = parse(composed())
    assert message["Subject"] == "Grüße"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_html_alone_is_enough() -> None:
    assert parse(composed(text=None)).get_content_type() == "text/html"


def test_headers_and_attachments_are_carried() -> None:
    attachment = {"FileName": "a.txt", "RawContent": b"hello", "ContentType": "text/plain"}
    raw = composed(
        headers=[{"Name": "List-Unsubscribe", "Value": "<mailto:u@example.com>"}], attachments=[attachment]
    )
    message = parse(raw)
    assert message["List-Unsubscribe"] == "<mailto:u@example.com>"
    (found,) = message.iter_attachments()
    assert (found.get_filename(), found.get_payload(decode=True)) == ("a.txt", b"hello")


def test_common_headers_leave_out_what_is_not_there() -> None:
    found = common_headers(b"From: A <a@b.c>\r\nTo: x@y.z, v@w.x\r\nMessage-ID: <1@b.c>\r\n\r\n")
    assert found == {"from": ["A <a@b.c>"], "to": ["x@y.z", "v@w.x"], "messageId": "<1@b.c>"}


def test_headers_are_listed_in_order_until_10_kb() -> None:
    listed, cut = listed_headers(b"A: 1\r\nB: 2\r\n\r\n")
    assert (listed, cut) == ([{"name": "A", "value": "1"}, {"name": "B", "value": "2"}], False)
    assert listed_headers(b"A: 1\r\nB: " + b"x" * 10_240 + b"\r\n\r\n") == ([{"name": "A", "value": "1"}], True)


def test_addresses_lose_their_names() -> None:
    assert addresses('"Doe, J" <j@x.y>, k@x.y', "l@x.y") == ["j@x.y", "k@x.y", "l@x.y"]


def test_headers_are_unfolded_and_decoded() -> None:
    raw = b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n from here\r\nX-Bad: =?nonsense?q?=C3?=\r\n\r\n"
    assert header(raw, "subject") == "Grüße from here"
    assert header(raw, "x-bad") == "=?nonsense?q?=C3?="
    assert header(raw, "none") is None


def test_names_with_commas_stay_with_their_address() -> None:
    found = common_headers(b'To: "Doe, Jane" <j@x.y>, Ann <a@x.y>, k@x.y\r\n\r\n')
    assert found["to"] == ['"Doe, Jane" <j@x.y>', "Ann <a@x.y>", "k@x.y"]


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read(raw: bytes) -> None:
    headers_of(raw)
    common_headers(raw)
    common_headers(b"From: " + raw + b"\r\nTo: " + raw + b"\r\n\r\n")
    listed_headers(raw)


@pytest.mark.parametrize(
    "changes",
    [
        {"sender": "a@b.c\r\nBcc: victim@example.net"},
        {"subject": "s\nX-Evil: 1"},
        {"headers": [{"Name": "Subject", "Value": "second"}]},
    ],
)
def test_what_cannot_be_a_header_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(RefusedError, match="cannot be built"):
        composed(**changes)
