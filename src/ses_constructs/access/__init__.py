"""Who may send, in which form, within which limits, through which network; who may manage; who did."""

from typing import TYPE_CHECKING

from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .audit_trail import AuditTrail, CallAlerts, Risk
    from .send_form import SendForm
    from .send_limits import SendLimits
    from .send_through_vpc_only import SendThroughVpcOnly
    from .ses_access import SesAccess
    from .vpc_endpoint import SesInterface, SesVpcEndpoint

__all__ = [
    "AuditTrail",
    "CallAlerts",
    "Risk",
    "SendForm",
    "SendLimits",
    "SendThroughVpcOnly",
    "SesAccess",
    "SesInterface",
    "SesVpcEndpoint",
]
__getattr__ = on_demand(
    __name__,
    AuditTrail="audit_trail",
    CallAlerts="audit_trail",
    Risk="audit_trail",
    SendForm="send_form",
    SendLimits="send_limits",
    SendThroughVpcOnly="send_through_vpc_only",
    SesAccess="ses_access",
    SesInterface="vpc_endpoint",
    SesVpcEndpoint="vpc_endpoint",
)
