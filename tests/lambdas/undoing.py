"""A CloudFormation that says when it is undoing a deployment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import stacks

from tests.lambdas.provider_world import Deployment, Parsed

STEPS = ["create", "update", "delete"]
FAILURES = ["TooManyRequestsException", "AccessDeniedException", "lost"]


def tell_of_undoing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The function learns that a deployment is undone while a :class:`Deployment` undoes one."""
    undoing = [False]
    undo = Deployment._for_sure

    def for_sure(stack: Deployment, step: Callable[[], Parsed]) -> None:
        undoing[0] = True
        undo(stack, step)
        undoing[0] = False

    monkeypatch.setattr(Deployment, "_for_sure", for_sure)
    monkeypatch.setattr(stacks, "is_rolling_back", lambda _stack: undoing[0])
