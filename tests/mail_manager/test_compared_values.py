"""How much a condition compares with."""

from __future__ import annotations

import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager.compared_values import RULE_LIMITS, TRAFFIC_LIMITS, checked_texts


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
