"""What is worked out once for an assembly, however many rules ask for it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from .template import Assembly

Answer = TypeVar("Answer")


def once(work: Callable[[Assembly], Answer]) -> Callable[[Assembly], Answer]:
    """Makes a function keep its answer in the assembly it was asked about; the answer must not be changed."""

    @wraps(work)
    def remembered(assembly: Assembly) -> Answer:
        if work not in assembly.answers:
            assembly.answers[work] = work(assembly)
        return cast("Answer", assembly.answers[work])

    return remembered
