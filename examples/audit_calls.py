"""How do I hear of it when somebody changes who may send, or where bounces go?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.access import AuditTrail, CallAlerts


class AuditCalls(cdk.Stack):
    """A trail of the account, and a message for each call to SES that puts mail or people's data at risk."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        AuditTrail(self, "Audit", keep=cdk.Duration.days(400))
        CallAlerts(self, "Alerts", operators=operators)
        # readme: end
