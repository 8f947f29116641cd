"""The rule event-rule-takes-everything."""

from __future__ import annotations

from collections.abc import Callable


def test_named_events_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [aws.ses],
      detail-type: [Email Bounced]}}}
    """
    assert found(template) == []


def test_the_source_alone_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [aws.ses]}}}
    """
    assert found(template) == ["Rule"]
