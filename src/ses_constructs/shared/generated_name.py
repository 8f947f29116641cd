"""A physical name that has to be known before CloudFormation could make one."""

from __future__ import annotations

import hashlib
import re

from constructs import Construct

from .aws import Aws
from .tokens import is_known

_HASH_LENGTH = 8


def generated_name(scope: Construct, id: str, *, longest: int) -> str:
    """The same at each deployment, different in each stack: the id in letters and digits, and a hash of the path.

    Args:
        longest: How many characters it may have.
    """
    stack_name = Aws.of(scope).stack.stack_name
    seed = f"{stack_name if is_known(stack_name) else ''}|{scope.node.path}|{id}"
    readable = re.sub(r"[^A-Za-z0-9]+", "-", id).strip("-")[: longest - _HASH_LENGTH - 1]
    return f"{readable}-{hashlib.sha256(seed.encode()).hexdigest()[:_HASH_LENGTH]}"
