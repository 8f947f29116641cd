"""Names of rule sets and rules that are known before the deployment.

CloudFormation would generate names, but policies name a rule by its ARN and must exist before the rule does, also
in another stack. So the names are made here: the same at each deployment, and different in each stack.
"""

from __future__ import annotations

import hashlib
import re

import aws_cdk as cdk
from constructs import IConstruct

from ses_constructs.shared import Aws

_LENGTH = 64
"""Of rule sets and rules. API reference: ``ReceiptRuleSetMetadata``, ``ReceiptRule``."""
_HASH_LENGTH = 8


def generated_name(construct: IConstruct, *, readable: str) -> str:
    """A name that no other construct of the account and region has.

    It is made of the stack's name and the construct's path in the stack, so that it moves with neither the app
    nor a stage. Two stacks of one account and region cannot have one name.
    """
    stack = _outermost(Aws.of(construct).stack)
    path = construct.node.path.removeprefix(stack.node.path).lstrip("/")
    digest = hashlib.sha256(f"{stack.stack_name}|{path}".encode()).hexdigest()[:_HASH_LENGTH]
    clean = re.sub(r"[^A-Za-z0-9]+", "-", readable).strip("-")[: _LENGTH - _HASH_LENGTH - 1].rstrip("-")
    return f"{clean}-{digest}" if clean else f"r{digest}"


def stack_name(construct: IConstruct) -> str:
    """The name of the stack; of a nested stack, whose own name nobody knows yet, that of its parent."""
    name: str = _outermost(Aws.of(construct).stack).stack_name
    return name


def _outermost(stack: cdk.Stack) -> cdk.Stack:
    while (parent := stack.nested_stack_parent) is not None:
        stack = parent
    return stack
