"""The Automation document: what it asks for, and what it hands to the resume function."""

from __future__ import annotations

import json
import re

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from cfnlint.api import lint

from ses_constructs.lambdas.resume_sending import handler as resuming
from ses_constructs.reputation import GuardScope, ReputationGuard

from .conftest import OfType


@pytest.fixture
def content(stack: cdk.Stack, operators: sns.Topic, of_type: OfType) -> dict[str, object]:
    ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators).add_resume_document()
    (document,) = of_type(stack, "AWS::SSM::Document").values()
    assert document["Properties"]["DocumentType"] == "Automation"
    found: dict[str, object] = document["Properties"]["Content"]
    return found


def test_what_it_sends_is_what_the_resume_function_understands(content: dict[str, object]) -> None:
    text = json.loads(json.dumps(content))["mainSteps"][0]["inputs"]["Payload"]
    sent = text.replace("{{ Target }}", "account").replace("{{ Reason }}", "list cleaned")
    guard = resuming.Settings(account=True, sets=frozenset(), tenants={}, topic="")
    decision = resuming.decide(json.loads(sent), guard)
    assert (decision.title, decision.reason) == ("the account", "list cleaned")
    assert decision.by.startswith("Automation ")


def test_it_asks_for_a_target_on_the_list(content: dict[str, object]) -> None:
    assert json.loads(json.dumps(content))["parameters"]["Target"]["allowedValues"] == ["account"]


@pytest.mark.parametrize(
    ("reason", "taken"),
    [
        ("list cleaned", True),
        ("x", True),
        ("", False),
        ("  ", False),
        ('a"b', False),
        ("a\\b", False),
        ("a\nb", False),
    ],
)
def test_a_reason_that_would_break_the_text_is_refused(
    reason: str, taken: bool, content: dict[str, object]
) -> None:
    pattern = json.loads(json.dumps(content))["parameters"]["Reason"]["allowedPattern"]
    assert (re.fullmatch(pattern, reason) is not None) is taken


def test_cfn_lint_finds_nothing_in_it(stack: cdk.Stack, content: dict[str, object], of_type: OfType) -> None:
    template = {"Resources": of_type(stack, "AWS::SSM::Document")}
    text = re.sub(r'\{"Ref": "GuardResumeSending\w+"\}', '"resume"', json.dumps(template))
    found = lint(text, regions=["eu-west-1"])
    assert [str(match) for match in found] == []
