"""Account, region and partition of a construct's stack, asked for once."""

from __future__ import annotations

from functools import cached_property

import aws_cdk as cdk
from constructs import IConstruct

from .once import once


class Aws:
    """Where a stack will be deployed: literals where the stack knows them, tokens elsewhere."""

    def __init__(self, stack: cdk.Stack) -> None:
        self.stack = stack

    @staticmethod
    def of(construct: IConstruct) -> Aws:
        """The place of a construct; one look-up for each construct, however often it is asked."""
        return _of_construct(construct)

    def covers(self, construct: IConstruct) -> None:
        """Says that a construct is in this stack too, so that nobody needs to ask."""
        _of_construct.remember(construct, self)

    @cached_property
    def region(self) -> str:
        return self.stack.region

    @cached_property
    def account(self) -> str:
        return self.stack.account

    @cached_property
    def partition(self) -> str:
        return self.stack.partition

    @cached_property
    def app(self) -> IConstruct:
        """The root of the construct tree."""
        return self.stack.node.root

    @cached_property
    def stack_address(self) -> str:
        """A text that only this stack has."""
        return self.stack.node.addr

    def arn(self, service: str, resource: str) -> str:
        """``arn:<partition>:<service>:<region>:<account>:<resource>``."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"


@once
def _of_stack(stack: cdk.Stack) -> Aws:
    return Aws(stack)


@once
def _of_construct(construct: IConstruct) -> Aws:
    return _of_stack(construct if isinstance(construct, cdk.Stack) else cdk.Stack.of(construct))
