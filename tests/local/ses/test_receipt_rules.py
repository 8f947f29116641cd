"""Receipt rule sets: order, checks and activation."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses import receipt_rules
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.state import PlaceState
from tests.local.ses.aws import FakeWorld


def names(state: PlaceState) -> list[str]:
    return [rule["Name"] for rule in state.rule_sets["set"].rules]


def add(state: PlaceState, *rules: str, after: str | None = None) -> None:
    for name in rules:
        receipt_rules.create_rule(state, "set", {"Name": name}, after)


@pytest.fixture(autouse=True)
def rule_set(state: PlaceState) -> None:
    receipt_rules.create_set(state, "set")


def test_a_rule_without_after_goes_to_the_front(state: PlaceState) -> None:
    add(state, "a", "b")
    assert names(state) == ["b", "a"]


def test_a_rule_goes_behind_another(state: PlaceState) -> None:
    add(state, "b", "a")
    add(state, "c", after="a")
    assert names(state) == ["a", "c", "b"]


def test_rules_move(state: PlaceState) -> None:
    add(state, "c", "b", "a")
    receipt_rules.move_rule(state, "set", "a", "c")
    assert names(state) == ["b", "c", "a"]
    receipt_rules.move_rule(state, "set", "c", None)
    assert names(state) == ["c", "b", "a"]
    receipt_rules.reorder(state, "set", ["a", "b", "c"])
    assert names(state) == ["a", "b", "c"]


@pytest.mark.parametrize("order", [["a"], ["a", "a"], ["a", "b", "b"]])
def test_an_order_names_every_rule_once(state: PlaceState, order: list[str]) -> None:
    add(state, "a", "b")
    with pytest.raises(RefusedError, match="each once"):
        receipt_rules.reorder(state, "set", order)


def test_a_rule_does_not_stand_behind_itself(state: PlaceState) -> None:
    add(state, "a")
    with pytest.raises(RefusedError, match="behind itself"):
        receipt_rules.move_rule(state, "set", "a", "a")


def test_the_active_set_cannot_go(state: PlaceState) -> None:
    receipt_rules.activate(state, "set")
    with pytest.raises(RefusedError) as refusal:
        receipt_rules.delete_set(state, "set")
    assert refusal.value.v1 == "CannotDeleteException"
    receipt_rules.activate(state, None)
    receipt_rules.delete_set(state, "set")
    receipt_rules.delete_set(state, "set")
    assert state.rule_sets == {}


def test_only_a_set_that_is_there_can_be_active(state: PlaceState) -> None:
    with pytest.raises(RefusedError) as refusal:
        receipt_rules.activate(state, "none")
    assert refusal.value.v1 == "RuleSetDoesNotExistException"


def test_defaults_are_those_of_the_api(state: PlaceState) -> None:
    add(state, "a")
    assert receipt_rules.require_rule(state, "set", "a") == {
        "Name": "a",
        "Enabled": False,
        "ScanEnabled": False,
        "TlsPolicy": "Optional",
        "Recipients": [],
        "Actions": [],
    }


@pytest.mark.parametrize(
    ("action", "target", "code"),
    [
        ({"S3Action": {"BucketName": "b"}}, "b", "InvalidS3ConfigurationException"),
        ({"S3Action": {"BucketName": "b", "IamRoleArn": "r"}}, "r", "InvalidS3ConfigurationException"),
        ({"S3Action": {"BucketName": "b", "TopicArn": "t"}}, "t", "InvalidSnsTopicException"),
        ({"SNSAction": {"TopicArn": "t"}}, "t", "InvalidSnsTopicException"),
        ({"LambdaAction": {"FunctionArn": "f"}}, "f", "InvalidLambdaFunctionException"),
        ({"StopAction": {"Scope": "RuleSet", "TopicArn": "t"}}, "t", "InvalidSnsTopicException"),
    ],
)
def test_a_target_that_does_not_let_ses_in_is_refused(
    state: PlaceState, world: FakeWorld, action: dict[str, dict[str, str]], target: str, code: str
) -> None:
    rule = {"Name": "a", "Actions": [action]}
    world.refused[target] = f"{target} says no"
    with pytest.raises(RefusedError, match=f"{target} says no") as refusal:
        receipt_rules.create_rule(state, "set", rule, None)
    assert refusal.value.v1 == code
    world.refused.clear()
    receipt_rules.create_rule(state, "set", rule, None)
    world.refused[target] = "now not"
    with pytest.raises(RefusedError, match="now not"):
        receipt_rules.update_rule(state, "set", rule)


@pytest.mark.parametrize("action", [{}, {"StopAction": {"Scope": "RuleSet"}, "SNSAction": {"TopicArn": "t"}}])
def test_an_action_is_exactly_one_kind(state: PlaceState, action: dict[str, dict[str, str]]) -> None:
    with pytest.raises(RefusedError, match="exactly one kind"):
        receipt_rules.create_rule(state, "set", {"Name": "a", "Actions": [action]}, None)


def test_quotas_hold(state: PlaceState) -> None:
    stop = {"StopAction": {"Scope": "RuleSet"}}
    with pytest.raises(RefusedError, match="at most 10 actions"):
        receipt_rules.create_rule(state, "set", {"Name": "a", "Actions": [stop] * 11}, None)
    with pytest.raises(RefusedError, match="at most 100 recipients"):
        receipt_rules.create_rule(state, "set", {"Name": "a", "Recipients": ["a.b"] * 101}, None)
    add(state, *(f"rule{number}" for number in range(200)))
    with pytest.raises(RefusedError, match="at most 200 rules"):
        add(state, "one-more")
    for number in range(39):
        receipt_rules.create_set(state, f"set{number}")
    with pytest.raises(RefusedError, match="at most 40"):
        receipt_rules.create_set(state, "one-more")


def test_a_clone_is_independent(state: PlaceState) -> None:
    add(state, "a")
    receipt_rules.clone_set(state, "copy", "set")
    receipt_rules.delete_rule(state, "set", "a")
    assert [rule["Name"] for rule in state.rule_sets["copy"].rules] == ["a"]


def test_a_header_that_cannot_be_added_is_refused(state: PlaceState) -> None:
    action = {"AddHeaderAction": {"HeaderName": "X_Team", "HeaderValue": "a"}}
    with pytest.raises(RefusedError, match="Invalid header <X_Team>"):
        receipt_rules.create_rule(state, "set", {"Name": "a", "Actions": [action]}, None)
