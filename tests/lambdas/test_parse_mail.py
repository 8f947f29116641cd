"""The function that takes mail apart."""

from __future__ import annotations

import json

import pytest

from tests.corpus.messages import HEAD, PLAIN, everything
from tests.lambdas.handled_mail import run, run_as_lambda
from tests.lambdas.mail_world import LOST, MailWorld

TREE = everything()["tree: mixed"]()


def test_a_message_is_told_with_all_that_is_in_it(world: MailWorld) -> None:
    run(world, "parse", TREE, dmarc="GRAY")
    told = json.loads(world.queue[0])
    assert json.loads(world.bus[0]["Detail"]) == told
    assert (world.bus[0]["Source"], world.bus[0]["DetailType"]) == ("ses-constructs.mail", "Mail Received")
    assert (told["subject"], told["text"].strip(), told["truncated"]) == ("Tree", "Plain.", False)
    assert told["from"] == [{"name": "Ada", "address": "ada@author.test"}]
    assert told["envelope"] == {"from": "ada@author.test", "recipients": ["support@example.com"]}
    assert (told["verdicts"]["dmarc"], told["authentic"]) == ("GRAY", True)
    assert told["receivedAt"] == "2026-11-20T10:00:00+00:00"
    assert [one["filename"] for one in told["attachments"]] == ["", "t.csv", "all.bin"]
    assert world.objects[told["attachments"][1]["key"]] == b"a,b\r\n"
    assert world.objects[told["raw"]["key"]] == TREE
    whole = json.loads(world.objects[told["document"]["key"]])
    assert whole == {name: value for name, value in told.items() if name != "truncated"}


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"\r\n" + b"x" * 300_000,
        HEAD + b"Content-Type: text/html\r\n\r\n" + "ä".encode() * 300_000,
        b"From: " + b", ".join(b'"%s" <a%d@x.test>' % (b"\xc3\xa4" * 90, n) for n in range(500)) + b"\r\n\r\nText",
        everything()["tree: 1200 parts"](),
    ],
)
def test_what_is_too_long_is_cut_and_said_to_be(world: MailWorld, raw: bytes) -> None:
    run(world, "parse", raw)
    told = json.loads(world.queue[0])
    assert len(world.queue[0]) <= 200 * 1024
    whole = json.loads(world.objects[told["document"]["key"]])
    assert told["truncated"] is (len(json.dumps(whole)) > 200 * 1024)


@pytest.mark.parametrize("left", ["QUEUE", "EVENT_BUS"])
def test_who_is_not_named_is_not_told(world: MailWorld, left: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(left, "")
    run(world, "parse", PLAIN)
    assert (len(world.queue), len(world.bus)) == ((0, 1) if left == "QUEUE" else (1, 0))


@pytest.mark.parametrize("call", range(7))
@pytest.mark.parametrize("failure", ["InternalError", LOST])
def test_whatever_call_fails_everybody_is_told(world: MailWorld, call: int, failure: str) -> None:
    """Twice at worst: ``messageId`` tells copies apart."""
    world.failures[call] = failure
    assert run_as_lambda(world, "parse", TREE)
    assert {json.loads(text)["messageId"] for text in world.queue} == {"m000000"}
    assert {json.loads(entry["Detail"])["messageId"] for entry in world.bus} == {"m000000"}


def test_an_event_bus_that_takes_nothing_is_asked_again(world: MailWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException"}]}
    monkeypatch.setattr(world, "PutEvents", lambda _params: refused, raising=False)
    assert not run_as_lambda(world, "parse", PLAIN)
