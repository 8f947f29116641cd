"""One thing that a change of a template does to mail."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ses_constructs.review.engine import Report
from ses_constructs.review.finding import Finding, Place, Rule, Severity

from .pairing import Pairing

IMPROVEMENTS = frozenset(
    {
        "alarm-tightened",
        "dmarc-tightened",
        "finding-gone",
        "pause-path-added",
        "protection-added",
        "spf-tightened",
    }
)
"""Kinds of change after which mail is safer than before."""


class Effect(StrEnum):
    """What a change does to mail."""

    WORSE = "worse"
    """It loses mail or events, loosens a protection, or lets somebody new send."""
    NEUTRAL = "neutral"
    """It is different, and may well be meant."""
    BETTER = "better"
    """Mail is safer than before."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different.

    Args:
        kind: What sort of change, with what it means and what to do; its severity says how bad it is.
        place: Where: in the new template, or in the old one for what is gone.
        text: What is different, in one sentence without a full stop.
        before: The old value, as far as it is known. Empty: there was none.
        after: The new value. Empty: there is none any more.
    """

    kind: Rule
    place: Place
    text: str
    before: str = ""
    after: str = ""

    @property
    def severity(self) -> Severity:
        """How bad it is; a note is different, and not worse."""
        return self.kind.severity

    @property
    def is_worse(self) -> bool:
        """True for what loses mail, loosens a protection, or lets somebody new send."""
        return self.severity is not Severity.NOTE

    @property
    def effect(self) -> Effect:
        """What it does to mail."""
        if self.is_worse:
            return Effect.WORSE
        return Effect.BETTER if self.kind.id in IMPROVEMENTS else Effect.NEUTRAL

    @property
    def finding(self) -> Finding:
        """The change as a finding, for the formats of a review."""
        return self.kind.at(self.place, self.text)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that a change does to mail.

    Args:
        old: What was, by its path.
        new: What is to be, by its path.
        changes: Worst first.
        pairing: Which resource of the old templates is which of the new ones.
        kinds: Every kind of change that was looked for.
        resources: How many resources the new one has.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    pairing: Pairing = field(repr=False)
    kinds: tuple[Rule, ...] = ()
    resources: int = 0

    @property
    def worse(self) -> tuple[Change, ...]:
        """The changes that make something worse."""
        return tuple(change for change in self.changes if change.is_worse)

    def of_effect(self, effect: Effect) -> tuple[Change, ...]:
        """The changes that do this to mail."""
        return tuple(change for change in self.changes if change.effect is effect)

    @property
    def report(self) -> Report:
        """The comparison in the form that reports are written from."""
        return Report(
            path=f"{self.new} compared with {self.old}",
            findings=tuple(change.finding for change in self.changes),
            resources=self.resources,
            rules=self.kinds,
            noun="change",
        )
