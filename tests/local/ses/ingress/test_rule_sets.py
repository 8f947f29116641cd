"""A rule set at work: order, recipients, what an action ends, what a failure means."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest

from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import DOMAIN, Account, FakeWorld
from tests.local.ses.ingress.mail import DROP, ROLE, Gate, header, recipient, rule

A, B, C = (f"{name}@{DOMAIN}" for name in "abc")


def store(bucket: str, **more: Any) -> dict[str, Any]:
    return {"WriteToS3": {"S3Bucket": bucket, "RoleArn": ROLE, **more}}


def function(name: str, kind: str = "REQUEST_RESPONSE") -> dict[str, Any]:
    arn = f"arn:aws:lambda:us-east-1:123456789012:function:{name}"
    return {"InvokeLambda": {"FunctionArn": arn, "InvocationType": kind, "RoleArn": ROLE}}


def test_rules_and_actions_run_in_order(account: Account, world: FakeWorld) -> None:
    gate = Gate(
        account,
        rule(header("X-One"), store("one"), name="first"),
        rule(store("never"), name="other", Conditions=[recipient("nobody@example.com")]),
        rule(header("X-Two"), store("two"), name="second"),
    )
    result = gate.take()
    assert result.matched == ("first", "second")
    assert [done.partition("/")[0] for done in result.actions] == [
        "AddHeader X-One",
        "WriteToS3 one",
        "AddHeader X-Two",
        "WriteToS3 two",
    ]
    first, second = world.objects.values()
    assert b"X-One: 1\r\n" in first
    assert b"X-Two" not in first
    assert b"X-One: 1\r\nX-Two: 1\r\n" in second


def test_dropping_everybody_ends_the_rules(account: Account, world: FakeWorld) -> None:
    gate = Gate(account, rule(DROP, header("X-Never"), name="drop"), rule(store("never"), name="next"))
    result = gate.take()
    assert (result.accepted, result.matched, result.actions) == (True, ("drop",), ("Drop",))
    assert world.objects == {}


def test_dropping_some_goes_on_for_the_others(account: Account, world: FakeWorld) -> None:
    drop = rule(DROP, name="drop", Conditions=[recipient(A)])
    gate = Gate(account, drop, rule({"ReplaceRecipient": {"ReplaceWith": [C]}}, relay_to(account), name="next"))
    gate.take(A, B)
    assert [parcel.recipients for parcel in world.relayed] == [(C,)]


def relay_to(account: Account) -> dict[str, Any]:
    """A relay without a login, which goes to verified identities."""
    account.verify()
    made = account.mail_manager.create_relay(
        RelayName="out", ServerName="mx.example.net", ServerPort=25, Authentication={"NoAuthentication": {}}
    )
    return {"Relay": {"Relay": made["RelayId"], "MailFrom": "PRESERVE"}}


def test_a_rule_for_some_recipients_leaves_the_message_of_the_others_alone(
    account: Account, world: FakeWorld
) -> None:
    gate = Gate(
        account,
        rule(header("X-For", "a"), name="mark", Conditions=[recipient(A)]),
        rule(relay_to(account), name="send"),
    )
    gate.take(A, B)
    sent = {parcel.recipients: parcel.message for parcel in world.relayed}
    assert set(sent) == {(A,), (B,)}
    assert b"X-For: a" in sent[A,]
    assert b"X-For" not in sent[B,]


def test_recipients_that_come_the_same_way_go_on_together(account: Account, world: FakeWorld) -> None:
    gate = Gate(
        account,
        rule({"ReplaceRecipient": {"ReplaceWith": [C]}}, name="redirect", Conditions=[recipient(A)]),
        rule(relay_to(account), name="send"),
    )
    gate.take(A, B)
    assert [sorted(parcel.recipients) for parcel in world.relayed] == [[B, C]]


def test_a_replaced_recipient_is_what_later_rules_see(account: Account) -> None:
    gate = Gate(
        account,
        rule({"ReplaceRecipient": {"ReplaceWith": [C]}}, name="redirect"),
        rule(header("X-Yes"), name="for-c", Conditions=[recipient(C)]),
        rule(header("X-No"), name="for-a", Conditions=[recipient(A)]),
    )
    assert gate.take(A).matched == ("redirect", "for-c")


@pytest.mark.parametrize(
    ("policy", "actions"),
    [({}, 1), ({"ActionFailurePolicy": "CONTINUE"}, 1), ({"ActionFailurePolicy": "DROP"}, 0)],
)
def test_a_failed_action_goes_on_unless_its_policy_says_drop(
    account: Account, world: FakeWorld, ses: Ses, policy: dict[str, str], actions: int
) -> None:
    gate = Gate(account, rule(store("mail", **policy), header("X-After"), name="store"))
    world.refused[ROLE] = "the role may not"
    result = gate.take()
    assert result.failures == ("WriteToS3 of rule store: the role may not",)
    assert len(result.actions) == actions
    assert ses.undelivered(account.place)[0]["reason"] == "the role may not"


@pytest.mark.parametrize(
    ("disposition", "headers"),
    [
        ("CONTINUE", ["X-Same", "X-Next"]),
        ("STOP_RULE", ["X-Next"]),
        ("STOP_RULE_SET", []),
        ("nonsense", ["X-Same", "X-Next"]),
    ],
)
def test_a_function_that_is_waited_for_decides(
    account: Account, world: FakeWorld, disposition: str, headers: list[str]
) -> None:
    gate = Gate(account, rule(function("gate"), header("X-Same")), rule(header("X-Next"), name="next"))
    world.answers[function("gate")["InvokeLambda"]["FunctionArn"]] = {"disposition": disposition}
    assert gate.take().actions[1:] == tuple(f"AddHeader {name}" for name in headers)


def test_a_function_stops_the_rules_for_its_recipients_only(account: Account, world: FakeWorld) -> None:
    stop = rule(function("gate"), name="stop", Conditions=[recipient(A)])
    gate = Gate(account, stop, rule(relay_to(account), name="send"))
    world.answers[function("gate")["InvokeLambda"]["FunctionArn"]] = {"disposition": "STOP_RULE_SET"}
    gate.take(A, B)
    assert [parcel.recipients for parcel in world.relayed] == [(B,)]


def test_a_rule_without_a_name_is_known_by_its_place(account: Account) -> None:
    assert Gate(account, {"Actions": [header("X-One")]}).take().matched == ("rule 1",)


def test_a_function_may_call_ses_while_it_handles_mail(account: Account, world: FakeWorld) -> None:
    gate = Gate(account, rule(function("caller")))
    finished: list[bool] = []

    def call() -> None:
        account.mail_manager.list_rule_sets()
        finished.append(True)

    def run() -> None:
        thread = Thread(target=call)
        thread.start()
        thread.join(timeout=30)

    world.during_call = run
    gate.take()
    assert finished == [True]
