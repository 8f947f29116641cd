"""The automatic resume: off unless asked for, its settings, and what its function may do."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.reputation import AutoResume, GuardScope, ReputationGuard, Volume

from .conftest import OfType, filled


def guard(stack: cdk.Stack, operators: sns.Topic, **settings: Any) -> ReputationGuard:
    return ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators, **settings)


def test_nothing_resumes_by_itself_unless_told_so(stack: cdk.Stack, operators: sns.Topic, of_type: OfType) -> None:
    made = guard(stack, operators)
    assert not any("ResumeAutomatically" in id for id in of_type(stack, "AWS::Lambda::Function"))
    assert len(made.failure_alarms) == 6


def variables(stack: cdk.Stack, of_type: OfType) -> dict[str, Any]:
    (found,) = [
        one["Properties"]["Environment"]["Variables"]
        for id, one in of_type(stack, "AWS::Lambda::Function").items()
        if "ResumeAutomatically" in id
    ]
    return dict(found)


def test_left_out_it_waits_a_day_and_resumes_once_a_week(
    stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    made = guard(stack, operators, auto_resume=AutoResume())
    found = variables(stack, of_type)
    assert {name: float(found[name]) for name in ("AFTER_SECONDS", "QUIET_SECONDS", "WITHIN_SECONDS", "MOST")} == {
        "AFTER_SECONDS": 86_400,
        "QUIET_SECONDS": 3600,
        "WITHIN_SECONDS": 604_800,
        "MOST": 1,
    }
    ids = [str(alarm.node.id) for alarm in made.failure_alarms]
    assert ids[-2:] == ["ResumeErrors", "ResumesUsedUp"]


def test_every_limit_is_settable(stack: cdk.Stack, operators: sns.Topic, of_type: OfType) -> None:
    limits = AutoResume(
        after=cdk.Duration.hours(2), quiet=cdk.Duration.minutes(5), most=3, within=cdk.Duration.days(2)
    )
    guard(stack, operators, auto_resume=limits)
    found = variables(stack, of_type)
    assert [float(found[name]) for name in ("AFTER_SECONDS", "QUIET_SECONDS", "WITHIN_SECONDS", "MOST")] == [
        7200,
        300,
        172_800,
        3,
    ]


def test_its_function_has_no_right_to_touch_ses(stack: cdk.Stack, operators: sns.Topic, of_type: OfType) -> None:
    made = guard(stack, operators, auto_resume=AutoResume())
    (policy,) = [one for id, one in of_type(stack, "AWS::IAM::Policy").items() if "ResumeAutomatically" in id]
    statements = policy["Properties"]["PolicyDocument"]["Statement"]
    assert "ses:" not in json.dumps([one["Action"] for one in statements])
    (invoke,) = [one for one in statements if one["Action"] == "lambda:InvokeFunction"]
    functions = (made.pause_function, made.resume_function)
    assert invoke["Resource"] == [stack.resolve(one.function_arn) for one in functions]


def test_the_notice_of_a_pause_says_when_it_ends_and_how_to_keep_it(
    stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    guard(stack, operators, auto_resume=AutoResume(after=cdk.Duration.minutes(90)))
    (told,) = [
        filled(one["Properties"]["Environment"]["Variables"]["RESUME_COMMAND"])
        for id, one in of_type(stack, "AWS::Lambda::Function").items()
        if "PauseSending" in id
    ]
    assert (
        "It is resumed automatically after 1.5 hours if all is quiet. To keep it paused:\naws lambda inv" in told
    )
    assert '"hold":"<target>"' in told


@pytest.mark.parametrize(
    "wrong",
    [
        {"after": cdk.Duration.minutes(59)},
        {"after": cdk.Duration.days(8)},
        {"quiet": cdk.Duration.seconds(30)},
        {"within": cdk.Duration.hours(23)},
        {"within": cdk.Duration.days(31)},
        {"most": 0},
        {"most": 11},
    ],
    ids=lambda wrong: str(next(iter(wrong))),
)
def test_limits_that_are_none_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidSettingError, match=str(next(iter(wrong)))):
        AutoResume(**wrong)


def test_a_guard_without_a_gate_cannot(stack: cdk.Stack, operators: sns.Topic) -> None:
    with pytest.raises(ConflictingSettingsError, match=r"without a gate they stay(.|\n)*at:  Mail/Guard"):
        guard(stack, operators, volume=Volume.any_number(), auto_resume=AutoResume())
