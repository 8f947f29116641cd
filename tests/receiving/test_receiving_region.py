"""Where mail is received, and where not."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
import pytest

from ses_constructs.errors import UnavailableInRegionError
from ses_constructs.receiving.receiving_region import check_region

Warnings = Callable[[cdk.Stack], list[str]]


def stack_in(app: cdk.App, region: str) -> cdk.Stack:
    return cdk.Stack(app, "There", env=cdk.Environment(account="111122223333", region=region))


@pytest.mark.parametrize("region", ["us-gov-west-1", "cn-north-1", "eu-central-2", "ap-east-1"])
def test_a_region_without_receiving_is_refused_with_those_that_have_it(app: cdk.App, region: str) -> None:
    with pytest.raises(UnavailableInRegionError) as raised:
        check_region(stack_in(app, region))
    assert region in raised.value.problem
    assert "eu-west-1" in raised.value.fix
    assert "us-iso" not in raised.value.fix


@pytest.mark.parametrize("region", ["eu-west-1", "us-iso-east-1"])
def test_a_region_with_receiving_says_nothing(app: cdk.App, region: str, warnings: Warnings) -> None:
    stack = stack_in(app, region)
    check_region(stack)
    assert warnings(stack) == []


def test_a_region_nobody_knows_of_warns(app: cdk.App, warnings: Warnings) -> None:
    stack = stack_in(app, "mars-north-1")
    check_region(stack)
    (warning,) = warnings(stack)
    assert "mars-north-1" in warning
    assert "ses-constructs:receiving-region" in warning


def test_a_stack_that_does_not_know_its_region_says_nothing(stack: cdk.Stack, warnings: Warnings) -> None:
    check_region(stack)
    assert warnings(stack) == []
