"""Physical names that are known at synthesis."""

from __future__ import annotations

import aws_cdk as cdk

from ses_constructs.shared.generated_name import generated_name


def test_a_name_stays_the_same_and_says_what_it_is_of() -> None:
    names = {generated_name(cdk.Stack(cdk.App(), "Mail"), "Welcome, all!", longest=64) for _ in range(2)}
    (name,) = names
    assert name.startswith("Welcome-all-")


def test_stacks_and_ids_have_names_of_their_own(app: cdk.App) -> None:
    stacks = [cdk.Stack(app, "Mail"), cdk.Stack(app, "Other"), cdk.Stack(app, "Third", stack_name="Elsewhere")]
    assert len({generated_name(stack, id, longest=64) for stack in stacks for id in ("A", "B")}) == 6


def test_a_long_name_is_cut(stack: cdk.Stack) -> None:
    assert len(generated_name(stack, "x" * 100, longest=64)) == 64
