"""The header of a message: its fields, its addresses, and where it ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.facts.received_mail import HeaderBlock
from ses_constructs.facts.received_mail.header_block import is_address, mailboxes_in, shown


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_lines_end_in_any_way(end: bytes) -> None:
    raw = end.join([b"From: a@b.test", b"Subject: one", b" two", b"", b"Body"])
    header = HeaderBlock.of(raw)
    assert header.first("subject") == "one two"
    assert raw[header.body_at :] == b"Body"


@pytest.mark.parametrize(
    ("raw", "names", "body"),
    [
        (b"", [], b""),
        (b"\r\nBody", [], b"Body"),
        (b"no header\r\nA: 1\r\n", [], b"no header\r\nA: 1\r\n"),
        (b"A: 1\r\nno header\r\n\r\nBody", ["a"], b"no header\r\n\r\nBody"),
        (b"From x Fri\r\nA: 1\r\n\r\nBody", ["a"], b"Body"),
        (b"A: 1\r\n \r\nB: 2\r\n\r\nBody", ["a", "b"], b"Body"),
        (b"A: 1\rB: 2\r\n\r\nBody", ["a", "b"], b"Body"),
    ],
)
def test_a_header_ends_where_mail_programs_see_its_end(raw: bytes, names: list[str], body: bytes) -> None:
    header = HeaderBlock.of(raw)
    assert [field.name for field in header.fields] == names
    assert raw[header.body_at :] == body


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"=?utf-8?q?a=0d=0ab?=", "a b"),
        (b"=?made-up?q?x?=", "=?made-up?q?x?="),
        (b"=?utf-8?b?w5xiZXI=?=", "Über"),
        (b"a\x00b", "a b"),
        (b"\xff", "\ufffd"),
    ],
)
def test_a_value_is_one_line_of_text(value: bytes, text: str) -> None:
    assert HeaderBlock.of(b"X: " + value + b"\r\n\r\n").first("x") == text


def test_addresses_are_found_in_all_fields_of_a_name() -> None:
    header = HeaderBlock.of(b'To: "A, B" <a@b.test>, c@d.test\r\nTo: <a@b.test>\r\nto: <e f@g.test>\r\n\r\n')
    assert header.addresses("to") == ("a@b.test", "c@d.test")
    assert header.mailboxes("to")[0] == ("A, B", "a@b.test")


def test_brackets_in_brackets_are_nobodys_address() -> None:
    assert mailboxes_in(["(" * 10_000 + "a@b.test"]) == []


@pytest.mark.parametrize("text", ["a@b.test", "a+b@c.test", "o'neil@x.test"])
def test_an_address_is_taken(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text", ["", "a", "a@", "@b", "ä@b.test", "a b@c.test", "a@b..test", "a@b\r\nc", "<a@b.test>"]
)
def test_what_is_none_is_not(text: str) -> None:
    assert not is_address(text)


@given(st.binary(max_size=400))
def test_nothing_raises_and_no_byte_of_the_body_is_lost(raw: bytes) -> None:
    header = HeaderBlock.of(raw)
    assert 0 <= header.body_at <= len(raw)
    assert all(field.text.isprintable() or "\ufffd" in field.text or field.text for field in header.fields)
    for field in header.fields:
        header.mailboxes(field.name)


@given(st.text(max_size=100))
def test_what_is_shown_fits_into_a_header(text: str) -> None:
    assert not set(shown(text, longest=20)) & set("\r\n\0\u2028")
    assert len(shown(text, longest=20)) <= 20
