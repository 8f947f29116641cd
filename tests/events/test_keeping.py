"""For how long something is kept."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.events.keeping import whole_days


def test_days_are_whole_and_have_a_default() -> None:
    assert whole_days("keep", None, 365) == 365
    assert whole_days("keep", cdk.Duration.days(90), 365) == 90
    assert whole_days("keep", cdk.Duration.hours(48), 365) == 2


@pytest.mark.parametrize("given", [cdk.Duration.hours(36), cdk.Duration.days(0), cdk.Duration.days(29)])
def test_other_times_are_refused(given: cdk.Duration) -> None:
    with pytest.raises(InvalidSettingError, match="whole days, 30 or more") as caught:
        whole_days("keep", given, 365, least=30)
    assert "Duration.days(365)" in caught.value.fix


def test_a_time_that_only_the_deployment_knows_is_refused(stack: cdk.Stack) -> None:
    days = cdk.CfnParameter(stack, "Days", type="Number").value_as_number
    with pytest.raises(InvalidSettingError, match="whole days"):
        whole_days("keep", cdk.Duration.days(days), 365)
