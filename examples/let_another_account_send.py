"""How do I let another account send as my domain?"""

from __future__ import annotations

from datetime import UTC, datetime

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.identities import Delegate, DomainIdentity, FeedbackTopics, SendAction


class LetAnotherAccountSend(cdk.Stack):
    """A domain that an agency may send a campaign from, and the rest of the organization may not.

    The other side uses ``SharedIdentity.from_arn(...)``.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        problems = sns.Topic(self, "Problems", enforce_ssl=True)
        shop = DomainIdentity(
            self,
            "Shop",
            domain="shop.example.com",
            dns=Dns.in_zone_with_id("Z0123456789ABCDEFGHIJ", zone_name="example.com"),
            mail_from_domain="bounce.shop.example.com",
            # Forwarding by mail stays on: what a delegate does wrong hurts the owner's name, too.
            feedback_topics=FeedbackTopics(bounce=problems, complaint=problems),
        )
        shop.authorize_sender(
            "Agency",
            Delegate.account("444455556666"),
            actions=[SendAction.FORMATTED, SendAction.RAW],
            from_addresses="campaign@shop.example.com",
            from_display_names="The Shop*",
            not_after=datetime(2027, 1, 1, tzinfo=UTC),
        )
        shop.deny_sender("Billing", Delegate.anyone(), from_addresses="billing@shop.example.com")
        cdk.CfnOutput(self, "IdentityArn", value=shop.identity_arn, description="For the agency's messages")
