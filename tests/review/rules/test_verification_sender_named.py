"""The rule verification-sender-named."""

from __future__ import annotations

from collections.abc import Callable


def test_a_bare_address_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::CustomVerificationEmailTemplate, Properties: {FromEmailAddress: a@b.example}}
    """
    assert found(template) == []


def test_a_display_name_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::CustomVerificationEmailTemplate, Properties: {FromEmailAddress: "A <a@b.example>"}}
    """
    assert found(template) == ["A"]
