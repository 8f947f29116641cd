"""Who is let in, for whom."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.local.ses.connection import Connection
from ses_constructs.local.ses.ingress.traffic_policies import decide, lets_in
from tests.local.ses.aws import Account
from tests.local.ses.ingress.mail import recipient
from tests.local.ses.ingress.test_analyses import LISTED, analysis

TLS12 = Connection(tls_version="TLSv1.2")
HERE = Connection(source_ip="192.0.2.1")
SIX = Connection(source_ip="2001:db8::1")
OURS = recipient("@example.com", operator="ENDS_WITH")
JOE = recipient("joe@example.com")


def ip(*ranges: str, operator: str = "CIDR_MATCHES") -> dict[str, Any]:
    evaluated = {"Attribute": "SENDER_IP"}
    return {"IpExpression": {"Evaluate": evaluated, "Operator": operator, "Values": list(ranges)}}


def ip6(*ranges: str) -> dict[str, Any]:
    evaluated = {"Attribute": "SENDER_IPV6"}
    return {"Ipv6Expression": {"Evaluate": evaluated, "Operator": "CIDR_MATCHES", "Values": list(ranges)}}


def tls(operator: str, value: str) -> dict[str, Any]:
    return {"TlsExpression": {"Evaluate": {"Attribute": "TLS_PROTOCOL"}, "Operator": operator, "Value": value}}


def statement(action: str, *conditions: dict[str, Any]) -> dict[str, Any]:
    return {"Action": action, "Conditions": list(conditions)}


@pytest.mark.parametrize(
    ("default", "statements", "to", "connection", "expected"),
    [
        ("ALLOW", [], "a@example.com", HERE, True),
        ("DENY", [], "a@example.com", HERE, False),
        ("DENY", [statement("ALLOW", OURS)], "a@example.com", HERE, True),
        ("DENY", [statement("ALLOW", OURS)], "a@example.org", HERE, False),
        ("ALLOW", [statement("DENY", JOE)], "joe@example.com", HERE, False),
        ("ALLOW", [statement("DENY", JOE)], "joe+tag@example.com", HERE, True),
        # What denies comes first, wherever it stands.
        ("DENY", [statement("ALLOW", OURS), statement("DENY", JOE)], "joe@example.com", HERE, False),
        ("DENY", [statement("DENY", JOE), statement("ALLOW", OURS)], "joe@example.com", HERE, False),
        # All conditions of a statement must be met.
        ("DENY", [statement("ALLOW", OURS, ip("192.0.2.0/24"))], "a@example.com", HERE, True),
        ("DENY", [statement("ALLOW", OURS, ip("198.51.100.0/24"))], "a@example.com", HERE, False),
        ("DENY", [statement("ALLOW", ip("198.51.100.0/24", operator="NOT_CIDR_MATCHES"))], "a@b.c", HERE, True),
        ("DENY", [statement("ALLOW", ip("198.51.100.0/24", operator="NOT_CIDR_MATCHES"))], "a@b.c", SIX, False),
        ("DENY", [statement("ALLOW", ip6("2001:db8::/32"))], "a@b.c", SIX, True),
        ("DENY", [statement("ALLOW", ip6("2001:db8::/32"))], "a@b.c", HERE, False),
        ("DENY", [statement("ALLOW", tls("MINIMUM_TLS_VERSION", "TLS1_2"))], "a@b.c", TLS12, True),
        ("DENY", [statement("ALLOW", tls("IS", "TLS1_3"))], "a@b.c", TLS12, False),
        ("DENY", [statement("ALLOW", tls("MINIMUM_TLS_VERSION", "TLS1_2"))], "a@b.c", HERE, False),
    ],
)
def test_statements_decide(
    account: Account,
    default: str,
    statements: list[dict[str, Any]],
    to: str,
    connection: Connection,
    expected: bool,
) -> None:
    client = account.mail_manager
    made = client.create_traffic_policy(
        TrafficPolicyName="policy", DefaultAction=default, PolicyStatements=statements
    )
    policy = client.get_traffic_policy(TrafficPolicyId=made["TrafficPolicyId"])
    assert lets_in(account.ses._store.at(account.place), policy, to, connection) is expected


def boolean(operator: str, **evaluated: Any) -> dict[str, Any]:
    return {"BooleanExpression": {"Evaluate": evaluated, "Operator": operator}}


def test_address_lists_and_block_lists(account: Account) -> None:
    client, state = account.mail_manager, account.ses._store.at(account.place)
    made = client.create_address_list(AddressListName="valid")["AddressListId"]
    client.register_member_to_address_list(AddressListId=made, Address="me@example.com")
    arn = client.get_address_list(AddressListId=made)["AddressListArn"]
    valid = boolean("IS_TRUE", IsInAddressList={"Attribute": "RECIPIENT", "AddressLists": [arn]})
    listed = boolean("IS_FALSE", Analysis=analysis(account, "SPAMHAUS_DBL"))
    policy = {"DefaultAction": "DENY", "PolicyStatements": [statement("ALLOW", valid, listed)]}
    assert lets_in(state, policy, "me@example.com", HERE)
    assert not lets_in(state, policy, "you@example.com", HERE)
    assert not lets_in(state, policy, "me@example.com", LISTED)


def test_the_words_of_add_ons_are_not_known(account: Account) -> None:
    evaluated = {"Analysis": analysis(account, "SPAMHAUS_DBL")}
    words = {"StringExpression": {"Evaluate": evaluated, "Operator": "NOT_EQUALS", "Values": ["x"]}}
    policy = {"DefaultAction": "DENY", "PolicyStatements": [statement("ALLOW", words)]}
    assert not lets_in(account.ses._store.at(account.place), policy, "a@b.c", HERE)


def test_a_decision_has_the_statements_that_were_looked_at(account: Account) -> None:
    statements = [statement("ALLOW", OURS, tls("IS", "TLS1_3")), statement("DENY", JOE)]
    policy = {"DefaultAction": "DENY", "PolicyStatements": statements}
    state = account.ses._store.at(account.place)
    told = decide(state, policy, "a@example.com", TLS12)
    assert not told.allowed
    assert told.evaluation == (
        {
            "action": "DENY",
            "conditions": [
                {
                    "expression": {"attribute": "RECIPIENT", "operator": "EQUALS", "value": ["joe@example.com"]},
                    "expressionResult": False,
                }
            ],
            "policyStatementMatched": False,
        },
        {
            "action": "ALLOW",
            "conditions": [
                {
                    "expression": {"attribute": "RECIPIENT", "operator": "ENDS_WITH", "value": ["@example.com"]},
                    "expressionResult": True,
                },
                {
                    "expression": {"attribute": "TLS_PROTOCOL", "operator": "IS", "value": ["TLS1_3"]},
                    "expressionResult": False,
                },
            ],
            "policyStatementMatched": False,
        },
        {"action": "DENY", "policyStatementMatched": True, "type": "DefaultAction", "scope": "Recipient"},
    )


def test_a_decision_ends_with_the_statement_that_matches(account: Account) -> None:
    policy = {"DefaultAction": "ALLOW", "PolicyStatements": [statement("ALLOW", OURS), statement("DENY", JOE)]}
    told = decide(account.ses._store.at(account.place), policy, "joe@example.com", HERE)
    assert [(one["action"], one["policyStatementMatched"]) for one in told.evaluation] == [("DENY", True)]
