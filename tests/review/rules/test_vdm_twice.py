"""The rule vdm-twice."""

from __future__ import annotations

from collections.abc import Callable


def test_one_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::VdmAttributes}
    """
    assert found(template) == []


def test_two_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::VdmAttributes}
    B: {Type: AWS::SES::VdmAttributes}
    """
    assert found(template) == ["B"]
