"""CloudWatch metrics as far as alarms need them: datapoints, periods, statistics. Pure; no clock, no store."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

SLIDE_SECONDS = 60.0
"""Alarm periods slide by the minute: the sample events of the CloudWatch guide, "Alarm events and EventBridge",
show a period of 300 s that starts at 16:59:00."""


class UnknownStatisticError(ValueError):
    """A statistic that this emulator does not compute."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric's identity; two metrics with other dimensions are two metrics."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, namespace: str, name: str, dimensions: Mapping[str, str]) -> Metric:
        """With the dimensions in a fixed order."""
        return cls(namespace, name, tuple(sorted(dimensions.items())))


@dataclass(frozen=True, slots=True)
class Datum:
    """One published datum: ``count`` values that sum up to ``total``."""

    timestamp: float
    count: float
    total: float
    minimum: float
    maximum: float

    @classmethod
    def of(cls, timestamp: float, value: float) -> Datum:
        """A single value."""
        return cls(timestamp, 1.0, value, value, value)


Data = Callable[[Metric], Sequence[Datum]]


@dataclass(frozen=True, slots=True)
class Periods:
    """Consecutive periods that end together with the newest minute that counts.

    Args:
        end: Seconds since the epoch; the newest period ends before it.
        length: Seconds.
        count: How many.
    """

    end: float
    length: float
    count: int

    @classmethod
    def until(cls, now: float, *, length: float, count: int, slide: float, data: Sequence[Datum]) -> Periods:
        """Periods that include the open minute as soon as it holds data, which real CloudWatch waits to close."""
        closed = math.floor(now / slide) * slide
        opened = any(closed <= datum.timestamp <= now for datum in data)
        return cls(closed + slide if opened else closed, length, count)

    def start_of(self, index: int) -> float:
        """The start of a period; 0 is the oldest."""
        return self.end - (self.count - index) * self.length

    def values(self, data: Sequence[Datum], statistic: str) -> list[float | None]:
        """The statistic of each period, oldest first; ``None`` where there is no data."""
        groups: list[list[Datum]] = [[] for _ in range(self.count)]
        start = self.start_of(0)
        for datum in data:
            if start <= datum.timestamp < self.end and datum.count > 0:
                groups[min(int((datum.timestamp - start) // self.length), self.count - 1)].append(datum)
        compute = statistic_of(statistic)
        return [compute(group) if group else None for group in groups]


def statistic_of(name: str) -> Callable[[Sequence[Datum]], float]:
    """What computes a statistic (``Average``, ``Sum``, ``Minimum``, ``Maximum``, ``SampleCount``).

    Raises:
        UnknownStatisticError: for percentiles and the like, which no alarm here uses.
    """
    try:
        return _STATISTICS[name]
    except KeyError:
        raise UnknownStatisticError(f"the emulator does not compute the statistic {name!r}") from None


_STATISTICS: dict[str, Callable[[Sequence[Datum]], float]] = {
    "SampleCount": lambda data: sum(datum.count for datum in data),
    "Sum": lambda data: sum(datum.total for datum in data),
    "Average": lambda data: sum(datum.total for datum in data) / sum(datum.count for datum in data),
    "Minimum": lambda data: min(datum.minimum for datum in data),
    "Maximum": lambda data: max(datum.maximum for datum in data),
}
