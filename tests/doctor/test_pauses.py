"""Who paused sending."""

from __future__ import annotations

import json

from ses_constructs.doctor.pauses import who_paused
from tests.doctor.conftest import stack_of

GUARD = (
    "PauseSendingFunction1: {Type: AWS::Lambda::Function}\nResumeSendingFunction1: {Type: AWS::Lambda::Function}"
)
PAUSED = {"did": "paused", "what": "configuration set mail", "alarm": "Bounces", "why": ["Value: 0.2"], "by": "r"}


def told(*entries: object, resources: str = GUARD) -> str:
    events = [{"timestamp": 1_700_000_000_000 + at, "message": json.dumps(one)} for at, one in enumerate(entries)]
    variables = {"Environment": {"Variables": {"GUARDED_SETS": "mail"}}, "LoggingConfig": {"LogGroup": "g"}}
    stack = stack_of(
        resources,
        {
            "lambda.get_function_configuration": variables,
            "logs.filter_log_events": {"events": events},
        },
    )
    return who_paused(stack, "configuration set mail")


def test_the_guards_last_word_is_told_with_its_alarm_and_reason() -> None:
    assert told(PAUSED) == "by the guard at 2023-11-14 22:13 UTC for alarm Bounces (Value: 0.2)"


def test_a_pause_that_was_resumed_before_was_not_the_guards() -> None:
    resumed = {"did": "resumed", "what": "configuration set mail"}
    assert told(PAUSED, resumed) == "not by the guard; CloudTrail tells by whom"


def test_a_pause_that_somebody_keeps_is_still_the_guards() -> None:
    held = {"did": "held", "what": "configuration set mail", "by": "ann", "reason": "I look into it"}
    assert told(PAUSED, held) == (
        "by the guard at 2023-11-14 22:13 UTC for alarm Bounces (Value: 0.2); kept so by ann: I look into it"
    )


def test_a_pause_that_the_guard_found_made_was_not_its_own() -> None:
    assert told(PAUSED | {"paused_before": True}) == "not by the guard; CloudTrail tells by whom"


def test_a_dry_run_pauses_nothing() -> None:
    assert told(PAUSED | {"did": "would have paused"}) == "not by the guard; CloudTrail tells by whom"


def test_what_happened_to_another_set_does_not_count() -> None:
    assert told(PAUSED | {"what": "configuration set news"}) == "not by the guard; CloudTrail tells by whom"


def test_a_stack_without_a_guard_cannot_tell() -> None:
    assert "has no guard" in told(resources="A: {Type: AWS::SNS::Topic}")


def test_a_log_that_was_deleted_tells_nothing_and_stops_nothing() -> None:
    variables = {"Environment": {"Variables": {"GUARDED_SETS": "mail"}}, "LoggingConfig": {"LogGroup": "g"}}
    stack = stack_of(
        GUARD,
        {
            "lambda.get_function_configuration": variables,
            "logs.filter_log_events": "ResourceNotFoundException",
        },
    )
    assert who_paused(stack, "configuration set mail") == "not by the guard; CloudTrail tells by whom"
