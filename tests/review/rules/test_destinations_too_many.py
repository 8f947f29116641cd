"""The rule destinations-too-many."""

from __future__ import annotations

from collections.abc import Callable


def test_ten_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    D1: &one {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Mail}}
    D2: *one
    D3: *one
    D4: *one
    D5: *one
    D6: *one
    D7: *one
    D8: *one
    D9: *one
    D10: *one
    """
    assert found(template) == []


def test_eleven_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    D1: &one {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Mail}}
    D2: *one
    D3: *one
    D4: *one
    D5: *one
    D6: *one
    D7: *one
    D8: *one
    D9: *one
    D10: *one
    D11: *one
    """
    assert found(template) == ["Mail"]
