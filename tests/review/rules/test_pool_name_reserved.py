"""The rule pool-name-reserved."""

from __future__ import annotations

from collections.abc import Callable


def test_another_name_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::DedicatedIpPool, Properties: {PoolName: mine}}
    """
    assert found(template) == []


def test_the_reserved_name_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::DedicatedIpPool, Properties: {PoolName: ses-default-dedicated-pool}}
    """
    assert found(template) == ["A"]
