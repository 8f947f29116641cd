"""How much a condition compares with."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import DropAction, Mail, RuleSet, Traffic, TrafficPolicy
from ses_constructs.mail_manager.compared_values import (
    RULE_LIMITS,
    TRAFFIC_LIMITS,
    checked_texts,
    known_texts,
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


def test_what_only_the_deployment_knows_is_left_open() -> None:
    assert known_texts(["a@shop.example", "${Token[X.1]}"]) == ("a@shop.example", None)


def test_the_end_of_a_domain_that_others_may_have_too_is_warned_of(stack: cdk.Stack) -> None:
    policy, rules = TrafficPolicy(stack, "Policy"), RuleSet(stack, "Rules")
    policy.allow(Traffic.recipient.ends_with("shop.example"))
    rules.add_rule("Kept", when=[Mail.recipient.ends_with("news.example")], actions=[DropAction()])
    warnings = Annotations.from_stack(stack)
    warnings.has_warning(
        "/Mail/Policy", Match.string_like_regexp("'notshop.example'; compare with '@shop.example'")
    )
    warnings.has_warning("/Mail/Rules", Match.string_like_regexp("'@news.example', and with '.news.example'"))


def test_whole_domains_and_other_comparisons_are_not(stack: cdk.Stack) -> None:
    policy, rules = TrafficPolicy(stack, "Policy"), RuleSet(stack, "Rules")
    policy.allow(Traffic.recipient.ends_with("@shop.example", ".shop.example", "a@shop.example"))
    policy.deny(Traffic.recipient.ends_with("shop.example"))
    conditions = [Mail.subject.ends_with("shop.example"), Mail.recipient.contains("shop.example")]
    rules.add_rule("Kept", when=conditions, actions=[DropAction()])
    Annotations.from_stack(stack).has_no_warning("*", Match.any_value())
