"""The rule txt-string-too-long."""

from __future__ import annotations

from collections.abc import Callable


def test_two_strings_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {Name: a.example, Type: TXT,
      ResourceRecords: ['"short" "short too"']}}
    """
    assert found(template) == []


def test_one_of_256_characters_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A:
      Type: AWS::Route53::RecordSet
      Properties:
        Name: a.example
        Type: TXT
        ResourceRecords:
          - '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"'
    """
    assert found(template) == ["A"]
