"""Conditions, statements and rules are judged together."""

from __future__ import annotations

import pytest

from ses_constructs.facts.delivery_sources import Sources
from ses_constructs.facts.open_relays import (
    OF_ANYBODY,
    UNKNOWN,
    Asked,
    Comparison,
    Passage,
    Statement,
    let_in,
    passing,
)

BOTH = (4, 6)
OURS = Comparison(Asked.RECIPIENT, "ENDS_WITH", ("@shop.example",))
LISTED = Comparison(Asked.RECIPIENT, "IS_TRUE")
LOWER, UPPER = (
    Comparison(Asked.SOURCE_IP, "CIDR_MATCHES", ranges) for ranges in (("0.0.0.0/1",), ("128.0.0.0/1",))
)
OFFICE = Comparison(Asked.SOURCE_IP, "CIDR_MATCHES", ("192.0.2.0/24",))


def slash_eights() -> list[Comparison]:
    """All of IPv4 in pieces, each of which one registry might be given."""
    return [Comparison(Asked.SENDER_IP, "CIDR_MATCHES", (f"{first}.0.0.0/8",)) for first in range(256)]


def rule(
    name: str, *when: Comparison, unless: tuple[Comparison, ...] = (), sends: bool = True, drops: bool = False
) -> Passage:
    return Passage(name=name, when=when, unless=unless, sends=sends, drops=drops)


def passed(*rules: Passage, arriving: Sources | None = None) -> tuple[str, ...]:
    return passing(rules, arriving=arriving or Sources.everybody(), versions=BOTH)


@pytest.mark.parametrize(
    "end",
    ["@shop.example", ".shop.example", "shop.example", "a@shop.example", "@bücher.example", "@shop.co.uk", None],
)
def test_the_end_of_a_recipient_names_a_domain(end: str | None) -> None:
    assert Comparison(Asked.RECIPIENT, "ENDS_WITH", (end,)).narrows


@pytest.mark.parametrize(
    "end",
    ["@", ".", ".com", "com", "@com", "@.com", ".com.", "..com", "a.b@com", "a.b@", " .com", ".co.uk", "@com.au"],
)
def test_an_end_below_which_anybody_may_register_names_nobody(end: str) -> None:
    assert not Comparison(Asked.RECIPIENT, "ENDS_WITH", ("@shop.example", end)).narrows


@pytest.mark.parametrize("operator", ["NOT_EQUALS", "STARTS_WITH", "CONTAINS", "IS_FALSE"])
def test_other_comparisons_of_recipients_name_nobody(operator: str) -> None:
    assert not Comparison(Asked.RECIPIENT, operator, ("a@shop.example",)).narrows


@pytest.mark.parametrize(
    ("denied", "let_in_by_ipv4"),
    [
        (Comparison(Asked.RECIPIENT, "NOT_EQUALS", ("a@shop.example",)), False),
        (Comparison(Asked.RECIPIENT, "IS_FALSE"), False),
        (Comparison(Asked.RECIPIENT, "ENDS_WITH", ("@shop.example",)), True),
        (Comparison(Asked.SENDER_IP, "NOT_CIDR_MATCHES", ("192.0.2.0/24",)), False),
        (Comparison(Asked.SENDER_IP, "CIDR_MATCHES", ("192.0.2.0/24",)), True),
        (OF_ANYBODY, True),
        (UNKNOWN, False),
    ],
)
def test_what_is_denied_counts(denied: Comparison, let_in_by_ipv4: bool) -> None:
    left = let_in([Statement(False, (denied,))], allows_by_default=True)
    assert left.is_anybody((4,)) is let_in_by_ipv4


def test_what_is_said_of_ipv4_says_nothing_of_ipv6() -> None:
    outside = Comparison(Asked.SENDER_IP, "NOT_CIDR_MATCHES", ("192.0.2.0/24",))
    left = let_in([Statement(False, (outside,))], allows_by_default=True)
    assert (left.is_anybody((4,)), left.is_anybody((6,))) == (False, True)
    assert let_in([Statement(True, (outside,))], allows_by_default=False) == left.others().of_version(4).or_(
        Sources.everybody().of_version(6)
    )


def test_statements_add_up_to_everybody() -> None:
    pieces = [Statement(True, (one,)) for one in slash_eights()]
    assert let_in(pieces, allows_by_default=False) == Sources.within(["0.0.0.0/0"])
    assert not let_in(pieces[:1], allows_by_default=False).is_anybody(BOTH)


def test_statements_that_each_name_recipients_do_not_add_up() -> None:
    policy = [Statement(True, (OURS,)), Statement(True, (LISTED, OF_ANYBODY))]
    assert let_in(policy, allows_by_default=False) == Sources.nobody()


def test_all_conditions_of_a_statement_hold() -> None:
    found = let_in([Statement(True, (OF_ANYBODY, LOWER, OFFICE))], allows_by_default=False)
    assert found == Sources.nobody()
    assert let_in([Statement(True, ())], allows_by_default=False) == Sources.everybody()


def test_the_first_rule_that_passes_everything_on_is_named() -> None:
    assert passed(rule("Ours", OURS), rule("Out", OF_ANYBODY), rule("Later")) == ("Out",)


def test_rules_that_pass_everything_on_together_are_named() -> None:
    pieces = [rule(str(at), Comparison(Asked.SOURCE_IP, "CIDR_MATCHES", (f"{at}.0.0.0/8",))) for at in (52, 53)]
    assert passed(*pieces) == ("52", "53")
    assert passed(pieces[0], rule("Office", OFFICE)) == ()


def test_what_an_earlier_rule_drops_does_not_come_to_a_later_one() -> None:
    gate = rule("Gate", unless=(OURS,), sends=False, drops=True)
    assert passed(gate, rule("Out")) == ()
    assert passed(rule("Out"), gate) == ("Out",)
    loose = rule("Gate", unless=(OURS, OF_ANYBODY), sends=False, drops=True)
    assert passed(loose, rule("Out")) == ("Out",)
    strangers = rule("Strangers", Comparison(Asked.RECIPIENT, "IS_FALSE"), sends=False, drops=True)
    assert passed(strangers, rule("Out")) == ()


def test_exceptions_narrow_by_what_they_leave() -> None:
    assert passed(rule("Out", unless=(Comparison(Asked.RECIPIENT, "NOT_EQUALS", ("a@shop.example",)),))) == ()
    assert passed(rule("Out", unless=(OURS,))) == ("Out",)


def test_a_certificate_is_something_to_ask_for() -> None:
    asked = Comparison(Asked.CERTIFICATE, "ENDS_WITH", ("shop.example",))
    assert asked.narrows
    assert not Comparison(Asked.CERTIFICATE, "NOT_EQUALS", ("x",)).narrows
    assert passed(rule("Out", unless=(Comparison(Asked.CERTIFICATE, "NOT_EQUALS", ("x",)),))) == ()
    assert passed(rule("Out", unless=(asked,))) == ("Out",)


def test_a_policy_and_a_rule_that_leave_nobody_together_are_no_relay() -> None:
    lower = let_in([Statement(True, (LOWER,))], allows_by_default=False)
    assert passed(rule("Out", UPPER), arriving=lower) == ()
    assert passed(rule("Out", LOWER), arriving=lower) == ("Out",)


def test_a_rule_that_sends_nothing_passes_nothing_on() -> None:
    assert passed(rule("Keep", sends=False)) == ()
