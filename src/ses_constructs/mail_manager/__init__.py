"""Mail Manager: who may deliver what, and what becomes of it: archived, saved, relayed, answered or dropped."""

from typing import TYPE_CHECKING

from ses_constructs.facts.mail_manager import (
    ActionFailurePolicy,
    Addon,
    CertificateAttribute,
    EnvelopeSender,
    IngressType,
    Retention,
    SenderPolicy,
    SnsEncoding,
    SnsPayload,
    TlsPolicy,
    TlsVersion,
    Verdict,
)
from ses_constructs.facts.mail_manager_logs import ActionStatus, PolicyVerdict
from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .actions import AddHeaderAction, ArchiveAction, DropAction, RelayAction, ReplaceRecipientAction
    from .addon_instance import AddonInstance
    from .addon_subscription import AddonSubscription
    from .address_list import AddressList, ImportedAddressList
    from .archive import Archive
    from .archive_access import ImportedArchive
    from .delivering_actions import (
        DeliverToMailboxAction,
        DeliverToQBusinessAction,
        LambdaAction,
        S3Action,
        SnsAction,
    )
    from .failed_actions_alarm import FailedActionsAlarm
    from .imported_ingress_point import ImportedIngressPoint
    from .ingress_access import IngressAccess
    from .ingress_mx import IngressMx
    from .ingress_network import IngressNetwork
    from .ingress_point import IngressPoint
    from .ingress_vpc_endpoint import IngressVpcEndpoint
    from .mail import Mail
    from .mail_manager_log import MailManagerLog
    from .relay import Relay
    from .rule import Rule
    from .rule_action import RuleAction
    from .rule_condition import RuleCondition
    from .rule_set import RuleSet
    from .sending_actions import BounceAction, SendAction
    from .silence_alarm import SilenceAlarm
    from .traffic import Traffic, TrafficCondition
    from .traffic_policy import TrafficPolicy

__all__ = [
    "ActionFailurePolicy",
    "ActionStatus",
    "AddHeaderAction",
    "Addon",
    "AddonInstance",
    "AddonSubscription",
    "AddressList",
    "Archive",
    "ArchiveAction",
    "BounceAction",
    "CertificateAttribute",
    "DeliverToMailboxAction",
    "DeliverToQBusinessAction",
    "DropAction",
    "EnvelopeSender",
    "FailedActionsAlarm",
    "ImportedAddressList",
    "ImportedArchive",
    "ImportedIngressPoint",
    "IngressAccess",
    "IngressMx",
    "IngressNetwork",
    "IngressPoint",
    "IngressType",
    "IngressVpcEndpoint",
    "LambdaAction",
    "Mail",
    "MailManagerLog",
    "PolicyVerdict",
    "Relay",
    "RelayAction",
    "ReplaceRecipientAction",
    "Retention",
    "Rule",
    "RuleAction",
    "RuleCondition",
    "RuleSet",
    "S3Action",
    "SendAction",
    "SenderPolicy",
    "SilenceAlarm",
    "SnsAction",
    "SnsEncoding",
    "SnsPayload",
    "TlsPolicy",
    "TlsVersion",
    "Traffic",
    "TrafficCondition",
    "TrafficPolicy",
    "Verdict",
]
__getattr__ = on_demand(
    __name__,
    AddHeaderAction="actions",
    AddonInstance="addon_instance",
    AddonSubscription="addon_subscription",
    AddressList="address_list",
    Archive="archive",
    ArchiveAction="actions",
    BounceAction="sending_actions",
    DeliverToMailboxAction="delivering_actions",
    DeliverToQBusinessAction="delivering_actions",
    DropAction="actions",
    FailedActionsAlarm="failed_actions_alarm",
    ImportedAddressList="address_list",
    ImportedArchive="archive_access",
    ImportedIngressPoint="imported_ingress_point",
    IngressAccess="ingress_access",
    IngressMx="ingress_mx",
    IngressNetwork="ingress_network",
    IngressPoint="ingress_point",
    IngressVpcEndpoint="ingress_vpc_endpoint",
    LambdaAction="delivering_actions",
    Mail="mail",
    MailManagerLog="mail_manager_log",
    Relay="relay",
    RelayAction="actions",
    ReplaceRecipientAction="actions",
    Rule="rule",
    RuleAction="rule_action",
    RuleCondition="rule_condition",
    RuleSet="rule_set",
    S3Action="delivering_actions",
    SendAction="sending_actions",
    SilenceAlarm="silence_alarm",
    SnsAction="delivering_actions",
    Traffic="traffic",
    TrafficCondition="traffic",
    TrafficPolicy="traffic_policy",
)
