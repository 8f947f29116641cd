"""The rule record-without-ttl."""

from __future__ import annotations

from collections.abc import Callable


def test_a_ttl_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {Name: a.example, Type: TXT, TTL: 300,
      ResourceRecords: ['"a"']}}
    """
    assert found(template) == []


def test_an_alias_needs_none(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {Name: a.example, Type: A, AliasTarget: {
      DNSName: b.example}}}
    """
    assert found(template) == []


def test_values_without_a_ttl_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSetGroup, Properties: {RecordSets: [{Name: a.example, Type: TXT,
      ResourceRecords: ['"a"']}]}}
    """
    assert found(template) == ["A"]
