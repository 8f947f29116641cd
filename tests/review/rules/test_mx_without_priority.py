"""The rule mx-without-priority."""

from __future__ import annotations

from collections.abc import Callable


def test_a_priority_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    In: {Type: AWS::Route53::RecordSet, Properties: {Name: a, Type: MX,
      ResourceRecords: [10 mail.example.com]}}
    """
    assert found(template) == []


def test_a_bare_host_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    In: {Type: AWS::Route53::RecordSet, Properties: {Name: a, Type: MX, ResourceRecords: [mail.example.com]}}
    """
    assert found(template) == ["In"]
