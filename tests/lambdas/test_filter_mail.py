"""The function that SES asks whether mail goes on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.lambdas.mail_handlers import HANDLERS
from tests.lambdas.mail_world import MailWorld, notice

GO_ON, STOP = {"disposition": "CONTINUE"}, {"disposition": "STOP_RULE_SET"}
ALL = {name: "drop" for name in ("virus", "spam", "dmarc", "spf", "dkim")}


def ask(**given: Any) -> dict[str, str]:
    answer: dict[str, str] = HANDLERS["filter"](notice("m", **given), None)
    return answer


def settings(monkeypatch: pytest.MonkeyPatch, **answers: str) -> None:
    monkeypatch.setenv("ANSWERS", json.dumps(answers))


@pytest.mark.parametrize("verdict", ["PASS", "GRAY", "PROCESSING_FAILED", "DISABLED", "ODD"])
def test_only_a_failed_check_ends_the_way(world: MailWorld, verdict: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(monkeypatch, **ALL)
    assert ask(**dict.fromkeys(ALL, verdict)) == GO_ON
    assert world.calls == []


@pytest.mark.parametrize("check", ["virus", "spam", "spf", "dkim"])
def test_a_failed_check_ends_it(world: MailWorld, check: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(monkeypatch, **ALL)
    assert ask(**{check: "FAIL"}) == STOP
    settings(monkeypatch, **{**ALL, check: "pass"})
    assert ask(**{check: "FAIL"}) == GO_ON
    assert world.calls == []


@pytest.mark.parametrize(
    ("policy", "too", "answer"),
    [
        ("reject", "no", STOP),
        ("REJECT", "no", STOP),
        ("quarantine", "no", GO_ON),
        ("quarantine", "yes", STOP),
        ("none", "yes", GO_ON),
    ],
)
def test_dmarc_goes_by_what_the_domains_owner_wants(
    world: MailWorld, policy: str, too: str, answer: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(monkeypatch, **ALL)
    monkeypatch.setenv("QUARANTINE_TOO", too)
    assert ask(dmarc="FAIL", policy=policy) == answer
    event = notice("m", dmarc="FAIL")
    event["Records"][0]["ses"]["receipt"]["dmarcPolicy"] = {"status": policy.upper()}
    assert HANDLERS["filter"](event, None) == answer
    assert world.calls == []


@pytest.mark.parametrize(
    ("author", "verdicts", "answer"),
    [
        ("Ada <ada@author.test>", {}, GO_ON),
        ("ADA@AUTHOR.TEST", {}, GO_ON),
        ("x@partner.example", {}, GO_ON),
        ("x@a.sub.example", {}, GO_ON),
        ("x@sub.example", {}, STOP),
        ("eve@evil.test", {}, STOP),
        ("x@notpartner.example", {}, STOP),
        ("ada@author.test", {"dmarc": "FAIL"}, STOP),
        ("ada@author.test", {"dmarc": "GRAY", "spf": "GRAY", "dkim": "GRAY"}, STOP),
        ("ada@author.test, eve@evil.test", {}, STOP),
        ("eve@evil.test <ada@author.test>", {}, STOP),
        ("(" * 5000, {}, STOP),
        ("", {}, STOP),
    ],
)
def test_strangers_end_here_and_so_do_forgers(
    world: MailWorld,
    author: str,
    verdicts: dict[str, str],
    answer: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings(monkeypatch, stranger="drop")
    monkeypatch.setenv("ALLOWED", json.dumps(["ada@author.test", "partner.example", ".sub.example"]))
    assert ask(headers=(("From", author),), **verdicts) == answer
    assert world.calls == []


def test_two_authors_are_nobody(world: MailWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(monkeypatch, stranger="drop")
    monkeypatch.setenv("ALLOWED", '["author.test"]')
    assert ask(headers=(("From", "a@author.test"), ("from", "b@author.test"))) == STOP
    assert world.calls == []


def test_a_bounce_goes_back(world: MailWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(monkeypatch, spam="bounce")
    assert ask(spam="FAIL") == STOP
    (bounce,) = world.bounced
    assert bounce["OriginalMessageId"] == "m"
    assert bounce["BounceSender"] == "mailer@example.com"
    assert bounce["BouncedRecipientInfoList.member.1.Recipient"] == "support@example.com"


@pytest.mark.parametrize("given", [{"source": ""}, {"source": "MAILER-DAEMON@x.test"}, {"virus": "FAIL"}])
def test_nobody_bounces_to_those_who_must_not_hear(
    world: MailWorld, given: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(monkeypatch, spam="bounce")
    assert ask(spam="FAIL", **given) == STOP
    assert world.bounced == []


def test_a_bounce_that_ses_refuses_is_told_to_people(world: MailWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(monkeypatch, spam="bounce")
    world.failures[0] = "MessageRejected"
    assert ask(spam="FAIL") == STOP
    assert json.loads(world.queue[0]) == {"message": "m", "why": "spam", "not bounced": "MessageRejected"}


@pytest.mark.parametrize("event", [None, {}, {"Records": []}, "text", {"Records": [{"ses": {}}]}])
def test_what_cannot_be_read_goes_on(world: MailWorld, event: object) -> None:
    assert HANDLERS["filter"](event, None) == GO_ON
    assert world.calls == []
