"""The function that answers mail: a person once, a program never."""

from __future__ import annotations

import time

import pytest

from tests.corpus.messages import PLAIN
from tests.lambdas.handled_mail import run, run_as_lambda
from tests.lambdas.mail_world import LOST, MailWorld

CALLS = ("GetObject", "PutItem", "SendEmail")


def test_a_person_is_answered_once(world: MailWorld) -> None:
    run(world, "reply", PLAIN)
    assert tuple(world.calls) == CALLS
    run(world, "reply", PLAIN)
    run(world, "reply", PLAIN, source="eve@other.test")
    assert [sent.to for sent in world.sent] == ["ada@author.test", "eve@other.test"]


def test_after_a_quiet_time_there_is_another_answer(world: MailWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    run(world, "reply", PLAIN)
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 604_801)
    run(world, "reply", PLAIN)
    assert len(world.sent) == 2


@pytest.mark.parametrize("call", range(len(CALLS)))
@pytest.mark.parametrize("failure", ["InternalServerError", LOST])
def test_whatever_call_fails_there_is_an_answer_and_seldom_two(world: MailWorld, call: int, failure: str) -> None:
    world.failures[call] = failure
    assert run_as_lambda(world, "reply", PLAIN)
    expected = {("PutItem", LOST): 0, ("SendEmail", LOST): 2}.get((CALLS[call], failure), 1)
    assert len(world.sent) == expected, "one too few is better than a loop"


def test_an_answer_that_ses_refuses_is_given_up(world: MailWorld) -> None:
    world.refused["ada@author.test"] = "MessageRejected"
    assert run_as_lambda(world, "reply", PLAIN)
    assert world.calls.count("SendEmail") == 1


def test_only_the_header_is_read(world: MailWorld) -> None:
    run(world, "reply", PLAIN + b"x" * 5_000_000)
    assert len(world.sent) == 1


def test_the_table_and_the_log_name_nobody(world: MailWorld, capsys: pytest.CaptureFixture[str]) -> None:
    run(world, "reply", PLAIN)
    assert "@" not in str(world.table) + capsys.readouterr().out
