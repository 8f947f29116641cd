"""The rule bimi-logo-unusable."""

from __future__ import annotations

from collections.abc import Callable


def test_an_svg_behind_https_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Logo: {Type: AWS::Route53::RecordSet, Properties: {Name: default._bimi.a.example, Type: TXT,
      ResourceRecords: ['"v=BIMI1; l=https://a.example/l.svg"']}}
    """
    assert found(template) == []


def test_a_png_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Logo: {Type: AWS::Route53::RecordSet, Properties: {Name: default._bimi.a.example, Type: TXT,
      ResourceRecords: ['"v=BIMI1; l=https://a.example/l.png"']}}
    """
    assert found(template) == ["Logo"]
