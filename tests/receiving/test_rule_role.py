"""The role of a rule, made once, and what it is let do."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.receiving.rule_role import let_role, role_of
from ses_constructs.receiving.rule_source import RuleSource


def test_a_rule_has_one_role_of_an_id(stack: cdk.Stack) -> None:
    source = RuleSource.of(Construct(stack, "Rule"), rule_set="set", rule="rule")
    assert role_of(source, "One") is role_of(source, "One")
    assert role_of(source, "One") is not role_of(source, "Two")


def test_what_a_role_is_let_do_is_waited_for(stack: cdk.Stack) -> None:
    source = RuleSource.of(Construct(stack, "Rule"), rule_set="set", rule="rule")
    role = role_of(source, "One")
    after = let_role(role, ["s3:PutObject"], ["arn:aws:s3:::mail/*"])
    policy = stack.node.try_find_child("Rule").node.try_find_child("One").node.try_find_child("DefaultPolicy")  # type: ignore[union-attr]
    assert policy is not None
    assert len(after) == 1
