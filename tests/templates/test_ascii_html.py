"""HTML in ASCII reads the same."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.templates.ascii_html import as_ascii


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p>Grüße</p>", "<p>Gr&#252;&#223;e</p>"),
        ('<img alt="café">', '<img alt="caf&#233;">'),
        ("🎉 {{größe}} é", "&#127881; {{größe}} &#233;"),
        ("{{{größe}}}{{! ü }}", "{{{größe}}}{{! ü }}"),
        ('<style>a::after { content: "→" }</style>→', '<style>a::after { content: "\\2192 " }</style>&#8594;'),
        ("plain & <b>&amp;</b>", "plain & <b>&amp;</b>"),
    ],
)
def test_other_characters_are_referred_to(html: str, written: str) -> None:
    assert as_ascii(html) == written


@given(st.text(alphabet=st.characters(exclude_characters="{}&<\x00", exclude_categories=["Cs"])))
def test_a_reader_sees_the_same(text: str) -> None:
    plain = "".join(letter for letter in text if not 0x7F <= ord(letter) <= 0x9F)
    made = as_ascii(plain)
    assert made.isascii()
    # Characters that no page may hold are dropped by readers, written either way.
    if all(letter.isprintable() for letter in plain):
        assert unescape(made) == plain
