"""The account: its settings, dedicated IP addresses, deliverability, tenants and global endpoints."""

from typing import TYPE_CHECKING

from ses_constructs.facts.advice import AdviceStatus, AdvisorFinding, SendingStatus
from ses_constructs.facts.deliverability import VdmDimension, VdmFormat, VdmMetric
from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .account_sending import AccountSending
    from .account_suppression import AccountSuppression, SuppressionReason, ValidationThreshold
    from .automatic_warm_up import AutomaticWarmUp
    from .dedicated_ip import DedicatedIp
    from .managed_ip_pool import ManagedIpPool
    from .multi_region_endpoint import MultiRegionEndpoint
    from .production_access import ContactLanguage, MailType, ProductionAccess
    from .setting import WhenDeleted
    from .standard_ip_pool import StandardIpPool
    from .tenant import ReputationPolicy, Tenant
    from .tenant_suppression import TenantSuppression
    from .vdm_export import VdmExport
    from .virtual_deliverability_manager import VirtualDeliverabilityManager

__all__ = [
    "AccountSending",
    "AccountSuppression",
    "AdviceStatus",
    "AdvisorFinding",
    "AutomaticWarmUp",
    "ContactLanguage",
    "DedicatedIp",
    "MailType",
    "ManagedIpPool",
    "MultiRegionEndpoint",
    "ProductionAccess",
    "ReputationPolicy",
    "SendingStatus",
    "StandardIpPool",
    "SuppressionReason",
    "Tenant",
    "TenantSuppression",
    "ValidationThreshold",
    "VdmDimension",
    "VdmExport",
    "VdmFormat",
    "VdmMetric",
    "VirtualDeliverabilityManager",
    "WhenDeleted",
]
__getattr__ = on_demand(
    __name__,
    AccountSending="account_sending",
    AccountSuppression="account_suppression",
    AutomaticWarmUp="automatic_warm_up",
    ContactLanguage="production_access",
    DedicatedIp="dedicated_ip",
    MailType="production_access",
    ManagedIpPool="managed_ip_pool",
    MultiRegionEndpoint="multi_region_endpoint",
    ProductionAccess="production_access",
    ReputationPolicy="tenant",
    StandardIpPool="standard_ip_pool",
    SuppressionReason="account_suppression",
    Tenant="tenant",
    TenantSuppression="tenant_suppression",
    ValidationThreshold="account_suppression",
    VdmExport="vdm_export",
    VirtualDeliverabilityManager="virtual_deliverability_manager",
    WhenDeleted="setting",
)
