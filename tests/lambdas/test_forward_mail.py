"""The function that forwards mail: once to each reader, never in a circle, and never nothing at all."""

from __future__ import annotations

import json
import time

import pytest

from tests.corpus.messages import HEAD, PLAIN
from tests.lambdas.handled_mail import came_back, run, run_as_lambda
from tests.lambdas.mail_handlers import HANDLERS, PREFIX
from tests.lambdas.mail_world import LOST, MailWorld, notice

CALLS = ("GetObject", "PutItem", "SendEmail", "UpdateItem")


def readers(world: MailWorld) -> list[str]:
    return [sent.to for sent in world.sent]


def test_a_message_is_forwarded(world: MailWorld) -> None:
    run(world, "forward", PLAIN)
    assert readers(world) == ["reader@corp.test"]
    assert tuple(world.calls) == CALLS
    assert world.sent[0].sender == "forwarder@example.com"


@pytest.mark.parametrize(
    ("recipients", "to"),
    [
        (("Support+shop@Example.com",), ["reader@corp.test"]),
        (("anybody@all.example",), ["a@x.test", "b@x.test"]),
        (("support@example.com", "c@all.example"), ["reader@corp.test", "a@x.test", "b@x.test"]),
        (("else@example.com",), []),
    ],
)
def test_recipients_have_readers(world: MailWorld, recipients: tuple[str, ...], to: list[str]) -> None:
    run(world, "forward", PLAIN, recipients=recipients)
    assert readers(world) == to


def test_a_message_that_is_handed_over_again_is_not_forwarded_again(world: MailWorld) -> None:
    event = notice(world.save(PLAIN, prefix=PREFIX), recipients=("c@all.example",))
    for _ in range(3):
        HANDLERS["forward"](event, None)
    assert readers(world) == ["a@x.test", "b@x.test"]


@pytest.mark.parametrize("call", range(len(CALLS)))
@pytest.mark.parametrize("failure", ["InternalServerError", LOST])
def test_whatever_call_fails_the_reader_gets_the_message(world: MailWorld, call: int, failure: str) -> None:
    world.failures[call] = failure
    assert run_as_lambda(world, "forward", PLAIN) or CALLS[call] in ("PutItem", "UpdateItem")
    twice = failure == LOST and CALLS[call] == "SendEmail"
    if CALLS[call] != "PutItem" or failure != LOST:
        assert readers(world) == ["reader@corp.test"] * (2 if twice else 1)


