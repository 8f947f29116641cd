"""Verdicts and records of inbound mail."""

from __future__ import annotations

import re

import pytest

from ses_constructs.local.ses.connection import Connection
from ses_constructs.local.ses.delivery import EICAR
from ses_constructs.local.ses.inbound import Inbound, new_id
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.ses.verdicts import GTUBE


def inbound(state: PlaceState, raw: bytes) -> Inbound:
    return Inbound(new_id(), state.now(), "you@example.net", raw, [])


def test_the_sender_s_verdicts_are_told(state: PlaceState) -> None:
    message = inbound(state, b"From: a@dkim-gray.dmarc-reject.test\r\n\r\nt")
    record = message.receipt_record(state, ["me@example.com"], {}, scanned=True)
    assert record["dkimVerdict"] == {"status": "GRAY"}
    assert (record["dmarcVerdict"], record["dmarcPolicy"]) == ({"status": "FAIL"}, "reject")
    stored = message.as_stored(state, ["me@example.com"], scanned=True)
    assert b"dkim=none header.i=@dkim-gray.dmarc-reject.test; dmarc=fail" in stored


def test_a_policy_is_told_only_where_dmarc_fails(state: PlaceState) -> None:
    assert "dmarcPolicy" not in inbound(state, b"").receipt_record(state, ["me@example.com"], {}, scanned=True)


def test_the_sending_host_is_in_the_trace(state: PlaceState) -> None:
    host = Connection(source_ip="192.0.2.1", helo="mx.example.net")
    message = Inbound(new_id(), state.now(), "you@example.net", b"\r\nt", [], host)
    stored = message.as_stored(state, ["me@example.com"], scanned=False)
    assert b"Received: from mx.example.net ([192.0.2.1]) by inbound-smtp.us-east-1.amazonaws.com" in stored
    assert b"spf=pass client-ip=192.0.2.1; envelope-from=you@example.net; helo=mx.example.net" in stored


@pytest.mark.parametrize(
    ("body", "spam", "virus"),
    [(b"hello", "PASS", "PASS"), (GTUBE, "FAIL", "PASS"), (EICAR, "PASS", "FAIL")],
)
def test_test_strings_decide_the_verdicts(state: PlaceState, body: bytes, spam: str, virus: str) -> None:
    message = inbound(state, b"Subject: s\r\n\r\n" + body)
    record = message.receipt_record(state, ["me@example.com"], {}, scanned=True)
    assert record["spamVerdict"]["status"] == spam
    assert record["virusVerdict"]["status"] == virus
    assert record["dmarcVerdict"]["status"] == record["spfVerdict"]["status"] == "PASS"
    stored = message.as_stored(state, ["me@example.com"], scanned=True)
    assert f"X-SES-Spam-Verdict: {spam}\r\nX-SES-Virus-Verdict: {virus}".encode() in stored


def test_ids_are_long_and_fresh() -> None:
    assert re.fullmatch("[a-z0-9]{40}", new_id())
    assert new_id() != new_id()


def test_added_headers_are_seen_by_later_actions(state: PlaceState) -> None:
    message = inbound(state, b"Subject: s\r\n\r\nt")
    message.added.append(("X-Team", "a"))
    assert {"name": "X-Team", "value": "a"} in message.mail_record()["headers"]
    assert b"X-Team: a\r\nSubject: s" in message.as_stored(state, ["me@example.com"], scanned=False)


def test_the_envelope_is_not_the_headers(state: PlaceState) -> None:
    message = inbound(state, b"To: list@example.com\r\nCc: c@example.com\r\n\r\nt")
    record = message.mail_record()
    assert record["destination"] == ["list@example.com", "c@example.com"]
    assert record["commonHeaders"]["returnPath"] == "you@example.net"
