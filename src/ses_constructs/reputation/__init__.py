"""Bounce and complaint rates: alarms that warn, a guard that pauses sending before AWS does."""

from .guard_scope import GuardScope
from .rates import Rates
from .reputation_guard import ReputationGuard

__all__ = ["GuardScope", "Rates", "ReputationGuard"]
