"""The logs of ingress points and rule sets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from ses_constructs.facts import mail_manager_logs as facts
from ses_constructs.local.ses.connection import ENCRYPTED, Connection
from ses_constructs.local.ses.ingress import vended_logs
from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import Account, FakeWorld
from tests.local.ses.ingress.mail import DROP, POINT, ROLE, Gate, arrival, header, recipient, rule

OURS = {"Action": "ALLOW", "Conditions": [recipient("@example.com", operator="ENDS_WITH")]}


@pytest.fixture
def gate(account: Account) -> Gate:
    kept = rule(DROP, name="kept", Conditions=[recipient("a@example.com")])
    return Gate(account, kept, DefaultAction="DENY", PolicyStatements=[OURS])


def test_a_message_and_what_each_rule_did_are_written(gate: Gate, world: FakeWorld) -> None:
    taken = gate.take("a@example.com", "b@example.com", raw=b"Subject: Hi\r\n\r\nHello\r\n")
    (_, kind, message), (_, also, ran) = world.logged
    assert kind == also == "APPLICATION_LOGS"
    assert message["message_id"] == ran["message_id"] == taken.message_id
    assert message["message_size_bytes"] == 22
    assert message["ingress_point_type"] == "OPEN"
    assert message["recipients"] == ["a@example.com", "b@example.com"]
    assert (ran["rule_name"], ran["rule_index"], ran["recipients_matched"]) == ("kept", 1, ["a@example.com"])
    assert ran["action_metadata"] == {"action_name": "DROP", "action_index": 1, "action_status": "SUCCESS"}
    assert set(message) <= set(facts.MESSAGES.chosen(with_people=True))
    assert set(ran) <= set(facts.RULES.chosen(with_people=True))


def test_each_action_has_its_entry_and_says_why_it_failed(account: Account, world: FakeWorld) -> None:
    store = {"WriteToS3": {"S3Bucket": "kept", "RoleArn": ROLE}}
    world.refused[ROLE] = "Access denied"
    Gate(account, rule(header("X-A"), store, DROP, name="kept"), rule(DROP, name="never")).take("a@example.com")
    done = [entry["action_metadata"] for _, _, entry in world.logged if "action_metadata" in entry]
    assert done == [
        {"action_name": "ADD_HEADER", "action_index": 1, "action_status": "SUCCESS"},
        {
            "action_name": "WRITE_TO_S3",
            "action_index": 2,
            "action_status": "FAILURE",
            "action_failure": "Access denied",
        },
        {"action_name": "DROP", "action_index": 3, "action_status": "SUCCESS"},
    ]


def test_a_rule_that_is_for_nobody_has_one_entry_without_an_action(account: Account, world: FakeWorld) -> None:
    other = rule(DROP, name="other", Conditions=[recipient("c@example.com")])
    marked = rule(header("X-A"), name="marked", Conditions=[recipient("a@example.com")])
    Gate(account, marked, other).take("a@example.com", "b@example.com")
    (unmatched,) = (entry for _, _, entry in world.logged if entry.get("rule_name") == "other")
    assert (unmatched["rule_index"], unmatched["recipients_matched"]) == (2, [])
    assert "action_metadata" not in unmatched


def test_what_the_policy_says_is_written_for_each_recipient(gate: Gate, account: Account, ses: Ses) -> None:
    world = account.world
    connection = replace(ENCRYPTED, session_id="s-1", mail_from="you@example.net")
    for address in ("a@example.com", "a@example.org"):
        ses.ingress.refusal_of(account.place, gate.id, address, connection)
    told = [(kind, entry["recipient"], entry["traffic_policy_verdict"]) for _, kind, entry in world.logged]
    assert told == [
        ("TRAFFIC_POLICY_DEBUG_LOGS", "a@example.com", "ACCEPT"),
        ("TRAFFIC_POLICY_DEBUG_LOGS", "a@example.org", "REJECT"),
    ]
    for _, _, entry in world.logged:
        assert set(entry) <= set(facts.DECISIONS.chosen(with_people=True))
        assert (entry["ingress_point_session_id"], entry["smtp_mail_from"]) == ("s-1", "you@example.net")
    refused = cast("list[dict[str, object]]", world.logged[1][2]["traffic_policy_evaluation"])
    assert [one["policyStatementMatched"] for one in refused] == [False, True]
    assert refused[1]["type"] == "DefaultAction"


@pytest.mark.parametrize(
    ("kind", "settings", "expected"),
    [
        ("OPEN", {}, None),
        (
            "AUTH",
            {"SecretArn": "arn:secret"},
            {"password_version": "", "secrets_manager_arn": "arn:secret"},
        ),
        (
            "AUTH",
            {"IngressPointPasswordConfiguration": {"SmtpPasswordVersion": "v-1"}},
            {"password_version": "v-1", "secrets_manager_arn": ""},
        ),
        (
            "MTLS",
            {},
            {
                "client_certificate_details": {
                    "common_names": ["mail.example.net"],
                    "serial_number": "0A:DE",
                    "subject_alternative_names": ["mail.example.net", "smtp.example.net"],
                }
            },
        ),
    ],
)
def test_how_the_other_side_said_who_it_is(
    account: Account, world: FakeWorld, kind: str, settings: dict[str, Any], expected: object
) -> None:
    certificate = {
        "CN": ("mail.example.net",),
        "SERIAL_NUMBER": ("0ADE",),
        "SAN_DNS_NAME": ("mail.example.net", "smtp.example.net"),
    }
    came = arrival(connection=Connection(certificate=certificate))
    point = {**POINT, "Type": kind, "IngressPointArn": "arn:point", "IngressPointAuthConfiguration": settings}
    state = account.ses._store.at(account.place)
    vended_logs.write_message(state, replace(came, point=point), ("me@example.com",))
    assert world.logged[0][2].get("ingress_point_metadata") == expected


def test_a_message_that_is_turned_away_is_none(gate: Gate, world: FakeWorld) -> None:
    assert not gate.take("a@example.org").accepted
    assert world.logged == []


def test_a_log_that_lets_nobody_write_stops_no_mail(
    gate: Gate, account: Account, ses: Ses, world: FakeWorld
) -> None:
    gate.take("a@example.com")
    arn = world.logged[0][0]
    world.refused[arn] = "the log group is gone"
    assert gate.take("a@example.com").accepted
    assert ses.undelivered(account.place)[0]["reason"] == "the log group is gone"
