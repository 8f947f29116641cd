"""A construct that ends the way of bad mail."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError, SesConstructsError
from ses_constructs.receiving import Answer, GatePolicy, MailGate
from tests.receiving.handlers import Given, environment, statements


def gate(given: Given, **more: Any) -> MailGate:
    return MailGate(given.stack, "Gate", bucket=given.bucket, operators=given.operators, **more)


def test_ses_waits_for_it_and_it_may_do_nothing_else(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    resources = given.receive(gate(given))
    (rule,) = [made for made in resources.values() if made["Type"] == "AWS::SES::ReceiptRule"]
    assert rule["Properties"]["Rule"]["Actions"][1]["LambdaAction"]["InvocationType"] == "RequestResponse"
    told = environment(resources, "bad mail")
    expected = {"virus": "drop", "spam": "drop", "dmarc": "drop", "spf": "pass", "dkim": "pass"}
    assert json.loads(told["ANSWERS"]) == expected
    assert statements(resources).keys() == {"logs:CreateLogStream", "logs:PutLogEvents"}
    assert given.findings() == []


def test_strangers_and_bounces_are_asked_for(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    made = gate(
        given,
        policy=GatePolicy(spam=Answer.BOUNCE, quarantine_too=True),
        allowed_senders=["Ada@Corp.Example", "partner.example", ".sub.example"],
        strangers=Answer.BOUNCE,
        bounce_sender="mailer@example.com",
        identity=given.identity,
    )
    resources = given.receive(made)
    told = environment(resources, "bad mail")
    assert json.loads(told["ALLOWED"]) == ["ada@corp.example", "partner.example", ".sub.example"]
    assert json.loads(told["ANSWERS"])["stranger"] == "bounce"
    may = statements(resources)
    assert {action for action in may if "ses:" in action} == {"ses:SendBounce"}
    assert "sqs:SendMessage" in may
    assert given.findings() == []


WRONG: dict[str, tuple[dict[str, Any], type[SesConstructsError]]] = {
    "nobody allowed": ({"allowed_senders": []}, InvalidSettingError),
    "one text": ({"allowed_senders": "partner.example"}, InvalidSettingError),
    "no domain": ({"allowed_senders": ["partner example"]}, InvalidSettingError),
    "no sender of bounces": ({"policy": GatePolicy(spam=Answer.BOUNCE)}, ConflictingSettingsError),
    "a sender for nothing": ({"bounce_sender": "m@example.com"}, ConflictingSettingsError),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_work_is_refused(stack: cdk.Stack, what: str) -> None:
    settings, error = WRONG[what]
    with pytest.raises(error):
        gate(Given.within(stack), **settings)


def test_viruses_are_never_bounced() -> None:
    with pytest.raises(InvalidSettingError, match="virus"):
        GatePolicy(virus=Answer.BOUNCE)
