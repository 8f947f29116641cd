"""Errors carry the construct path."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import located


def test_the_path_of_the_construct_is_filled_in(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError) as caught, located(stack, "Domain"):
        raise InvalidSettingError("domain", "x", "is wrong", fix="type y")
    assert caught.value.at == "Mail/Domain"


def test_a_path_that_is_there_stays(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError) as caught, located(stack):
        raise InvalidSettingError("domain", "x", "is wrong", fix="type y", at="Elsewhere")
    assert caught.value.at == "Elsewhere"
