"""Every message through every handler: nothing is lost, nothing crashes, nothing goes round, nothing gets in."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.utils import parseaddr

import pytest

from ses_constructs.facts.received_mail import HeaderBlock
from ses_constructs.facts.received_mail.forwarding import ONLY_ONCE
from tests.corpus.messages import everything
from tests.lambdas.handled_mail import came_back
from tests.lambdas.mail_handlers import HANDLERS, PREFIX
from tests.lambdas.mail_world import MailWorld, Sent, notice

MESSAGES = everything()
SOURCES = ("ada@author.test", "", "<>", "MAILER-DAEMON@mail.test", "forwarder@example.com", "odd one@x y", "no-at")
"""Envelope senders as they occur; the last two only where somebody is up to something."""
OUR_MARK = ("forwarder@example.com",)
MOST_TOLD = 256 * 1024
COUNTED = (280, 6, 11_292)
"""Messages, handlers, and how often a message goes through a handler in the first test below."""
DSN = (
    b"From: forwarder@example.com\r\nTo: ada@author.test\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nNot read.\r\n"
    b"--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; support@example.com\r\n"
    b"Action: failed\r\n--b--\r\n"
)
"""What SES sends to the sender of a message that came back."""


def process(world: MailWorld, raw: bytes, source: str) -> dict[str, str]:
    """Sends a message to each handler, whose rule saves it first. Returns what SES calls each of them."""
    ids = {name: world.save(raw, prefix=PREFIX) for name in HANDLERS}
    for name, handle in HANDLERS.items():
        handle(notice(ids[name], source=source), None)
    return ids


def kept(world: MailWorld) -> dict[str, bytes]:
    """What is where SES saved it."""
    return {key.removeprefix(PREFIX): raw for key, raw in world.objects.items() if key.startswith(PREFIX)}


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


def sources_for(raw: bytes) -> tuple[str, ...]:
    """Large messages come from one sender only, for the sake of time."""
    return SOURCES if len(raw) < 20_000 else SOURCES[:1]


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_through_every_handler(world: MailWorld, name: str) -> None:
    raw = MESSAGES[name]()
    posted = [process(world, raw, source) for source in sources_for(raw)]
    for handler in HANDLERS:
        there = [kept(world).get(ids[handler]) for ids in posted]
        assert there == [raw] * len(posted), f"as many are kept as were sent to {handler}, and none is touched"
    assert len(kept(world)) == len(posted) * len(HANDLERS)
    forwarded = [sent for sent in world.sent if sent.to == "reader@corp.test"]
    replies = [sent for sent in world.sent if sent.to != "reader@corp.test"]
    for sent in forwarded:
        check_forwarded(sent, raw)
    assert len(replies) <= 1, "a sender gets one answer"
    for sent in replies:
        check_reply(sent)
    assert len(world.queue) == len(world.bus) == len(posted), "every message is told"
    assert world.bounced == []
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


@pytest.mark.parametrize("name", MESSAGES)
def test_no_bounce_goes_round(world: MailWorld, name: str) -> None:
    """A reader's server returns what was forwarded, twice; what the sender gets of that comes back as mail."""
    ids = process(world, MESSAGES[name](), "ada@author.test")
    forwarded = [sent for sent in world.sent if sent.to == "reader@corp.test"]
    for sent in [*forwarded, *forwarded]:
        HANDLERS["forward"](came_back(sent), None)
    told = [json.loads(text) for text in world.queue if "came back" in text]
    assert [each["message"] for each in told] == [ids["forward"]] * 2 * len(forwarded), "operators always hear"
    assert [each["OriginalMessageId"] for each in world.bounced] in ([], [ids["forward"]]), "the sender once"
    first = list(world.sent)
    for _ in world.bounced:
        process(world, DSN, "")
        process(world, DSN, "MAILER-DAEMON@mail.test")
    assert world.sent == first
    assert len(world.bounced) <= 1


def test_the_corpus_is_as_large_as_we_say() -> None:
    made = {name: MESSAGES[name]() for name in MESSAGES}
    assert (len(made), len(HANDLERS)) == COUNTED[:2]
    assert sum(len(sources_for(raw)) for raw in made.values()) * len(HANDLERS) == COUNTED[2]
    assert len(made["size: 40 MB"]) > 39 * 1024 * 1024
    assert made["size: 1 byte"] == b"x"
    assert made["tree: 500 parts"].count(b"--b\r\n") == 500
    assert len([name for name in made if "break" in name or "injection" in name or "hidden" in name]) >= 8
