"""The rule template-tracker-twice."""

from __future__ import annotations

from collections.abc import Callable


def test_one_tracker_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::Template, Properties: {Template: {HtmlPart: "<p>{{ses:openTracker}}"}}}
    """
    assert found(template) == []


def test_two_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::Template, Properties: {Template: {
      HtmlPart: "{{ses:openTracker}}<p>{{ses:openTracker}}"}}}
    """
    assert found(template) == ["A"]
