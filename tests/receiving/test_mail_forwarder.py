"""A construct that forwards mail."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError, SesConstructsError
from ses_constructs.receiving import MailForwarder
from tests.receiving.handlers import Given, environment, statements

Make = Callable[..., MailForwarder]
TO = {"Support@Example.com": ["ada@corp.example"], "all.example": ["b@corp.example"]}


@pytest.fixture
def given(stack: cdk.Stack) -> Given:
    return Given.within(stack)


@pytest.fixture
def make(given: Given) -> Make:
    def made(**more: Any) -> MailForwarder:
        settings: dict[str, Any] = {"sender": "forwarder@example.com", "forward_to": TO, **more}
        return MailForwarder(
            given.stack,
            "Forwarder",
            bucket=given.bucket,
            identity=given.identity,
            operators=given.operators,
            **settings,
        )

    return made


def test_it_sends_from_its_own_address_alone(given: Given, make: Make) -> None:
    resources = given.receive(make())
    may = statements(resources)
    assert may.keys() >= {"ses:SendRawEmail", "s3:GetObject", "dynamodb:PutItem", "kms:Decrypt"}
    assert "ses:SendEmail" not in may
    assert "forwarder@example.com" in json.dumps(may["ses:SendRawEmail"][0]["Condition"])
    told = environment(resources, "Forwards")
    assert json.loads(told["FORWARD_TO"]) == {name.lower(): readers for name, readers in TO.items()}
    assert (told["PREFIX"], told["FORWARD_SPAM"]) == ("forwarded/", "no")
    assert int(told["LARGEST_BYTES"]) < 40 * 1024 * 1024
    assert given.findings() == []


WRONG: dict[str, tuple[dict[str, Any], type[SesConstructsError], str]] = {
    "no reader": ({"forward_to": {}}, InvalidSettingError, "without a reader"),
    "an empty list": ({"forward_to": {"a@example.com": []}}, InvalidSettingError, "without a reader"),
    "a reader that is none": ({"forward_to": {"a@example.com": ["ada"]}}, InvalidSettingError, "forward_to"),
    "a circle": ({"forward_to": {"a@example.com": ["A@Example.com"]}}, ConflictingSettingsError, "come back"),
    "a wide circle": ({"forward_to": {"example.com": ["b@example.com"]}}, ConflictingSettingsError, "come back"),
    "the sender": (
        {"forward_to": {"a@example.com": ["forwarder@example.com"]}},
        ConflictingSettingsError,
        "come back",
    ),
    "a bad sender": ({"sender": "Ada <a@example.com>"}, InvalidSettingError, "sender"),
    "too large": ({"largest_bytes": 41 * 1024 * 1024}, InvalidSettingError, "largest_bytes"),
    "too small": ({"largest_bytes": 1}, InvalidSettingError, "largest_bytes"),
    "too many": (
        {"forward_to": {"a@example.com": [f"reader{n}@corp.example" for n in range(200)]}},
        InvalidSettingError,
        "no room",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_work_is_refused(make: Make, what: str) -> None:
    settings, error, words = WRONG[what]
    with pytest.raises(error, match=words):
        make(**settings)
