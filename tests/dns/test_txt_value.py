"""Texts in and out of the two dialects of quotes, judged by dnspython."""

from __future__ import annotations

import dns.rdata
import dns.rdataclass
import dns.rdatatype
import pytest
from dns.rdtypes.ANY.TXT import TXT
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.dns.txt_value import Escapes, text_of, zone_file_value
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.dns_text import quoted

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126))


def strings_of(zone_value: str) -> tuple[bytes, ...]:
    read = dns.rdata.from_text(dns.rdataclass.IN, dns.rdatatype.TXT, zone_value)
    assert isinstance(read, TXT)
    return read.strings


@given(st.text(st.characters(codec="utf-8")))
def test_dnspython_reads_the_text_that_was_written(text: str) -> None:
    strings = strings_of(zone_file_value(text))
    assert b"".join(strings) == text.encode()
    assert max(map(len, strings)) <= 255


@given(st.text(st.characters(codec="utf-8")))
def test_what_is_written_is_read_again(text: str) -> None:
    assert text_of(zone_file_value(text), Escapes.ZONE_FILE) == text


@pytest.mark.parametrize("escapes", Escapes)
@given(text=PRINTABLE)
def test_what_the_constructs_write_is_read_in_both_dialects(text: str, escapes: Escapes) -> None:
    assert text_of(quoted(text), escapes) == text


def test_three_digits_are_octal_in_route_53_and_decimal_in_a_zone_file() -> None:
    assert text_of(r'"\101 \303\244"', Escapes.ROUTE_53) == "A ä"
    assert text_of(r'"\065 \195\164"', Escapes.ZONE_FILE) == "A ä"


def test_digits_that_are_no_octal_number_are_themselves() -> None:
    assert text_of(r'"\987"', Escapes.ROUTE_53) == "987"


def test_a_value_without_quotes_is_the_text() -> None:
    assert text_of("v=spf1 -all", Escapes.ROUTE_53) == "v=spf1 -all"


def test_octets_that_are_no_text_are_refused() -> None:
    with pytest.raises(InvalidSettingError, match="is not text in UTF-8") as caught:
        text_of(r'"\377"', Escapes.ROUTE_53)
    assert "ASCII" in caught.value.fix
