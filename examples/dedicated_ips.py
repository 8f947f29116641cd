"""How do I send from IP addresses that are mine alone?"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.account import AutomaticWarmUp, DedicatedIp, ManagedIpPool, StandardIpPool
from ses_constructs.configuration_sets import ConfigurationSet, SendingPool


class DedicatedIps(cdk.Stack):
    """Leased addresses for receipts, addresses that SES looks after for news."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        AutomaticWarmUp(self, "WarmUp")
        # Leased from AWS Support beforehand: no API does that.
        receipts = StandardIpPool(
            self,
            "ReceiptIps",
            ips=[
                DedicatedIp(address="192.0.2.10"),
                # Brought along and known to receivers.
                DedicatedIp(address="192.0.2.11", warm_up_percentage=100),
            ],
        )
        ConfigurationSet(self, "Receipts", sending_pool=SendingPool.of(receipts))
        news = ManagedIpPool(self, "NewsIps")
        ConfigurationSet(self, "News", sending_pool=SendingPool.of(news))
        # readme: end
