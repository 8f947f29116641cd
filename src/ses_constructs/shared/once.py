"""Asks a construct a question once: each answer is a call into Node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

K = TypeVar("K")
V = TypeVar("V")


class once(Generic[K, V]):  # noqa: N801 - reads as the decorator it is
    """The decorated function, which remembers its answer for each construct as long as the construct lives."""

    def __init__(self, ask: Callable[[K], V]) -> None:
        self._ask = ask
        self._answers: WeakKeyDictionary[K, V] = WeakKeyDictionary()

    def __call__(self, construct: K) -> V:
        try:
            return self._answers[construct]
        except KeyError:
            answer = self._answers[construct] = self._ask(construct)
            return answer

    def remember(self, construct: K, answer: V) -> None:
        """Takes the answer for a construct from somebody who knows it, and saves asking."""
        self._answers[construct] = answer
