"""Receiving mail: rules that save, forward to code, bounce or drop it, and the MX record that brings it."""

from typing import TYPE_CHECKING

from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .actions import AddHeaderAction, BounceAction, LambdaAction, S3Action, SnsAction, StopAction
    from .activation import Activation
    from .active_receipt_rule_set import ActiveReceiptRuleSet
    from .active_rule_set_monitor import ActiveRuleSetMonitor
    from .auto_responder import AutoResponder
    from .bounce_template import BounceTemplate
    from .bucket_writer import BucketWriter
    from .client_side_encryption import ClientSideEncryption
    from .connect_action import ConnectAction
    from .dmarc_report_collector import DmarcReportCollector
    from .inbound_mx import InboundMx
    from .ip_filters import IpAllowList, IpAllowOnly, IpBlockList
    from .mail_forwarder import MailForwarder
    from .mail_gate import Answer, GatePolicy, MailGate
    from .mail_parser import MailParser
    from .mta_sts import MtaSts, MtaStsMode
    from .receiving_alarms import ReceivingAlarms
    from .receiving_metrics import ActiveRuleSetMetrics, ReceivingMetrics
    from .recipient import Recipient
    from .rule import ReceiptRule
    from .rule_set import ImportedReceiptRuleSet, ReceiptRuleSet
    from .tls_reporting import TlsReporting
    from .unsubscribe_mailbox import UnsubscribeMailbox
    from .workmail_action import WorkMailAction

__all__ = [
    "Activation",
    "ActiveReceiptRuleSet",
    "ActiveRuleSetMetrics",
    "ActiveRuleSetMonitor",
    "AddHeaderAction",
    "Answer",
    "AutoResponder",
    "BounceAction",
    "BounceTemplate",
    "BucketWriter",
    "ClientSideEncryption",
    "ConnectAction",
    "DmarcReportCollector",
    "GatePolicy",
    "ImportedReceiptRuleSet",
    "InboundMx",
    "IpAllowList",
    "IpAllowOnly",
    "IpBlockList",
    "LambdaAction",
    "MailForwarder",
    "MailGate",
    "MailParser",
    "MtaSts",
    "MtaStsMode",
    "ReceiptRule",
    "ReceiptRuleSet",
    "ReceivingAlarms",
    "ReceivingMetrics",
    "Recipient",
    "S3Action",
    "SnsAction",
    "StopAction",
    "TlsReporting",
    "UnsubscribeMailbox",
    "WorkMailAction",
]
__getattr__ = on_demand(
    __name__,
    Activation="activation",
    ActiveReceiptRuleSet="active_receipt_rule_set",
    ActiveRuleSetMetrics="receiving_metrics",
    ActiveRuleSetMonitor="active_rule_set_monitor",
    AddHeaderAction="actions",
    Answer="mail_gate",
    AutoResponder="auto_responder",
    BounceAction="actions",
    BounceTemplate="bounce_template",
    BucketWriter="bucket_writer",
    ClientSideEncryption="client_side_encryption",
    ConnectAction="connect_action",
    DmarcReportCollector="dmarc_report_collector",
    GatePolicy="mail_gate",
    ImportedReceiptRuleSet="rule_set",
    InboundMx="inbound_mx",
    IpAllowList="ip_filters",
    IpAllowOnly="ip_filters",
    IpBlockList="ip_filters",
    LambdaAction="actions",
    MailForwarder="mail_forwarder",
    MailGate="mail_gate",
    MailParser="mail_parser",
    MtaSts="mta_sts",
    MtaStsMode="mta_sts",
    ReceiptRule="rule",
    ReceiptRuleSet="rule_set",
    ReceivingAlarms="receiving_alarms",
    ReceivingMetrics="receiving_metrics",
    Recipient="recipient",
    S3Action="actions",
    SnsAction="actions",
    StopAction="actions",
    TlsReporting="tls_reporting",
    UnsubscribeMailbox="unsubscribe_mailbox",
    WorkMailAction="workmail_action",
)
