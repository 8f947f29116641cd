"""The text of a DMARC record."""

from __future__ import annotations

import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import Dmarc


@pytest.mark.parametrize(
    ("dmarc", "text"),
    [
        (Dmarc.none(), "v=DMARC1; p=none"),
        (Dmarc.quarantine(percent=1), "v=DMARC1; p=quarantine; pct=1"),
        (
            Dmarc.reject(reports_to=["a@shop.example", "b@shop.example"]),
            "v=DMARC1; p=reject; rua=mailto:a@shop.example,mailto:b@shop.example",
        ),
    ],
)
def test_the_text_says_what_was_asked_for(dmarc: Dmarc, text: str) -> None:
    assert dmarc.text == text


@pytest.mark.parametrize("percent", [0, -1, 101])
def test_a_share_that_is_none_is_refused(percent: int) -> None:
    with pytest.raises(InvalidSettingError, match=f"percent={percent}") as caught:
        Dmarc.quarantine(percent=percent)
    assert "leave it out" in caught.value.fix


@pytest.mark.parametrize("address", ["", "shop.example", "a@", "@b", "a b@c", "a@b;x=1", "a@b,c@d", "a@b!5m"])
def test_an_address_that_would_break_the_record_is_refused(address: str) -> None:
    with pytest.raises(InvalidSettingError, match="reports_to") as caught:
        Dmarc.none(reports_to=address)
    assert "dmarc@example.com" in caught.value.fix
