"""For which list and topic a message is sent."""

from __future__ import annotations

from ses_constructs.local.ses import raw_mail
from ses_constructs.local.ses.subscription import SubscriptionOptions


def test_a_header_says_list_and_topic() -> None:
    def read(value: str) -> SubscriptionOptions | None:
        return raw_mail.subscription(f"X-SES-LIST-MANAGEMENT-OPTIONS: {value}\r\n\r\n".encode())

    assert read("people; topic=news") == SubscriptionOptions("people", "news")
    assert read("people") == SubscriptionOptions("people")
    assert raw_mail.subscription(b"Subject: x\r\n\r\n") is None
