"""Conditions of rules, and their exceptions."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.local.ses.connection import ENCRYPTED, IN_THE_CLEAR, Connection
from ses_constructs.local.ses.delivery import EICAR
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.ingress.arrival import Arrival
from ses_constructs.local.ses.ingress.rule_conditions import applies
from ses_constructs.local.ses.state import PlaceState
from tests.local.ses.aws import Account
from tests.local.ses.ingress.mail import RAW, arrival, recipient
from tests.local.ses.ingress.test_analyses import analysis

ME = "me@example.com"
MAIL = arrival(
    connection=Connection(source_ip="192.0.2.1", helo="mx.example.net", certificate={"CN": ("client",)})
)


def met(state: PlaceState, condition: Document, message: Arrival = MAIL) -> bool:
    """Whether a condition is met; as an exception it says the opposite."""
    plain = applies(state, {"Conditions": [condition]}, message, ME, (("X-Added", "yes"),))
    assert applies(state, {"Unless": [condition]}, message, ME, (("X-Added", "yes"),)) is not plain
    return plain


def text(value: str, operator: str = "EQUALS", **evaluated: Any) -> Document:
    return {"StringExpression": {"Evaluate": evaluated, "Operator": operator, "Values": [value]}}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (text("you@example.net", Attribute="MAIL_FROM"), True),
        (text("mx.example.net", Attribute="HELO"), True),
        (text(ME, Attribute="RECIPIENT"), True),
        (text("b@example.com", Attribute="RECIPIENT"), False),
        (text("You <you@example.net>", Attribute="FROM"), True),
        (text("Hi there", Attribute="SUBJECT"), True),
        # The header, with the name beside the address.
        (text(ME, Attribute="TO"), False),
        (text(ME, operator="CONTAINS", Attribute="TO"), True),
        (text("b@example.com", Attribute="CC"), True),
        (text("x", Attribute="SENDER"), False),
        (text("x", operator="NOT_EQUALS", Attribute="SENDER"), True),
        (text("blue", MimeHeaderAttribute="X-Team"), True),
        (text("yes", MimeHeaderAttribute="X-Added"), True),
        (text("client", ClientCertificateAttribute="CN"), True),
        (text("client", ClientCertificateAttribute="SERIAL_NUMBER"), False),
    ],
)
def test_text(state: PlaceState, condition: Document, expected: bool) -> None:
    assert met(state, condition) is expected


def test_size_and_address(state: PlaceState) -> None:
    size = {"Evaluate": {"Attribute": "MESSAGE_SIZE"}, "Operator": "EQUALS", "Value": len(RAW)}
    assert met(state, {"NumberExpression": size})
    assert not met(state, {"NumberExpression": {**size, "Operator": "GREATER_THAN"}})
    ip = {"Evaluate": {"Attribute": "SOURCE_IP"}, "Operator": "CIDR_MATCHES", "Values": ["192.0.2.0/24"]}
    assert met(state, {"IpExpression": ip})
    assert not met(state, {"IpExpression": ip}, arrival())


@pytest.mark.parametrize(
    ("attribute", "message", "expected"),
    [
        ("TLS", arrival(connection=ENCRYPTED), True),
        ("TLS", arrival(connection=IN_THE_CLEAR), False),
        ("TLS_WRAPPED", arrival(connection=ENCRYPTED), False),
        ("READ_RECEIPT_REQUESTED", arrival(), False),
        ("READ_RECEIPT_REQUESTED", arrival(b"Disposition-Notification-To: a@b.c\r\n" + RAW), True),
    ],
)
def test_flags(state: PlaceState, attribute: str, message: Arrival, expected: bool) -> None:
    asked = {"Evaluate": {"Attribute": attribute}, "Operator": "IS_TRUE"}
    assert met(state, {"BooleanExpression": asked}, message) is expected
    assert met(state, {"BooleanExpression": {**asked, "Operator": "IS_FALSE"}}, message) is not expected


@pytest.mark.parametrize(
    ("attribute", "sender", "expected"),
    [
        ("SPF", "a@spf-fail.test", True),
        ("SPF", "a@example.net", False),
        ("DKIM", "a@dkim-fail.test", True),
        ("DKIM", "a@spf-fail.test", False),
    ],
)
def test_verdicts(state: PlaceState, attribute: str, sender: str, expected: bool) -> None:
    message = arrival(f"From: {sender}\r\n\r\nx".encode(), source=sender)
    asked = {"Evaluate": {"Attribute": attribute}, "Operator": "EQUALS", "Values": ["FAIL"]}
    assert met(state, {"VerdictExpression": asked}, message) is expected


@pytest.mark.parametrize(
    ("sender", "policy"),
    [
        ("a@dmarc-reject.test", "REJECT"),
        ("a@dmarc-quarantine.test", "QUARANTINE"),
        ("a@dmarc-none.test", "NONE"),
        ("a@example.net", "NONE"),
    ],
)
def test_dmarc_policies(state: PlaceState, sender: str, policy: str) -> None:
    message = arrival(f"From: {sender}\r\n\r\nx".encode())
    found = [
        each
        for each in ("NONE", "QUARANTINE", "REJECT")
        if met(state, {"DmarcExpression": {"Operator": "EQUALS", "Values": [each]}}, message)
    ]
    assert found == [policy]
    assert not met(state, {"DmarcExpression": {"Operator": "NOT_EQUALS", "Values": [policy]}}, message)


@pytest.mark.parametrize("attribute", ["RECIPIENT", "TO"])
def test_address_lists_look_at_bare_addresses(account: Account, attribute: str) -> None:
    client = account.mail_manager
    made = client.create_address_list(AddressListName="friends")["AddressListId"]
    arn = client.get_address_list(AddressListId=made)["AddressListArn"]
    listed = {"IsInAddressList": {"Attribute": attribute, "AddressLists": [arn]}}
    condition = {"BooleanExpression": {"Evaluate": listed, "Operator": "IS_TRUE"}}
    state = account.ses._store.at(account.place)
    assert not met(state, condition)
    client.register_member_to_address_list(AddressListId=made, Address=ME)
    assert met(state, condition)


def test_add_ons_pass_or_do_not(account: Account) -> None:
    state = account.ses._store.at(account.place)
    evaluated = {"Analysis": analysis(account, "TRENDMICRO_VSAPI")}
    passed = {"BooleanExpression": {"Evaluate": evaluated, "Operator": "IS_TRUE"}}
    failed = {"VerdictExpression": {"Evaluate": evaluated, "Operator": "EQUALS", "Values": ["FAIL"]}}
    assert (met(state, passed), met(state, failed)) == (True, False)
    infected = arrival(RAW + EICAR)
    assert (met(state, passed, infected), met(state, failed, infected)) == (False, True)
    words = {"StringExpression": {"Evaluate": evaluated, "Operator": "EQUALS", "Values": ["x"]}}
    assert not met(state, words)


def test_all_conditions_and_no_exception(state: PlaceState) -> None:
    blue, red = text("blue", MimeHeaderAttribute="X-Team"), text("red", MimeHeaderAttribute="X-Team")
    mine = recipient(ME)
    for conditions, unless, expected in (
        ([], [], True),
        ([blue, mine], [], True),
        ([blue, red], [], False),
        ([blue], [red], True),
        ([blue], [red, mine], False),
        ([], [red], True),
    ):
        rule = {"Conditions": conditions, "Unless": unless}
        assert applies(state, rule, MAIL, ME, ()) is expected