def test_a_claim_of_a_function_that_died_runs_out(world: MailWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its answer was lost: until then the invocation fails, and ends as a dead letter, to be handed in again."""
    world.failures[1] = LOST
    event = notice(world.save(PLAIN, prefix=PREFIX))
    for _ in range(3):
        with pytest.raises(Exception, match="another copy|NotForwarded|Read timeout|m0000"):
            HANDLERS["forward"](event, None)
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 131)
    HANDLERS["forward"](event, None)
    assert readers(world) == ["reader@corp.test"]


def test_one_reader_whose_copy_fails_does_not_keep_the_others_from_theirs(world: MailWorld) -> None:
    world.refused["a@x.test"] = "TooManyRequestsException"
    assert not run_as_lambda(world, "forward", PLAIN, recipients=("c@all.example",))
    assert readers(world) == ["b@x.test"], "once, although it was tried three times"


def test_what_ses_refuses_for_good_becomes_a_notice(world: MailWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world.failures[2] = "MessageRejected"
    run(world, "forward", PLAIN)
    (notice_sent,) = world.sent
    assert b"Subject: Not forwarded: Hello" in notice_sent.raw
    world.sent.clear()
    monkeypatch.setenv("LARGEST_BYTES", "1024")
    run(world, "forward", PLAIN + b"x" * 1024)
    assert b"s3://mail/in/m000001" in world.sent[0].raw.replace(b"=\r\n", b"")


@pytest.mark.parametrize("verdict", ["spam", "virus"])
def test_bad_mail_stays_where_it_is(world: MailWorld, verdict: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run(world, "forward", PLAIN, **{verdict: "FAIL"})
    assert world.sent == []
    monkeypatch.setenv("FORWARD_SPAM", "yes")
    run(world, "forward", PLAIN, **{verdict: "FAIL"})
    assert len(world.sent) == (1 if verdict == "spam" else 0)


def test_the_senders_own_mailbox_is_not_forwarded(world: MailWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARD_TO", json.dumps({"example.com": ["reader@corp.test"]}))
    run(world, "forward", HEAD + b"\r\nA bounce of sorts.", recipients=("forwarder@example.com",))
    assert world.sent == []


def test_the_sender_and_the_operators_hear_that_a_message_came_back(world: MailWorld) -> None:
    run(world, "forward", PLAIN)
    assert world.sent[0].configuration_set == "forwarded"
    HANDLERS["forward"](came_back(world.sent[0]), None)
    (bounced,) = world.bounced
    assert (bounced["OriginalMessageId"], bounced["BounceSender"]) == ("m000000", "forwarder@example.com")
    assert "reader@corp.test" not in str(bounced), "the sender does not learn who reads the mail"
    assert {"support@example.com", "failed", "5.1.1"} <= set(bounced.values())
    (told,) = map(json.loads, world.queue)
    assert (told["message"], told["reader"], told["sender"]) == ("m000000", "reader@corp.test", "was told")
    assert told["kept"] == "s3://mail/in/m000000"


def test_who_may_be_made_up_hears_nothing_and_the_operators_do(world: MailWorld) -> None:
    run(world, "forward", PLAIN, spf="FAIL")
    HANDLERS["forward"](came_back(world.sent[0]), None)
    assert world.bounced == []
    (told,) = map(json.loads, world.queue)
    assert told["sender"] == "was not told, since they may be made up or a program"


def test_the_sender_hears_once_for_a_recipient_with_two_readers(world: MailWorld) -> None:
    run(world, "forward", PLAIN, recipients=("c@all.example",))
    for number in (0, 1, 0):
        HANDLERS["forward"](came_back(world.sent[number]), None)
    assert len(world.bounced) == 1
    heard = [(told["reader"], told["sender"]) for told in map(json.loads, world.queue)]
    assert heard == [("a@x.test", "was told"), ("b@x.test", "was told before"), ("a@x.test", "was told before")]


def test_after_a_day_only_the_operators_hear(world: MailWorld) -> None:
    run(world, "forward", PLAIN)
    world.too_old.add("m000000")
    HANDLERS["forward"](came_back(world.sent[0]), None)
    assert world.bounced == []
    assert "does not bounce it (MessageRejected)" in world.queue[0]


def test_a_notice_that_comes_back_is_heard_of_too(world: MailWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LARGEST_BYTES", "1024")
    run(world, "forward", PLAIN + b"x" * 1024)
    HANDLERS["forward"](came_back(world.sent[0]), None)
    assert len(world.bounced) == len(world.queue) == 1


def test_mail_of_others_that_comes_back_is_none_of_its_business(world: MailWorld) -> None:
    run(world, "forward", PLAIN)
    event = came_back(world.sent[0])
    event["detail"]["mail"]["tags"]["forwarder"] = ["Another"]
    HANDLERS["forward"](event, None)
    assert (world.bounced, world.queue) == ([], [])


TAKING_BACK = ("PutItem", "SendBounce", "UpdateItem", "SendMessage")


@pytest.mark.parametrize("call", range(len(TAKING_BACK)))
@pytest.mark.parametrize("failure", ["Throttling", LOST])
def test_whatever_call_fails_everybody_hears(
    world: MailWorld, call: int, failure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tried again when its claim has run out, as whoever reads the dead-letter queue does at the latest."""
    run(world, "forward", PLAIN)
    event, before, now = came_back(world.sent[0]), len(world.calls), time.time()
    world.failures[before + call] = failure
    with pytest.raises(Exception, match="Throttling|Read timeout"):
        HANDLERS["forward"](event, None)
    assert world.calls[before:][: call + 1] == list(TAKING_BACK[: call + 1])
    monkeypatch.setattr("time.time", lambda: now + 131)
    HANDLERS["forward"](event, None)
    # An answer that is lost hides what was done; the sender hears twice then, and never not at all.
    unsure = (("SendBounce", LOST), ("UpdateItem", "Throttling"))
    assert len(world.bounced) == (2 if (TAKING_BACK[call], failure) in unsure else 1)
    assert len(world.queue) == (2 if (TAKING_BACK[call], failure) == ("SendMessage", LOST) else 1)


def test_the_log_names_nobody(world: MailWorld, capsys: pytest.CaptureFixture[str]) -> None:
    run(world, "forward", PLAIN)
    world.refused["reader@corp.test"] = "MessageRejected"
    run_as_lambda(world, "forward", PLAIN)
    HANDLERS["forward"](came_back(world.sent[0]), None)
    said = capsys.readouterr().out
    assert "forwarded" in said
    assert "came back" in said
    assert "@" not in said
    assert "@" not in json.dumps(world.table)
