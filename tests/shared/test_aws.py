"""Where a stack will be deployed."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.shared import Aws


def test_a_stack_that_knows_its_place_gives_literals(irish_stack: cdk.Stack) -> None:
    arn = Aws.of(irish_stack).arn("ses", "identity/shop.example")
    assert irish_stack.resolve(arn) == {
        "Fn::Join": [
            "",
            ["arn:", {"Ref": "AWS::Partition"}, ":ses:eu-west-1:111122223333:identity/shop.example"],
        ]
    }


def test_constructs_of_one_stack_share_one_answer(stack: cdk.Stack) -> None:
    inner = Construct(Construct(stack, "Outer"), "Inner")
    assert Aws.of(inner) is Aws.of(stack)


def test_two_stacks_are_told_apart(stack: cdk.Stack, irish_stack: cdk.Stack) -> None:
    assert Aws.of(stack).stack_address != Aws.of(irish_stack).stack_address
    assert Aws.of(stack).app.node.addr == Aws.of(irish_stack).app.node.addr
