"""A message that came by SMTP: who is asked about it, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.world import Place
from tests.local.ses.aws import DOMAIN, Account

PLACE = Place("123456789012", "us-east-1")
IDENTITY = f"arn:aws:ses:us-east-1:123456789012:identity/{DOMAIN}"
Asked = list[tuple[list[str], Mapping[str, str | list[str]]]]


def submit(ses: Ses, asked: Asked, *, source: str, header: str = "", refuse: bool = False) -> str:
    def allow(arns: Sequence[str], keys: Mapping[str, str | list[str]]) -> None:
        asked.append((list(arns), keys))
        if refuse:
            raise PermissionError("not allowed")

    lines = [f"From: {header or source}", "To: you@example.net", "Subject: Hello", "", "A mail."]
    return ses.submit(
        PLACE,
        source=source,
        recipients=["you@example.net"],
        message="\r\n".join(lines).encode(),
        source_ip="127.0.0.1",
        caller="AKIA",
        allow=allow,
    )


def test_a_message_of_a_verified_domain_is_taken(ses: Ses, account: Account) -> None:
    account.verify()
    asked: Asked = []
    message_id = submit(ses, asked, source=f"bounce@{DOMAIN}", header=f"The Shop <hello@{DOMAIN}>")
    assert [sent.message_id for sent in ses.sent(PLACE)] == [message_id]
    ((arns, keys),) = asked
    assert arns == [IDENTITY]
    assert keys == {
        "ses:FromAddress": f"hello@{DOMAIN}",
        "ses:FromDisplayName": "The Shop",
        "ses:FeedbackAddress": f"bounce@{DOMAIN}",
        "ses:Recipients": ["you@example.net"],
    }


@pytest.mark.parametrize(
    ("source", "header"), [("me@other.example", f"me@{DOMAIN}"), (f"me@{DOMAIN}", "me@other.example")]
)
def test_envelope_and_header_must_both_be_verified(ses: Ses, account: Account, source: str, header: str) -> None:
    account.verify()
    with pytest.raises(RefusedError, match="not verified"):
        submit(ses, [], source=source, header=header)
    assert ses.sent(PLACE) == []


def test_who_may_not_send_is_turned_away_before_anything_is_taken(ses: Ses, account: Account) -> None:
    account.verify()
    with pytest.raises(PermissionError):
        submit(ses, [], source=f"me@{DOMAIN}", refuse=True)
    assert ses.sent(PLACE) == []
