"""A construct that answers mail."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.receiving import AutoResponder
from tests.receiving.handlers import Given, environment, statements


def responder(given: Given, **more: Any) -> AutoResponder:
    settings: dict[str, Any] = {"sender": "away@example.com", "text": "Back on Monday.", **more}
    return AutoResponder(
        given.stack,
        "Responder",
        bucket=given.bucket,
        identity=given.identity,
        operators=given.operators,
        **settings,
    )


def test_it_answers_from_one_address(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    resources = given.receive(responder(given, sender_name="Ada", subject="Away"))
    told = environment(resources, "Answers")
    assert (told["SENDER"], told["SENDER_NAME"], told["SUBJECT"]) == ("away@example.com", "Ada", "Away")
    assert told["QUIET_SECONDS"] == str(7 * 24 * 3600)
    may = statements(resources)
    assert "away@example.com" in json.dumps(may["ses:SendRawEmail"][0]["Condition"])
    assert {action for action in may if "dynamodb" in action} == {"dynamodb:PutItem", "dynamodb:DeleteItem"}
    assert given.findings() == []


@pytest.mark.parametrize(
    "settings",
    [
        {"sender": "nobody"},
        {"text": " "},
        {"text": "x" * 3001},
        {"subject": "a\nBcc: eve@evil.test"},
        {"sender_name": "x" * 201},
        {"quiet": cdk.Duration.hours(23)},
    ],
    ids=lambda settings: str(settings)[:40],
)
def test_what_cannot_work_is_refused(stack: cdk.Stack, settings: dict[str, Any]) -> None:
    with pytest.raises(InvalidSettingError):
        responder(Given.within(stack), **settings)
