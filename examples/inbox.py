"""How do I receive all mail of a domain, with notices and alarms, in a dozen lines?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc
from ses_constructs.patterns import Inbox
from ses_constructs.receiving import ActiveRuleSetMonitor


class ReceiveMail(cdk.Stack):
    """Mail for inbox.example lands in a bucket; whoever activates other rules by hand is undone."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        zone = route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id="Z0123456789EXAMPLE", zone_name="inbox.example"
        )
        operators = sns.Topic(self, "Operators", enforce_ssl=True)

        inbox = Inbox(
            self,
            "Inbox",
            domain="inbox.example",
            dns=Dns.in_zone(zone),
            dmarc=Dmarc.reject(reports_to="dmarc@inbox.example"),
            operators=operators,
        )
        ActiveRuleSetMonitor(self, "Monitor", rule_set=inbox.rule_set, operators=operators)
