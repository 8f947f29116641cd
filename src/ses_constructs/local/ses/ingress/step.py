"""One action of a rule at work on the recipients it is for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import Enum, auto

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.ingress.arrival import Arrival, Branch
from ses_constructs.local.ses.messages import BounceReply
from ses_constructs.local.ses.state import PlaceState

Locked = Callable[[], AbstractContextManager[None]]


class Stop(Enum):
    """What an action may end."""

    NOTHING = auto()
    RULE = auto()
    RULE_SET = auto()


@dataclass(slots=True)
class Step:
    """Where a message stands; an action changes ``branch`` and ``stop`` and writes down what it did.

    It runs without the lock, because functions may call SES; ``locked`` holds it.
    """

    state: PlaceState
    locked: Locked
    arrival: Arrival
    rule_set: Document
    branch: Branch
    stop: Stop = Stop.NOTHING
    done: list[str] = field(default_factory=list)
    bounces: list[BounceReply] = field(default_factory=list)

    @property
    def source_arn(self) -> str:
        """For whom SES takes on roles. Guide: Permission and trust policies to execute rule actions."""
        return str(self.rule_set["RuleSetArn"])

    def message(self) -> bytes:
        """The message as it leaves."""
        return self.arrival.message(self.branch)

    def records(self, action: Document) -> Document:
        """``mail`` and ``receipt`` for an action."""
        return self.arrival.records(self.state, self.branch, action)
