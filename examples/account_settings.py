"""How do I keep the settings of the whole account in one place?"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.account import (
    AccountSending,
    AccountSuppression,
    MailType,
    ProductionAccess,
    ValidationThreshold,
)
from ses_constructs.patterns import production_access_text


class AccountSettings(cdk.Stack):
    """Suppression, the sending switch, and the request to leave the sandbox: each has one owner in a region."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        AccountSuppression(self, "Suppression", validation=ValidationThreshold.MANAGED)
        AccountSending(self, "Sending", enabled=True)
        ProductionAccess(
            self,
            "Production",
            mail_type=MailType.TRANSACTIONAL,
            website_url="https://shop.example",
            use_case=production_access_text(
                domains=["shop.example"],
                mail="receipts and parcel notices, such as 'Your order 4711 is on its way'",
                messages_a_day=2000,
                recipients="customers who have ordered with their address",
                unsubscribing="they get mail about their orders only",
            ),
            contacts=["ops@shop.example"],
        )
        # readme: end
