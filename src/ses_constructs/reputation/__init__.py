"""Reputation: alarms on bounce and complaint rates that warn people, and pause sending before AWS does."""

from typing import TYPE_CHECKING

from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .account_monitor import AccountMonitor
    from .auto_resume import AutoResume
    from .delivery_monitor import Delays, DeliveryMonitor
    from .guard_scope import GuardScope, TenantStream
    from .rates import Rates
    from .reputation_dashboard import ReputationDashboard
    from .reputation_guard import ReputationGuard
    from .volume import Volume

__all__ = [
    "AccountMonitor",
    "AutoResume",
    "Delays",
    "DeliveryMonitor",
    "GuardScope",
    "Rates",
    "ReputationDashboard",
    "ReputationGuard",
    "TenantStream",
    "Volume",
]
__getattr__ = on_demand(
    __name__,
    AccountMonitor="account_monitor",
    AutoResume="auto_resume",
    Delays="delivery_monitor",
    DeliveryMonitor="delivery_monitor",
    GuardScope="guard_scope",
    Rates="rates",
    ReputationDashboard="reputation_dashboard",
    ReputationGuard="reputation_guard",
    TenantStream="guard_scope",
    Volume="volume",
)
