"""A message at an ingress point, and what of it went which way."""

from __future__ import annotations

from ses_constructs.local.ses.connection import Connection
from ses_constructs.local.ses.ingress.arrival import Branch, merged
from ses_constructs.local.ses.state import PlaceState
from tests.local.ses.ingress.mail import RAW, arrival


def test_headers_are_found_whatever_their_case() -> None:
    assert arrival().values("x-team") == ["blue"]
    assert arrival().values("X-Team", (("X-TEAM", "red"),)) == ["blue", "red"]
    assert arrival().values("X-None") == []


def test_the_message_carries_its_trace_and_what_rules_added() -> None:
    host = Connection(source_ip="192.0.2.1", helo="mx.example.net")
    stored = arrival(connection=host).message(Branch(("me@example.com",)).having("X-Spam", "no"))
    assert stored.startswith(b"Received: from mx.example.net ([192.0.2.1]) by in.example with ESMTP id m-1; ")
    assert stored.endswith(b"\r\nX-Spam: no\r\n" + RAW)


def test_a_notification_is_that_of_receipt_rules(state: PlaceState) -> None:
    branch = Branch(("me@example.com",)).having("X-Spam", "no")
    records = arrival().records(state, branch, {"type": "Lambda"})
    assert records["receipt"]["recipients"] == ["me@example.com"]
    assert records["receipt"]["action"] == {"type": "Lambda"}
    assert records["mail"]["messageId"] == "m-1"
    assert {"name": "X-Spam", "value": "no"} in records["mail"]["headers"]


def test_branches_with_the_same_headers_become_one() -> None:
    marked = Branch(("b",)).having("X-A", "1")
    assert merged([Branch(("a",)), marked, Branch(("c", "a")), Branch(())]) == [Branch(("a", "c")), marked]


def test_new_recipients_are_there_once() -> None:
    assert Branch(("a",)).sent_to(("b", "c", "b")) == Branch(("b", "c"))
