"""The guards of a deployed stack: who is found there, and what the resume function's refusal becomes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.reputation.deployed_guard import DeployedGuards, ResumeRefusedError, Sender, senders_of

TENANT = "arn:aws:ses:eu-west-1:111122223333:tenant/acme/tn-1"
SETS = {"GUARDED_ACCOUNT": "no", "GUARDED_SETS": "shop,news", "GUARDED_TENANTS": f"news={TENANT}"}


class GoneError(Exception):
    """What AWS says of what is not there."""


class Pages:
    def __init__(self, answer: Callable[..., dict[str, Any]]) -> None:
        self.answer = answer

    def paginate(self, **given: object) -> tuple[dict[str, Any], ...]:
        return (self.answer(**given),)


class Session:
    """A stack with a guard, as far as its parts are asked; each service is this one object."""

    def __init__(self, *logical_ids: str, answer: dict[str, Any] | None = None, error: bool = False) -> None:
        self.resources = [
            {"ResourceType": "AWS::Lambda::Function", "LogicalResourceId": id, "PhysicalResourceId": f"Mail-{id}"}
            for id in logical_ids
        ]
        self.answer, self.error = answer, error
        self.sent: dict[str, Any] = {}
        self.gone: set[str] = set()
        self.exceptions = SimpleNamespace(ResourceNotFoundException=GoneError)

    def client(self, _service: str) -> Session:
        return self

    def get_paginator(self, name: str) -> Pages:
        return Pages(getattr(self, name))

    def list_stack_resources(self, **_: object) -> dict[str, Any]:
        return {"StackResourceSummaries": self.resources}

    def filter_log_events(self, **given: str) -> dict[str, Any]:
        if given["logGroupName"] in self.gone:
            raise GoneError
        message = json.dumps({"did": "paused", "what": given["logGroupName"]})
        return {"events": [{"timestamp": 0, "message": message}]}

    def get_function_configuration(self, **given: str) -> dict[str, Any]:
        if given["FunctionName"] in self.gone:
            raise GoneError
        group = f"log of {given['FunctionName']}"
        return {"Environment": {"Variables": SETS}, "LoggingConfig": {"LogGroup": group}}

    def get_caller_identity(self) -> dict[str, str]:
        return {"Arn": "arn:aws:iam::111122223333:user/ann"}

    def invoke(self, **sent: Any) -> dict[str, Any]:
        self.sent = json.loads(sent["Payload"])
        body = io.BytesIO(json.dumps(self.answer).encode())
        return {"Payload": body, **({"FunctionError": "Unhandled"} if self.error else {})}


def guards(session: Session) -> DeployedGuards:
    return DeployedGuards(session, "Mail")  # type: ignore[arg-type]


def test_a_tenant_stands_in_for_its_set() -> None:
    assert senders_of(SETS, function="f") == [
        Sender("shop", "shop", None, "f"),
        Sender("acme", "news", TENANT, "f"),
    ]
    assert senders_of({"GUARDED_ACCOUNT": "yes", "GUARDED_SETS": ""}, function="f") == [
        Sender("account", None, None, "f")
    ]


def test_only_the_functions_of_guards_are_looked_at() -> None:
    found = guards(Session("GuardResumeSendingFunction1", "GuardPauseSendingFunction2", "Shop3"))
    assert [one.function for one in found.senders] == ["Mail-GuardResumeSendingFunction1"] * 2
    assert len(found.log_groups) == 2


def test_a_stack_without_a_guard_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="--stack='Mail' has no guard"):
        guards(Session("Shop3"))


def test_without_the_function_that_pauses_the_other_still_resumes() -> None:
    session = Session("GuardResumeSendingFunction1", "GuardPauseSendingFunction2", answer={"resumed": "shop"})
    session.gone = {"Mail-GuardPauseSendingFunction2"}
    found = guards(session)
    assert found.resume(found.sender("shop"), reason="list cleaned") == {"resumed": "shop"}
    assert [entry["what"] for _, entry in found.history()] == ["log of Mail-GuardResumeSendingFunction1"]


def test_without_the_function_that_resumes_it_says_what_to_do() -> None:
    session = Session("GuardResumeSendingFunction1")
    session.gone = {"Mail-GuardResumeSendingFunction1"}
    with pytest.raises(InvalidSettingError, match="deploy it anew"):
        guards(session)


def test_a_log_that_was_deleted_does_not_hide_the_other() -> None:
    session = Session("GuardResumeSendingFunction1", "GuardPauseSendingFunction2")
    session.gone = {"log of Mail-GuardPauseSendingFunction2"}
    told = [entry["what"] for _, entry in guards(session).history()]
    assert told == ["log of Mail-GuardResumeSendingFunction1"]


@pytest.mark.parametrize(
    ("target", "wrong"), [(None, "leaves open what to resume"), ("newsletter", "is not guarded by this stack")]
)
def test_a_target_that_is_none_is_refused_with_what_there_is(target: str | None, wrong: str) -> None:
    with pytest.raises(InvalidSettingError, match=wrong) as refused:
        guards(Session("GuardResumeSendingFunction1")).sender(target)
    assert refused.value.fix == "give one of acme, shop"


def test_who_is_signed_in_is_who_resumes() -> None:
    session = Session("GuardResumeSendingFunction1", answer={"resumed": "shop"})
    found = guards(session)
    assert found.resume(found.sender("shop"), reason="list cleaned") == {"resumed": "shop"}
    assert session.sent == {
        "resume": "shop",
        "reason": "list cleaned",
        "by": "arn:aws:iam::111122223333:user/ann",
    }


def test_a_refusal_keeps_its_cure() -> None:
    said = {"errorMessage": "AWS itself has stopped this account\n  fix: answer the case"}
    session = Session("GuardResumeSendingFunction1", answer=said, error=True)
    found = guards(session)
    with pytest.raises(ResumeRefusedError) as refused:
        found.resume(found.sender("shop"), reason="list cleaned")
    assert (refused.value.problem, refused.value.fix) == ("AWS itself has stopped this account", "answer the case")
