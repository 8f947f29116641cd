"""The public names of each feature: a change here is a change for every user."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "ses_constructs"
PUBLIC = {
    "access": ["SendForm", "SendLimits", "SesAccess"],
    "configuration_sets": [
        "DEFAULT_EVENTS",
        "ConfigurationSet",
        "Destination",
        "Dimension",
        "Event",
        "Suppression",
    ],
    "dns": ["Dns", "DnsRecord", "ExistingRecords", "RecordsRole"],
    "identities": [
        "AdoptedDomainIdentity",
        "Bimi",
        "CustomVerificationEmailTemplate",
        "Delegate",
        "Dkim",
        "DkimKeys",
        "Dmarc",
        "DmarcFailure",
        "DmarcPolicy",
        "DmarcReportAuthorization",
        "DomainIdentity",
        "EmailAddressIdentity",
        "EmailIdentityCertificate",
        "FeedbackTopics",
        "FeedbackType",
        "IdentityMonitor",
        "ImportedIdentity",
        "SendAction",
        "SharedIdentity",
        "Spf",
    ],
    "receiving": [
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
    ],
    "review": [
        "Assembly",
        "Finding",
        "Place",
        "Report",
        "Resource",
        "Rule",
        "Severity",
        "Template",
        "UnreadableError",
        "all_rules",
        "read",
        "review",
    ],
    "validation": ["SesChecks"],
    "reputation": [
        "AccountMonitor",
        "GuardScope",
        "Rates",
        "ReputationDashboard",
        "ReputationGuard",
        "TenantStream",
        "Volume",
    ],
    "patterns": [
        "DjangoAnymail",
        "Listmonk",
        "MultiDomainSender",
        "Plausible",
        "Plunk",
        "Stream",
        "production_access_text",
    ],
    "smtp": ["SmtpCredentials", "SmtpFields", "SmtpRotation", "SmtpSoftware"],
}
NOT_PUBLIC = {"facts", "lambdas", "local", "shared"}


@pytest.mark.parametrize("feature", PUBLIC)
def test_a_feature_offers_what_the_list_says(feature: str) -> None:
    assert sorted(importlib.import_module(f"ses_constructs.{feature}").__all__) == sorted(PUBLIC[feature])


@pytest.mark.parametrize("feature", PUBLIC)
def test_every_public_name_is_documented(feature: str) -> None:
    module = importlib.import_module(f"ses_constructs.{feature}")
    classes = [getattr(module, name) for name in PUBLIC[feature]]
    assert [kind for kind in classes if isinstance(kind, type) and not kind.__doc__] == []


def test_every_folder_is_public_or_said_not_to_be() -> None:
    folders = {init.parent.name for init in PACKAGE.glob("*/__init__.py")} | {"lambdas"}
    assert folders == set(PUBLIC) | NOT_PUBLIC
