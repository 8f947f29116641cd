"""The BIMI record, read back by checkdmarc."""

from __future__ import annotations

from unittest import mock

import pytest
from checkdmarc.bimi import parse_bimi_record
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import Bimi

URL_CHARACTERS = "abcXYZ019-._~/%=&?+"


def test_the_record_says_where_the_logo_is() -> None:
    bimi = Bimi(logo_url="https://shop.example/a.svg", certificate_url="https://shop.example/a.pem")
    record = bimi.record("shop.example")
    assert (record.name, record.type) == ("default._bimi.shop.example", "TXT")
    assert record.value == '"v=BIMI1; l=https://shop.example/a.svg; a=https://shop.example/a.pem"'


def test_another_selector_is_another_name() -> None:
    bimi = Bimi(logo_url="https://shop.example/a.svg", selector="spring")
    assert bimi.record("shop.example").name == "spring._bimi.shop.example"


@given(st.text(URL_CHARACTERS, max_size=40), st.none() | st.text(URL_CHARACTERS, max_size=40))
def test_another_parser_reads_what_was_meant(logo: str, certificate: str | None) -> None:
    try:
        bimi = Bimi(
            logo_url=f"https://logos.invalid/{logo}.svg",
            certificate_url=None if certificate is None else f"https://logos.invalid/{certificate}.pem",
        )
    except InvalidSettingError as error:
        assert error.fix
        return
    with mock.patch("socket.getaddrinfo", side_effect=OSError):
        tags = parse_bimi_record(bimi.text, http_timeout=0.01)["tags"]
    assert tags["l"]["value"] == bimi.logo_url
    assert tags["a"]["value"] == (bimi.certificate_url or "")


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("http://shop.example/a.svg", "https://"),
        ("https:///a.svg", "https://"),
        ("https://192.0.2.1/a.svg", "name of a host"),
        ("https://shop.example/a.png", "does not end with '.svg'"),
        ("https://shop.example/a.svg;x", "ends the value"),
        ("https://shop.example/lo\N{NON-BREAKING HYPHEN}go.svg", "ends the value"),
    ],
)
def test_a_logo_that_nobody_fetches_is_refused(url: str, wrong: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        Bimi(logo_url=url)
    assert caught.value.setting == "logo_url"
    assert wrong in caught.value.problem
    assert caught.value.fix == "give one such as 'https://example.com/mark.svg'"


def test_a_certificate_is_a_pem_file() -> None:
    with pytest.raises(InvalidSettingError, match="certificate_url") as caught:
        Bimi(logo_url="https://shop.example/a.svg", certificate_url="https://shop.example/a.crt")
    assert "mark.pem" in caught.value.fix


@pytest.mark.parametrize("selector", ["", "a.b", "-a", "ä", "a" * 64])
def test_a_selector_is_one_label(selector: str) -> None:
    with pytest.raises(InvalidSettingError, match="selector") as caught:
        Bimi(logo_url="https://shop.example/a.svg", selector=selector)
    assert "leave it out" in caught.value.fix
