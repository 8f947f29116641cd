"""What actions have in common."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import DropAction
from ses_constructs.mail_manager.rule_action import checked_action_address, statement
from ses_constructs.shared import Aws


def test_an_action_needs_nobodys_leave_unless_it_says_so(stack: cdk.Stack) -> None:
    assert DropAction().permission(stack, Aws.of(stack)) is None
    assert not DropAction().sends_outward


def test_one_action_or_resource_is_written_without_a_list() -> None:
    assert statement(["a:B"], "arn") == {"Effect": "Allow", "Action": "a:B", "Resource": "arn"}
    assert statement(["a:B", "a:C"], "x", "y", condition={"Bool": {}}) == {
        "Effect": "Allow",
        "Action": ["a:B", "a:C"],
        "Resource": ["x", "y"],
        "Condition": {"Bool": {}},
    }


def test_an_address_has_fewer_characters_than_elsewhere() -> None:
    assert checked_action_address("sender", "a+b@Shop.example") == "a+b@shop.example"
    assert checked_action_address("sender", "${Token[X.1]}") == "${Token[X.1]}"
    with pytest.raises(InvalidSettingError, match="does not take in actions"):
        checked_action_address("sender", "o'neill@shop.example")
    with pytest.raises(InvalidSettingError, match="is not an e-mail address"):
        checked_action_address("sender", "shop.example")
