"""A question is asked once for each construct."""

from __future__ import annotations

import aws_cdk as cdk

from ses_constructs.shared import once


def test_the_second_answer_costs_nothing(stack: cdk.Stack, irish_stack: cdk.Stack) -> None:
    asked = []

    @once
    def name(of: cdk.Stack) -> str:
        asked.append(of)
        return of.stack_name

    assert [name(stack), name(stack), name(irish_stack)] == ["Mail", "Mail", "Irish"]
    assert len(asked) == 2


def test_an_answer_can_be_given_by_who_knows_it(stack: cdk.Stack) -> None:
    @once
    def name(of: cdk.Stack) -> str:
        raise AssertionError("asked")

    name.remember(stack, "known")
    assert name(stack) == "known"
