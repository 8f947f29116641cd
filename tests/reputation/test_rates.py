"""Rates are fractions, in order, and below AWS's own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import aws_cdk as cdk
import pytest

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.reputation import Rates
from ses_constructs.reputation.rates import PAUSE, WARN, check_levels, percent


@pytest.mark.parametrize(
    ("rate", "fix"),
    [
        (5, "0.05 is 5 %, so give bounce=0.05"),
        (1, "0.01 is 1 %, so give bounce=0.01"),
        (0, "0.05 is 5 %"),
        (-0.05, "0.05 is 5 %"),
        (500, "0.05 is 5 %"),
        (float("nan"), "0.05 is 5 %"),
    ],
)
def test_what_is_no_fraction_is_refused_with_the_fraction_meant(rate: float, fix: str) -> None:
    with pytest.raises(InvalidSettingError, match="is not a fraction between 0 and 1") as refused:
        Rates(bounce=rate, complaint=0.001)
    assert refused.value.setting == "bounce"
    assert refused.value.fix == f"rates are fractions: {fix}"


def test_a_number_that_only_the_deployment_knows_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="only the deployment knows\n  fix: give the number itself"):
        Rates(bounce=0.05, complaint=cdk.Token.as_number(cdk.Fn.ref("Complaints")))


@pytest.mark.parametrize(
    ("rate", "fix"),
    [
        ("5%", "give bounce=0.05"),
        (" 0.5 % ", "give bounce=0.005"),
        ("0.05", "give bounce=0.05"),
        ("5", "give bounce=0.05"),
        ("a few", "0.05 is 5 %, so give bounce=0.05"),
        (None, "0.05 is 5 %, so give bounce=0.05"),
        (True, "0.05 is 5 %, so give bounce=0.05"),
        (Decimal("0.05"), "give bounce=0.05"),
        ((0.05, 0.001), "0.05 is 5 %, so give bounce=0.05"),
    ],
)
def test_what_is_no_number_is_refused_with_the_number_meant(rate: Any, fix: str) -> None:
    with pytest.raises(InvalidSettingError, match="is not a number") as refused:
        Rates(bounce=rate, complaint=0.001)
    assert (refused.value.setting, refused.value.fix.endswith(fix)) == ("bounce", True)


def test_a_complaint_rate_is_checked_like_a_bounce_rate() -> None:
    with pytest.raises(InvalidSettingError, match="complaint=4 is not a fraction"):
        Rates(bounce=0.05, complaint=4)


def test_the_rates_left_out_are_in_order() -> None:
    check_levels(warn=WARN, pause=PAUSE)
    assert Rates(bounce=0.05, complaint=0.001) == WARN
    assert Rates(bounce=0.08, complaint=0.004) == PAUSE


@pytest.mark.parametrize(
    ("pause", "problem"),
    [
        (Rates(bounce=0.1, complaint=0.004), r"pause\.bounce=0\.1 is too late: .* from 0\.1 \(10 %\) on"),
        (Rates(bounce=0.2, complaint=0.004), r"pause\.bounce=0\.2 is too late"),
        (
            Rates(bounce=0.08, complaint=0.005),
            r"pause\.complaint=0\.005 is too late: .* from 0\.005 \(0\.5 %\) on",
        ),
    ],
)
def test_a_pause_where_aws_itself_may_pause_is_refused(pause: Rates, problem: str) -> None:
    with pytest.raises(InvalidSettingError, match=problem) as refused:
        check_levels(warn=WARN, pause=pause)
    assert refused.value.fix.startswith("use a rate below 0.")


@pytest.mark.parametrize(
    ("warn", "problem"),
    [
        (Rates(bounce=0.08, complaint=0.001), r"warn\.bounce=0\.08 does not come before pause\.bounce=0\.08"),
        (Rates(bounce=0.05, complaint=0.1), r"warn\.complaint=0\.1 does not come before pause\.complaint=0\.004"),
    ],
)
def test_a_warning_that_does_not_come_before_the_pause_is_refused(warn: Rates, problem: str) -> None:
    with pytest.raises(ConflictingSettingsError, match=problem) as refused:
        check_levels(warn=warn, pause=PAUSE)
    assert "below the pause rate" in refused.value.fix


@pytest.mark.parametrize(("rate", "text"), [(0.05, "5 %"), (0.001, "0.1 %"), (0.07, "7 %"), (0.0035, "0.35 %")])
def test_a_rate_reads_as_percent(rate: float, text: str) -> None:
    assert percent(rate) == text
