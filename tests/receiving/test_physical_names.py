"""Names that are the same at each deployment, and different wherever they must be."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from constructs import Construct

from ses_constructs.facts import names
from ses_constructs.receiving.physical_names import generated_name, stack_name


def named(stack: cdk.Stack, id: str = "Inbound", readable: str = "Inbound") -> str:
    return generated_name(Construct(stack, id), readable=readable)


def test_a_name_is_the_same_each_time() -> None:
    assert named(cdk.Stack(cdk.App(), "Mail")) == named(cdk.Stack(cdk.App(), "Mail"))


def test_a_name_stays_when_the_stack_moves_in_the_app_and_keeps_its_name() -> None:
    before = named(cdk.Stack(cdk.App(), "Mail", stack_name="mail"))
    after = named(cdk.Stack(cdk.Stage(cdk.App(), "Prod"), "Receiving", stack_name="mail"))
    assert before == after


def test_a_name_in_a_nested_stack_is_the_same_each_time() -> None:
    first, second = (named(cdk.NestedStack(cdk.Stack(cdk.App(), "Mail"), "Nested")) for _ in range(2))
    assert first == second


def test_stacks_and_places_in_them_have_names_of_their_own(app: cdk.App) -> None:
    one, two = cdk.Stack(app, "One"), cdk.Stack(app, "Two")
    nested = cdk.NestedStack(one, "Nested")
    found = [named(one), named(one, "Other"), named(two), named(nested), named(cdk.NestedStack(one, "Nested2"))]
    assert len(set(found)) == len(found)
    assert stack_name(nested) == "One"


@pytest.mark.parametrize("readable", ["Inbound", "x" * 200, "Übung 1/2", "---", "пример", "a_b.c", "9", "-end-"])
def test_every_name_is_one_that_ses_takes(stack: cdk.Stack, readable: str) -> None:
    name = named(stack, readable=readable)
    assert names.RECEIPT_RULE_SET.fullmatch(name)
    assert names.RECEIPT_RULE.fullmatch(name)
