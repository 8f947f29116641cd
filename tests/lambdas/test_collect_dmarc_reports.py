"""The function that stores DMARC reports: each once, whole or not at all, and no stranger's bombs."""

from __future__ import annotations

import gzip
from email.message import EmailMessage

import pytest

from tests.corpus.reports import BILLION_LAUGHS, OUTSIDE_ENTITY, gzip_bomb, report, zipped
from tests.lambdas.handled_mail import run, run_as_lambda
from tests.lambdas.mail_world import LOST, MailWorld

ROWS = [(f"192.0.2.{n}", n, "pass", "fail") for n in range(60)]


def mail(*files: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "r@receiver.test", "dmarc@example.com"
    message.set_content("A report.")
    for file in files:
        message.add_attachment(file, maintype="application", subtype="octet-stream", filename="r.bin")
    return message.as_bytes()


def stored(world: MailWorld) -> tuple[int, int]:
    """Reports and rows."""
    keys = list(world.table)
    return sum(key.startswith("reports#") for key in keys), sum(key.startswith("rows#") for key in keys)


@pytest.mark.parametrize("pack", [gzip.compress, zipped, bytes])
def test_a_report_is_stored_once_however_often_it_comes(world: MailWorld, pack: type[bytes]) -> None:
    for _ in range(3):
        run(world, "collect", mail(pack(report(rows=ROWS))))
    assert stored(world) == (1, 60)


def test_several_reports_may_come_together(world: MailWorld) -> None:
    run(world, "collect", mail(zipped(report(id="1"), report(id="2")), report(id="3", domain="sub.example.com")))
    assert stored(world) == (3, 0)


def test_whether_the_reporter_is_authentic_is_written_down(world: MailWorld) -> None:
    run(world, "collect", mail(report()), dmarc="FAIL")
    (item,) = world.table.values()
    assert item["authentic"] == {"BOOL": False}


BAD = {
    "another domain": report(domain="other.example"),
    "a domain that only ends alike": report(domain="notexample.com"),
    "a billion laughs": BILLION_LAUGHS,
    "the same in gzip": gzip.compress(BILLION_LAUGHS),
    "an entity outside": OUTSIDE_ENTITY,
    "a bomb of gzip": gzip_bomb(60 * 1024 * 1024),
    "a bomb of ZIP": zipped(b"\0" * 60 * 1024 * 1024),
    "a bomb in a bomb": gzip.compress(gzip_bomb(60 * 1024 * 1024)),
    "a picture": b"\x89PNG\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("what", BAD)
def test_it_is_left_alone_and_the_next_one_is_not(
    world: MailWorld, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(world, "collect", mail(BAD[what], report()))
    assert stored(world) == (1, 0)
    assert "left alone" in capsys.readouterr().out


@pytest.mark.parametrize("call", range(5))
@pytest.mark.parametrize("failure", ["InternalServerError", LOST])
def test_whatever_call_fails_the_report_is_whole(world: MailWorld, call: int, failure: str) -> None:
    world.failures[call] = failure
    assert run_as_lambda(world, "collect", mail(report(rows=ROWS)))
    assert stored(world) == (1, 60)


def test_a_busy_table_is_asked_again(world: MailWorld) -> None:
    world.unprocessed = 5
    run(world, "collect", mail(report(rows=ROWS)))
    assert stored(world) == (1, 60)
    world.unprocessed = 100
    assert not run_as_lambda(world, "collect", mail(report(id="2")))
