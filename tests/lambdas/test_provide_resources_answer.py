"""The size of the answer, and its delivery over a network that fails."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from contextlib import nullcontext
from email.message import Message

import pytest
from answer import LIMIT_BYTES, Answer, UndeliveredError, deliver

URL = "https://bucket.example/answer?signature=secret"
EVENT = {"StackId": "s" * 200, "RequestId": "r" * 36, "LogicalResourceId": "l" * 255}


@pytest.mark.parametrize("reason", ["x" * 10_000, "\N{SNOWMAN}" * 10_000, '"\\\n' * 5_000])
def test_a_long_reason_is_cut_to_what_cloudformation_takes(reason: str) -> None:
    body = Answer(physical_id="p" * 1000, reason=reason).body(EVENT)
    assert len(body) <= LIMIT_BYTES
    assert json.loads(body)["Status"] == "FAILED"


def test_attributes_that_are_too_long_fail_instead_of_being_ignored() -> None:
    answer = json.loads(Answer(physical_id="made", attributes={"Key": "v" * 5000}).body(EVENT))
    assert answer["Status"] == "FAILED"
    assert answer["PhysicalResourceId"] == "made"
    assert "Fix:" in answer["Reason"]
    assert answer["Data"] == {}


@pytest.mark.parametrize(
    "problem",
    [
        urllib.error.URLError("no route"),
        urllib.error.HTTPError(URL, 503, "busy", Message(), None),
        TimeoutError(),
        http.client.BadStatusLine("?"),
    ],
)
def test_delivery_is_tried_again(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    tries: list[str] = []
    pauses: list[float] = []

    def put(request: urllib.request.Request, timeout: int) -> nullcontext[None]:
        tries.append(request.get_method())
        if len(tries) < 3:
            raise problem
        return nullcontext()

    monkeypatch.setattr("urllib.request.urlopen", put)
    monkeypatch.setattr("time.sleep", pauses.append)
    deliver(URL, b"{}")
    assert tries == ["PUT", "PUT", "PUT"]
    assert pauses == [1, 2]


def test_delivery_that_never_succeeds_raises_without_the_url(monkeypatch: pytest.MonkeyPatch) -> None:
    def put(request: urllib.request.Request, timeout: int) -> None:
        raise urllib.error.URLError(URL)

    monkeypatch.setattr("urllib.request.urlopen", put)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    with pytest.raises(UndeliveredError) as raised:
        deliver(URL, b"{}")
    assert "secret" not in str(raised.value)
