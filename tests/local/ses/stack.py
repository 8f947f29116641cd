"""What CloudFormation does with resources, and an example of every type."""

from __future__ import annotations

from typing import Any

from tests.local.ses.aws import DOMAIN, Account

NO_LOGIN: dict[str, Any] = {"NoAuthentication": {}}
EXAMPLES: dict[str, dict[str, Any]] = {
    "AWS::SES::ConfigurationSet": {},
    "AWS::SES::ConfigurationSetEventDestination": {
        "ConfigurationSetName": "news",
        "EventDestination": {
            "Enabled": True,
            "MatchingEventTypes": ["send", "renderingFailure"],
            "SnsDestination": {"TopicARN": "arn:aws:sns:us-east-1:123456789012:events"},
        },
    },
    "AWS::SES::ContactList": {"Topics": []},
    "AWS::SES::CustomVerificationEmailTemplate": {
        "TemplateName": "verify",
        "FromEmailAddress": f"hello@{DOMAIN}",
        "TemplateSubject": "s",
        "TemplateContent": "c",
        "SuccessRedirectionURL": "https://example.com/yes",
        "FailureRedirectionURL": "https://example.com/no",
    },
    "AWS::SES::DedicatedIpPool": {"ScalingMode": "MANAGED"},
    "AWS::SES::EmailIdentity": {"EmailIdentity": "shop.example.com"},
    "AWS::SES::EmailIdentityCertificate": {
        "EmailIdentity": DOMAIN,
        "FromAddress": f"hello@{DOMAIN}",
        "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/1",
    },
    "AWS::SES::MailManagerAddonInstance": {"AddonSubscriptionId": "as-1"},
    "AWS::SES::MailManagerAddonSubscription": {"AddonName": "SPAMHAUS_DBL"},
    "AWS::SES::MailManagerAddressList": {"Tags": [{"Key": "a", "Value": "b"}]},
    "AWS::SES::MailManagerArchive": {"ArchiveName": "archive"},
    "AWS::SES::MailManagerIngressPoint": {"Type": "OPEN", "RuleSetId": "rs-1", "TrafficPolicyId": "tp-1"},
    "AWS::SES::MailManagerRelay": {"ServerName": "mx.example.net", "ServerPort": 25, "Authentication": NO_LOGIN},
    "AWS::SES::MailManagerRuleSet": {"Rules": [{"Actions": [{"Drop": {}}]}]},
    "AWS::SES::MailManagerTrafficPolicy": {"DefaultAction": "DENY", "PolicyStatements": []},
    "AWS::SES::MultiRegionEndpoint": {
        "EndpointName": "global",
        "Details": {"RouteDetails": [{"Region": "eu-west-1"}]},
    },
    "AWS::SES::ReceiptFilter": {"Filter": {"IpFilter": {"Cidr": "192.0.2.0/24", "Policy": "Block"}}},
    "AWS::SES::ReceiptRule": {"RuleSetName": "inbox", "Rule": {"Enabled": True}},
    "AWS::SES::ReceiptRuleSet": {},
    "AWS::SES::Template": {"Template": {"SubjectPart": "s", "TextPart": "t"}},
    "AWS::SES::Tenant": {"TenantName": "acme"},
    "AWS::SES::VdmAttributes": {"DashboardAttributes": {"EngagementMetrics": "ENABLED"}},
}


class Stack:
    """One stack named ``stack``, without CloudFormation around it."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.resources = account.ses.resources

    def create(
        self, kind: str, properties: dict[str, Any], logical_id: str = "Thing"
    ) -> tuple[str, dict[str, str]]:
        return self.resources.create(self.account.place, kind, logical_id, properties, "stack")

    def update(
        self, kind: str, physical_id: str, old: dict[str, Any], new: dict[str, Any]
    ) -> tuple[str, dict[str, str]]:
        return self.resources.update(self.account.place, kind, physical_id, old, new, "stack", "Thing")

    def delete(self, kind: str, physical_id: str, properties: dict[str, Any]) -> None:
        self.resources.delete(self.account.place, kind, physical_id, properties)

    def example(self, kind: str) -> dict[str, Any]:
        """The example of a type, after making what it refers to."""
        found = dict(EXAMPLES[kind])
        if kind.endswith("EventDestination"):
            self.account.v2.create_configuration_set(ConfigurationSetName="news")
        elif kind.endswith("ReceiptRule"):
            self.account.v1.create_receipt_rule_set(RuleSetName="inbox")
        elif kind.endswith(("Certificate", "VerificationEmailTemplate")):
            self.account.verify()
        elif kind.endswith("AddonInstance"):
            found["AddonSubscriptionId"] = self._make("MailManagerAddonSubscription")
        elif kind.endswith("IngressPoint"):
            found["RuleSetId"] = self._make("MailManagerRuleSet")
            found["TrafficPolicyId"] = self._make("MailManagerTrafficPolicy")
        return found

    def _make(self, noun: str) -> str:
        kind = f"AWS::SES::{noun}"
        return self.create(kind, EXAMPLES[kind])[0]
