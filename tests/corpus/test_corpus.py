"""Every message through every handler: nothing is lost, nothing crashes, nothing goes round, nothing gets in."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.utils import parseaddr

import pytest

from ses_constructs.facts.received_mail import HeaderBlock
from ses_constructs.facts.received_mail.forwarding import ONLY_ONCE
from tests.corpus.messages import everything
from tests.lambdas.mail_handlers import HANDLERS, PREFIX
from tests.lambdas.mail_world import MailWorld, Sent, notice

MESSAGES = everything()
SOURCES = ("ada@author.test", "", "<>", "MAILER-DAEMON@mail.test", "forwarder@example.com", "odd one@x y", "no-at")
"""Envelope senders as they occur; the last two only where somebody is up to something."""
OUR_MARK = ("forwarder@example.com",)
MOST_TOLD = 256 * 1024


def process(world: MailWorld, raw: bytes, source: str) -> None:
    """Saves a message and invokes every handler with it, as rules would."""
    event = notice(world.save(raw, prefix=PREFIX), source=source)
    for handle in HANDLERS.values():
        handle(event, None)


def check_forwarded(sent: Sent, original: bytes) -> None:
    header = HeaderBlock.of(sent.raw)
    names = [field.name for field in header.fields]
    assert parseaddr(header.first("from") or "")[1] == "forwarder@example.com"
    assert header.all("x-loop") == OUR_MARK
    assert [name for name in names if name.startswith("x-ses-")] == []
    assert "bcc" not in names
    assert [name for name in set(names) & ONLY_ONCE if names.count(name) > 1] == []
    assert all(line.strip() for field in header.fields for line in field.raw.split(b"\r\n"))
    assert all(b"\r" not in line for field in header.fields for line in field.raw.split(b"\r\n"))
    assert sent.raw[header.body_at :] == original[HeaderBlock.of(original).body_at :], "not one byte differs"


def check_reply(sent: Sent) -> None:
    read = message_from_bytes(sent.raw)
    assert read["Auto-Submitted"] == "auto-replied"
    assert read["To"] == sent.to
    assert read["Bcc"] is None
    assert not read.defects
    assert "We will read it." in str(read.get_payload())


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_through_every_handler(world: MailWorld, name: str) -> None:
    raw = MESSAGES[name]()
    for source in SOURCES if len(raw) < 20_000 else SOURCES[:1]:
        process(world, raw, source)
    kept = [body for key, body in world.objects.items() if key.startswith(PREFIX)]
    assert all(body == raw for body in kept), "the message itself is never touched"
    forwarded = [sent for sent in world.sent if sent.to == "reader@corp.test"]
    replies = [sent for sent in world.sent if sent.to != "reader@corp.test"]
    for sent in forwarded:
        check_forwarded(sent, raw)
    assert len(replies) <= 1, "a sender gets one answer"
    for sent in replies:
        check_reply(sent)
    assert len(world.queue) == len(world.bus) == len(kept), "every message is told"
    for text in world.queue:
        told = json.loads(text)
        assert len(text) < MOST_TOLD
        whole = json.loads(world.objects[told["document"]["key"]])
        assert whole["raw"]["size"] == len(raw)
        for attachment in whole["attachments"]:
            folder, _, file = attachment["key"].rpartition("/")
            assert folder == f"parsed/{told['messageId']}"
            assert file.isascii()
            assert len(world.objects[attachment["key"]]) == attachment["size"]
    types = {world.types[key] for key in world.objects if key.startswith("parsed/")}
    assert types <= {"application/json", "application/octet-stream"}, "no browser runs any of it"
    assert not [key for key in world.table if key.startswith(("rows#", "reports#"))], "none of it is a report"


@pytest.mark.parametrize("name", MESSAGES)
def test_nothing_goes_round(world: MailWorld, name: str) -> None:
    """What a handler sends comes back: as it is, to every handler, and as a bounce; nothing is sent again."""
    process(world, MESSAGES[name](), "ada@author.test")
    first = list(world.sent)
    for sent in first:
        process(world, sent.raw, "forwarder@example.com")
        process(world, sent.raw, "ada@author.test")
        bounce = b"From: MAILER-DAEMON@x.test\r\nTo: forwarder@example.com\r\n\r\nReturned:\r\n\r\n" + sent.raw
        process(world, bounce, "")
    assert world.sent == first


def test_the_corpus_is_as_large_as_we_say() -> None:
    assert len(MESSAGES) >= 250
    assert len(MESSAGES["size: 40 MB"]()) > 39 * 1024 * 1024
    assert MESSAGES["size: 1 byte"]() == b"x"
