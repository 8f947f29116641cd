"""The text of a request."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.patterns import production_access_text

GOOD: dict[str, Any] = {
    "domains": ["a.example", "b.example"],
    "mail": "receipts, such as 'Your order 17'",
    "messages_a_day": 500,
    "recipients": "customers at check-out",
    "unsubscribing": "a link in each newsletter",
}


def test_it_answers_what_reviewers_ask() -> None:
    text = production_access_text(**GOOD)
    assert all(str(part) in text for part in ("a.example, b.example", "500 messages", *list(GOOD.values())[3:]))


@pytest.mark.parametrize("wrong", [{"domains": []}, {"messages_a_day": 0}, {"mail": "x" * 5000}])
def test_a_request_that_would_be_sent_back_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidSettingError):
        production_access_text(**{**GOOD, **wrong})
