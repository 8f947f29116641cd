"""What IAM is asked about calls: of one service its own, of the others what MiniStack asks."""

from __future__ import annotations

import pytest
from ministack.core import iam_actions

from ses_constructs.local.ministack.iam_questions import add_condition_keys, name_resources
from ses_constructs.local.world import Place


@pytest.fixture(autouse=True)
def theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    """MiniStack's own answers, put back afterwards."""
    monkeypatch.setattr(iam_actions, "extract_resource_arn", lambda *_: "*")
    monkeypatch.setattr(iam_actions, "request_tag_context", lambda *_: {"aws:RequestTag/a": "b"})
    monkeypatch.setattr(iam_actions, "extract_iam_action", lambda service, *_: f"{service}:Look")


def about(service: str, body: bytes) -> str:
    arn: str = iam_actions.extract_resource_arn(service, "POST", "/", {}, body, {}, "eu-west-1", "1")
    return arn


def test_a_service_names_what_its_calls_are_about() -> None:
    def naming(action: str, body: bytes, place: Place) -> str | None:
        return f"{action} {body.decode()} {place.account} {place.region}" if body else None

    name_resources("iam", naming)
    assert about("iam", b"x") == "iam:Look x 1 eu-west-1"
    assert about("iam", b"") == "*"
    assert about("sns", b"x") == "*"


def test_an_action_has_keys_beside_those_it_had() -> None:
    add_condition_keys("route53:Change", lambda body: {"names": body.decode()})
    had = {"aws:RequestTag/a": "b"}
    assert iam_actions.request_tag_context("route53", "route53:Change", b"x", {}) == {**had, "names": "x"}
    assert iam_actions.request_tag_context("route53", "route53:Look", b"x", {}) == had
