"""The rule dns-name-doubled."""

from __future__ import annotations

from collections.abc import Callable


def test_a_name_with_its_domain_once_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    One: {Type: AWS::Route53::RecordSet, Properties: {Name: a.example.com., Type: TXT}}
    """
    assert found(template) == []


def test_a_name_with_its_domain_twice_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    One: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.example.com.example.com., Type: TXT}}
    """
    assert found(template) == ["One"]
