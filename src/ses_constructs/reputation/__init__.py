"""Reputation: alarms on bounce and complaint rates that warn people, and pause sending before AWS does."""

from typing import TYPE_CHECKING

from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .guard_scope import GuardScope
    from .rates import Rates
    from .reputation_guard import ReputationGuard

__all__ = ["GuardScope", "Rates", "ReputationGuard"]
__getattr__ = on_demand(__name__, GuardScope="guard_scope", Rates="rates", ReputationGuard="reputation_guard")
