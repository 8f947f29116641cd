"""Receiving mail: rules that save, forward to code, bounce or drop it, and the MX record that brings it."""

from .actions import AddHeaderAction, BounceAction, LambdaAction, S3Action, SnsAction, StopAction
from .activation import Activation
from .bounce_template import BounceTemplate
from .inbound_mx import InboundMx
from .mta_sts import MtaSts, MtaStsMode
from .rule import ReceiptRule
from .rule_set import ReceiptRuleSet
from .tls_reporting import TlsReporting

__all__ = [
    "Activation",
    "AddHeaderAction",
    "BounceAction",
    "BounceTemplate",
    "InboundMx",
    "LambdaAction",
    "MtaSts",
    "MtaStsMode",
    "ReceiptRule",
    "ReceiptRuleSet",
    "S3Action",
    "SnsAction",
    "StopAction",
    "TlsReporting",
]
