"""Headers that speak to SES, and what reaches the recipient."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.local.ses import raw_mail
from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import DOMAIN, Account, FakeWorld

RAW = (
    b"From: Shop <hello@example.com>\r\nTo: a@example.net, B <b@example.net>\r\nCc: c@example.net\r\n"
    b"Bcc: d@example.net,\r\n e@example.net\r\nX-SES-CONFIGURATION-SET: all\r\n"
    b"X-SES-MESSAGE-TAGS: campaign=spring, stream=fast\r\nSubject: s\r\n\r\nBcc: in the body stays\r\n"
)


def test_headers_are_read() -> None:
    assert raw_mail.sender(RAW) == "Shop <hello@example.com>"
    assert raw_mail.recipients(RAW) == [f"{name}@example.net" for name in "abcde"]
    assert raw_mail.configuration_set(RAW) == "all"
    assert raw_mail.message_tags(RAW) == {"campaign": "spring", "stream": "fast"}


def test_a_message_that_says_nothing_says_nothing() -> None:
    assert raw_mail.sender(b"\r\nbody") == ""
    assert raw_mail.configuration_set(b"Subject: s\r\n\r\n") is None
    assert raw_mail.message_tags(b"Subject: s\r\n\r\n") == {}


def test_private_headers_go_with_their_continuation_lines() -> None:
    kept = raw_mail.without_private_headers(RAW)
    assert b"X-SES" not in kept
    assert b"d@example.net" not in kept
    assert b"e@example.net" not in kept
    assert kept.endswith(b"Subject: s\r\n\r\nBcc: in the body stays\r\n")


@given(st.binary())
def test_a_body_is_never_touched(body: bytes) -> None:
    raw = b"Subject: s\r\nX-SES-A: b\r\n\r\n" + body
    assert raw_mail.without_private_headers(raw) == b"Subject: s\r\n\r\n" + body


def test_the_headers_hold_when_a_raw_message_is_sent(account: Account, world: FakeWorld, ses: Ses) -> None:
    account.verify()
    account.listen("all", "SEND")
    ways: tuple[Callable[[], object], ...] = (
        lambda: account.v2.send_email(Content={"Raw": {"Data": RAW}}),
        lambda: account.v1.send_raw_email(RawMessage={"Data": RAW}),
    )
    for send in ways:
        send()
        mail = json.loads(world.published.pop().message)["mail"]
        assert mail["tags"]["campaign"] == ["spring"]
        assert mail["source"] == f"Shop <hello@{DOMAIN}>"
        assert len(mail["destination"]) == 5
    assert b"X-SES" not in ses.sent(account.place)[0].raw


def test_the_request_beats_the_headers(account: Account, world: FakeWorld) -> None:
    account.verify()
    for name in ("all", "other"):
        account.listen(name, "SEND", topic=name)
    account.v2.send_email(
        Content={"Raw": {"Data": RAW}},
        Destination={"ToAddresses": ["only@example.net"]},
        ConfigurationSetName="other",
        EmailTags=[{"Name": "campaign", "Value": "autumn"}],
    )
    (published,) = world.published
    mail = json.loads(published.message)["mail"]
    assert mail["destination"] == ["only@example.net"]
    assert mail["tags"]["ses:configuration-set"] == ["other"]
    assert mail["tags"]["campaign"] == ["autumn"]
