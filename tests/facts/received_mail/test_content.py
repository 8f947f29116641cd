"""Texts and attachments of a message."""

from __future__ import annotations

import pytest

from ses_constructs.facts.received_mail.content import Attachment, MessageContent
from tests.corpus.messages import FILENAMES, everything

MESSAGES = everything()


def read(name: str) -> MessageContent:
    return MessageContent.of(MESSAGES[name]())


def test_a_tree_is_taken_apart() -> None:
    content = read("tree: mixed")
    assert (content.text or "").strip() == "Plain."
    assert (content.html or "").strip() == "<p>HTML</p>"
    found = [(one.content_type, one.filename, one.content_id) for one in content.attachments]
    assert found[0] == ("image/gif", "", "logo@x")
    assert found[1][:2] == ("text/csv", "t.csv")
    assert content.problems == ()


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("transfer", ["8bit", "base64", "quoted-printable", "nothing"])
def test_text_is_decoded(charset: str, transfer: str) -> None:
    assert "Grüße, 日本語, привет." in (read(f"encoding: {charset} in {transfer}").text or "")


@pytest.mark.parametrize(("parts", "read_parts"), [(500, 500), (1200, 1000)])
def test_parts_are_counted(parts: int, read_parts: int) -> None:
    content = read(f"tree: {parts} parts")
    assert len(content.attachments) == read_parts
    assert bool(content.problems) is (parts > read_parts)


@pytest.mark.parametrize("depth", [110, 500, 3000])
def test_what_is_too_deep_is_said_to_be(depth: int) -> None:
    assert read(f"tree: {depth} deep").problems


def test_a_message_in_a_message_is_an_attachment() -> None:
    (inside,) = read("tree: a message in a message").attachments
    assert (inside.content_type, b"The text." in inside.data) == ("message/rfc822", True)


@pytest.mark.parametrize("name", FILENAMES)
def test_no_name_of_a_file_leads_elsewhere(name: str) -> None:
    (attachment,) = read(f"attachment: its name has {name}").attachments
    safe = attachment.safe_name
    assert safe
    assert safe.isascii()
    assert not safe.startswith(".")
    assert "/" not in safe
    assert len(safe) <= 80


@pytest.mark.parametrize(
    ("name", "safe"), [("../a.pdf", "a.pdf"), ("Über.pdf", "ber.pdf"), ("..", "unnamed"), ("", "unnamed")]
)
def test_a_name_stays_readable(name: str, safe: str) -> None:
    assert Attachment(filename=name, content_type="x/y", content_id="", data=b"").safe_name == safe


def test_all_bytes_of_an_attachment_are_there() -> None:
    (attachment,) = read("size: 5 MB attached").attachments
    assert attachment.data == bytes(range(256)) * (len(attachment.data) // 256)
    assert len(attachment.data) == 5 * 1024 * 1024
