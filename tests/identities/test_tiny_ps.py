"""Which SVG is a logo that mailbox providers show."""

from __future__ import annotations

import pytest
from checkdmarc.bimi import check_svg_requirements, get_svg_metadata

from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities.tiny_ps import LONGEST_BYTES, check_logo

ROOT = 'xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny-ps" viewBox="0 0 10 10"'
TITLE = "<title>Shop</title>"
LINKED = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href'


def svg(content: str = "", *, root: str = ROOT, title: str = TITLE) -> str:
    return f"<svg {root}>{title}{content}</svg>"


@pytest.mark.parametrize(
    "text",
    [
        svg('<rect width="10" height="10" fill="#ff0000"/>'),
        f'<?xml version="1.0" encoding="UTF-8"?>\n{svg()}',
        svg('<linearGradient id="a"/><rect fill="url(#a)"/>'),
        svg(f'<g id="b"/><use {LINKED}="#b"/>'),
        svg(root=ROOT.replace("0 0 10 10", "-5 -5 20.0 20")),
        svg('<text xml:lang="en" xml:space="preserve">Shop</text>'),
        svg("<desc>Ünïcode</desc>"),
    ],
)
def test_a_logo_of_the_profile_is_taken(text: str) -> None:
    check_logo("svg", text)
    assert check_svg_requirements(get_svg_metadata(text.encode())) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "is no XML"),
        ("<svg", "is no XML"),
        ("logo.svg", "is no XML"),
        ("\x00", "is no XML"),
        ("<html/>", "not the root of an SVG"),
        ("<svg/>", "not the root of an SVG"),
        (f"<!DOCTYPE svg>{svg()}", "may refer to what is elsewhere"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>{svg("&a;")}', "may refer to what is elsewhere"),
        (svg(root=ROOT.replace("tiny-ps", "tiny")), "baseProfile='tiny'"),
        (svg(root=ROOT.replace('baseProfile="tiny-ps"', "")), "baseProfile=None"),
        (svg(root=ROOT.replace("1.2", "1.1")), "version='1.1'"),
        (svg(root=f'{ROOT} x="0"'), "<svg x=>"),
        (svg(title=""), "no title"),
        (svg(title="<title> </title>"), "no title"),
        (svg(root=ROOT.replace("0 0 10 10", "0 0 20 10")), "20 by 10"),
        (svg(root=ROOT.replace("0 0 10 10", "0 0 0 0")), "is not square"),
        (svg(root=ROOT.replace("0 0 10 10", "0 0 nan nan")), "is not square"),
        (svg(root=ROOT.replace("0 0 10 10", "0 0 10")), "is no view box"),
        (svg(root=ROOT.replace('viewBox="0 0 10 10"', "")), "no viewBox"),
        (f'<?xml-stylesheet href="https://evil.example/a.css"?>{svg()}', "may refer to what is elsewhere"),
        (svg(root=f'{ROOT} xml:base="https://evil.example/"'), "base in <svg>"),
        (svg(root=f'{ROOT} xmlns:e="http://www.w3.org/2001/xml-events" e:event="click"'), "event in <svg>"),
        (svg("<script>1</script>"), "<script>"),
        (svg('<rect onclick="x()"/>'), "is a script"),
        (svg("<rect><animate/></rect>"), "<animate>"),
        (svg('<image width="1"/>'), "<image>"),
        (svg("<style>a{}</style>"), "<style>"),
        (svg('<a href="#b"/>'), "<a>"),
        (svg('<b xmlns="http://other.example/"/>'), "not in the profile"),
        (svg(f'<use {LINKED}="https://evil.example/a.svg#b"/>'), "outside of the logo"),
        (svg('<use href="data:text/plain,x"/>'), "outside of the logo"),
        (svg('<rect fill="url( https://evil.example/a)"/>'), "outside of the logo"),
        (svg("x" * LONGEST_BYTES), "more than 32 kilobytes"),
        (svg("ü" * (LONGEST_BYTES // 2)), "more than 32 kilobytes"),
    ],
)
def test_another_is_refused_with_a_cure(text: str, wrong: str) -> None:
    with pytest.raises(InvalidSettingError, match=wrong.replace("(", r"\(")) as caught:
        check_logo("svg", text)
    assert caught.value.fix
