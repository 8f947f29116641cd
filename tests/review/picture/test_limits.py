"""How much of the limits is used."""

from __future__ import annotations

from ses_constructs.review import Assembly
from ses_constructs.review.picture.limits import Limit, limits
from tests.review.conftest import assembly_of


def test_the_fullest_of_each_is_told(shop: Assembly) -> None:
    found = {limit.name: (limit.used, limit.most, limit.fullest) for limit in limits(shop)}
    assert found["Event destinations of a configuration set"] == (2, 10, "Mail")
    assert found["Dimensions of a CloudWatch destination"] == (2, 10, "Numbers")
    assert found["Identities in the region"] == (1, 10_000, "")
    assert found["Resources of a stack"][:2] == (8, 500)


def test_what_is_not_used_is_left_out(shop: Assembly) -> None:
    assert not any("receipt" in limit.name for limit in limits(shop))


def test_rules_of_receiving_are_counted() -> None:
    rule = "{RuleSetName: s, Rule: {Recipients: [a, b], Actions: [{StopAction: {}}]}}"
    found = {
        one.name: one.used
        for one in limits(assembly_of(f"A: {{Type: AWS::SES::ReceiptRule, Properties: {rule}}}"))
    }
    assert found["Recipients of a receipt rule"] == 2
    assert found["Actions of a receipt rule"] == found["Rules of a receipt rule set"] == 1


def test_a_limit_is_close_from_four_fifths_on() -> None:
    assert not Limit("a", 7, 10).is_close
    assert Limit("a", 8, 10).is_close
    assert Limit("a", 30, 10).share == 1
