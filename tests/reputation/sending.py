"""Streams of mail for the simulation: how much a stream sends, and how much of it comes back, minute by minute."""

from __future__ import annotations

import math
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

DAY = 24 * 60
"""Minutes."""
REPRESENTATIVE = 2000
"""SES does not say how many mails its rates stand for; here, the last 2000 of a stream."""


@dataclass(frozen=True, slots=True)
class Minute:
    """What a stream does in a minute: mails, and the chances of each to bounce and to be complained about."""

    mails: float
    bounce: float
    complaint: float = 0.0002
    silent: bool = False
    """SES publishes no rate in this minute, though mail is sent."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of stream; ``bad`` says whether a guard has to pause it."""

    name: str
    bad: bool
    minute: Callable[[int, random.Random], Minute]


def daily(minute: int, mails_an_hour: float) -> float:
    """Much at noon, a tenth of it at night."""
    return mails_an_hour / 60 * (0.55 - 0.45 * math.cos(2 * math.pi * minute / DAY))


def _normal(minute: int, _chance: random.Random) -> Minute:
    return Minute(daily(minute, 600), 0.01)


def _busy(minute: int, _chance: random.Random) -> Minute:
    return Minute(daily(minute, 6000), 0.02, 0.0005)


def _tiny(_minute: int, _chance: random.Random) -> Minute:
    return Minute(3 / 60, 0.12)


def _night_shop(minute: int, _chance: random.Random) -> Minute:
    """Few mails at night, many by day: what bounces at night must not count against the morning."""
    night = minute % DAY < 8 * 60
    return Minute(3 / 60 if night else 500 / 60, 0.15 if night else 0.01)


def _gaps(minute: int, _chance: random.Random) -> Minute:
    return Minute(0 if minute // 300 % 2 else 300 / 60, 0.015, silent=minute // 90 % 3 == 0)


def _flapping(minute: int, _chance: random.Random) -> Minute:
    """Between a good and a worrying rate, on neither side for long, below the level that pauses."""
    return Minute(daily(minute, 1200), 0.06 if minute // 120 % 2 else 0.02)


def _rot(minute: int, _chance: random.Random) -> Minute:
    return Minute(daily(minute, 600), 0.01 + 0.19 * min(minute / (2 * DAY), 1))


def _bomb(minute: int, _chance: random.Random) -> Minute:
    begins = DAY // 2
    return Minute(50, 0.4) if begins <= minute < begins + 180 else Minute(daily(minute, 600), 0.01)


def _quiet_bomb(minute: int, chance: random.Random) -> Minute:
    """The same, while every second hour no rate is published."""
    one = _bomb(minute, chance)
    return Minute(one.mails, one.bounce, silent=minute // 60 % 2 == 0)


def _complaints(minute: int, _chance: random.Random) -> Minute:
    return Minute(daily(minute, 1200), 0.01, 0.0003 if minute < DAY // 2 else 0.012)


KINDS = (
    Kind("normal days", False, _normal),
    Kind("busy days", False, _busy),
    Kind("three mails an hour", False, _tiny),
    Kind("a shop with quiet nights", False, _night_shop),
    Kind("gaps and missing rates", False, _gaps),
    Kind("flapping below the pause", False, _flapping),
    Kind("slow rot", True, _rot),
    Kind("list bomb", True, _bomb),
    Kind("list bomb, rates missing", True, _quiet_bomb),
    Kind("wave of complaints", True, _complaints),
)


@dataclass(slots=True)
class Stream:
    """One stream, and the rates SES would publish of it."""

    kind: Kind
    chance: random.Random
    recent: deque[tuple[int, int, int]] = field(default_factory=deque)

    def send(self, minute: int) -> tuple[int, int, int]:
        """How many mails go out in a minute, bounce, and are complained about."""
        now = self.kind.minute(minute, self.chance)
        mails = self._poisson(now.mails)
        bounced = sum(self.chance.random() < now.bounce for _ in range(mails))
        complained = sum(self.chance.random() < now.complaint for _ in range(mails))
        if mails:
            self.recent.append((mails, bounced, complained))
            while sum(one[0] for one in self.recent) - self.recent[0][0] >= REPRESENTATIVE:
                self.recent.popleft()
        return mails, bounced, complained

    @property
    def mails(self) -> int:
        """How many mails the rates stand for."""
        return sum(one[0] for one in self.recent)

    def rates(self) -> tuple[float, float]:
        """Bounces and complaints as fractions of the representative volume."""
        mails = self.mails
        return sum(one[1] for one in self.recent) / mails, sum(one[2] for one in self.recent) / mails

    def _poisson(self, mean: float) -> int:
        limit, count, product = math.exp(-mean), 0, self.chance.random()
        while product > limit:
            count += 1
            product *= self.chance.random()
        return count
