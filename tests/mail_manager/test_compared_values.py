"""How much a condition compares with."""

from __future__ import annotations

import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager.compared_values import (
    RULE_LIMITS,
    TRAFFIC_LIMITS,
    checked_texts,
    names_recipients,
)


def test_a_condition_without_a_value_never_matches() -> None:
    with pytest.raises(InvalidSettingError, match="would never match"):
        checked_texts("subject", [], RULE_LIMITS)


def test_a_rule_compares_with_ten_values_of_4096_characters() -> None:
    assert len(checked_texts("subject", ["x" * 4096] * 10, RULE_LIMITS)) == 10
    with pytest.raises(InvalidSettingError, match="more than the 10 values") as caught:
        checked_texts("subject", ["x"] * 11, RULE_LIMITS)
    assert "AddressList" in caught.value.fix
    with pytest.raises(InvalidSettingError, match="4097 characters"):
        checked_texts("subject", ["x" * 4097], RULE_LIMITS)


def test_a_traffic_policy_compares_with_any_number() -> None:
    assert len(checked_texts("recipient", ["x" * 5000] * 11, TRAFFIC_LIMITS)) == 11


def test_nobody_looks_into_a_token() -> None:
    assert checked_texts("subject", ["${Token[X.1]}" + "x" * 5000], RULE_LIMITS)


def test_an_empty_text_is_no_value() -> None:
    with pytest.raises(InvalidSettingError, match="compared with nothing"):
        checked_texts("subject", [""], RULE_LIMITS)


@pytest.mark.parametrize(
    "end", ["@shop.example", ".shop.example", "shop.example", "a@shop.example", "@bücher.example", "${Token[X.1]}"]
)
def test_the_end_of_a_recipient_names_a_domain(end: str) -> None:
    assert names_recipients("ENDS_WITH", [end])


@pytest.mark.parametrize(
    "end", ["@", ".", ".com", "com", "@com", "@.com", ".com.", "..com", "a.b@com", "a.b@", " .com"]
)
def test_an_end_without_a_domain_of_two_labels_names_nobody(end: str) -> None:
    assert not names_recipients("ENDS_WITH", ["@shop.example", end])


def test_only_whole_recipients_and_their_ends_name_them() -> None:
    assert names_recipients("EQUALS", ["a@shop.example"])
    for operator in ("NOT_EQUALS", "STARTS_WITH", "CONTAINS"):
        assert not names_recipients(operator, ["a@shop.example"])
