"""TXT values, judged by dnspython."""

from __future__ import annotations

import dns.rdata
import dns.rdataclass
import dns.rdatatype
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.dns_text import SPF_OF_MAIL_FROM, quoted


def read(value: str) -> str:
    record = dns.rdata.from_text(dns.rdataclass.IN, dns.rdatatype.TXT, value)
    return b"".join(record.strings).decode()  # type: ignore[attr-defined]


def test_spf_is_one_quoted_string() -> None:
    assert quoted(SPF_OF_MAIL_FROM) == '"v=spf1 include:amazonses.com ~all"'


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=900))
def test_any_text_reads_back_whole(text: str) -> None:
    assert read(quoted(text)) == text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=256, max_size=900))
def test_no_string_is_longer_than_dns_allows(text: str) -> None:
    record = dns.rdata.from_text(dns.rdataclass.IN, dns.rdatatype.TXT, quoted(text))
    assert max(len(part) for part in record.strings) <= 255  # type: ignore[attr-defined]


@given(st.text())
def test_any_other_text_is_refused_with_a_cure_and_never_cut_wrong(text: str) -> None:
    if text.isascii() and text.isprintable():
        assert read(quoted(text)) == text
        return
    with pytest.raises(InvalidSettingError, match="printable ASCII only") as caught:
        quoted(text)
    assert caught.value.fix


def test_a_token_is_never_cut() -> None:
    token = "${Token[" + "x" * 300 + "]}"
    assert quoted(token) == f'"{token}"'
