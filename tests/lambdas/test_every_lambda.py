"""What holds for all code that runs inside AWS."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import botocore.session
import pytest

LAMBDAS = Path(__file__).parent.parent.parent / "src" / "ses_constructs" / "lambdas"
CLIENTS = {
    "ses": "ses",
    "sesv2": "sesv2",
    "sns": "sns",
    "cloudformation": "cloudformation",
    "cloudwatch": "cloudwatch",
    "lambda": "lambda",
    "logs": "logs",
    "iam": "iam",
    "kms": "kms",
    "secretsmanager": "secretsmanager",
    "route53": "route53",
    "sts": "sts",
    "sqs": "sqs",
    "dynamodb": "dynamodb",
    "s3": "s3",
    "events": "events",
}
ASKED_FOR_FIRST = {
    "CreateExportJob",
    "GetExportJob",
    "GetMultiRegionEndpoint",
    "GetReputationEntity",
    "UpdateReputationEntityCustomerManagedStatus",
}
"""Younger than some runtime's boto3: whoever calls them looks first whether the client has them."""
OLD_ENOUGH = {
    "cloudformation": {"DescribeStacks"},
    "ses": {
        "CreateReceiptRule",
        "CreateReceiptRuleSet",
        "DeleteReceiptRule",
        "DeleteReceiptRuleSet",
        "DescribeActiveReceiptRuleSet",
        "DescribeReceiptRuleSet",
        "GetIdentityNotificationAttributes",
        "SendBounce",
        "SetActiveReceiptRuleSet",
        "SetIdentityHeadersInNotificationsEnabled",
        "SetIdentityNotificationTopic",
    },
    "sesv2": {
        "CreateContact",
        "CreateEmailIdentity",
        "CreateEmailIdentityPolicy",
        "CreateImportJob",
        "DeleteEmailIdentity",
        "DeleteEmailIdentityPolicy",
        "GetAccount",
        "GetConfigurationSet",
        "GetContact",
        "GetDedicatedIp",
        "GetEmailIdentity",
        "GetImportJob",
        "GetSuppressedDestination",
        "ListEmailIdentities",
        "ListImportJobs",
        "PutAccountDedicatedIpWarmupAttributes",
        "PutAccountDetails",
        "PutAccountSendingAttributes",
        "PutAccountSuppressionAttributes",
        "PutConfigurationSetSendingOptions",
        "PutDedicatedIpInPool",
        "PutDedicatedIpWarmupAttributes",
        "PutEmailIdentityConfigurationSetAttributes",
        "PutEmailIdentityDkimAttributes",
        "PutEmailIdentityDkimSigningAttributes",
        "PutEmailIdentityMailFromAttributes",
        "PutSuppressedDestination",
        "UpdateContact",
        "SendEmail",
        "UpdateEmailIdentityPolicy",
    },
    "sns": {"GetTopicAttributes", "Publish"},
    "cloudwatch": {"DescribeAlarms", "GetMetricStatistics", "ListMetrics", "PutMetricData", "SetAlarmState"},
    "lambda": {"Invoke"},
    "logs": {"FilterLogEvents"},
    "iam": {"CreateAccessKey", "DeleteAccessKey", "ListAccessKeys", "SimulatePrincipalPolicy"},
    "kms": {"GenerateDataKeyPair"},
    "secretsmanager": {"DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"},
    "route53": {"ChangeResourceRecordSets", "ListResourceRecordSets"},
    "sts": {"AssumeRole"},
    "s3": {"CopyObject", "DeleteObject", "GetObject", "PutObject"},
    "events": {"PutEvents"},
    "sqs": {"ChangeMessageVisibility", "DeleteMessage", "SendMessage"},
    "dynamodb": {
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "TransactWriteItems",
        "UpdateItem",
    },
}
"""Operations that every runtime's boto3 has: all are of the services' API versions of 2010 to 2019."""
API_VERSIONS = {
    "cloudformation": "2010-05-15",
    "ses": "2010-12-01",
    "sesv2": "2019-09-27",
    "sns": "2010-03-31",
    "cloudwatch": "2010-08-01",
    "lambda": "2015-03-31",
    "logs": "2014-03-28",
    "iam": "2010-05-08",
    "kms": "2014-11-01",
    "secretsmanager": "2017-10-17",
    "route53": "2013-04-01",
    "sts": "2011-06-15",
    "sqs": "2012-11-05",
    "dynamodb": "2012-08-10",
    "s3": "2006-03-01",
    "events": "2015-10-07",
}


def operations() -> dict[str, set[str]]:
    """Operation names of the services above, by the name of their boto3 method."""
    session = botocore.session.get_session()
    known: dict[str, set[str]] = {}
    for service in CLIENTS:
        for name in session.get_service_model(service).operation_names:
            method = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
            known.setdefault(method, set()).add(name)
    return known


@pytest.mark.parametrize("handler", sorted(LAMBDAS.rglob("*.py")), ids=lambda path: str(path.relative_to(LAMBDAS)))
def test_only_operations_that_every_runtime_has_are_called(handler: Path) -> None:
    known = operations()
    allowed = set().union(*OLD_ENOUGH.values())
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(handler.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    asked_for = set(re.findall(r'hasattr\(\w+, "(\w+)"\)', handler.read_text()))
    allowed |= {name for method in asked_for for name in known[method] & ASKED_FOR_FIRST}
    new = {method for method in called if method in known and not known[method] & allowed}
    assert not new, f"{new}: not on the list of operations that are old enough"


@pytest.mark.parametrize("service", CLIENTS)
def test_the_listed_operations_exist_in_the_api_version_named(service: str) -> None:
    model = botocore.session.get_session().get_service_model(service, API_VERSIONS[service])
    assert OLD_ENOUGH[service] <= set(model.operation_names)


def test_something_is_called_at_all() -> None:
    text = "".join(path.read_text() for path in LAMBDAS.rglob("*.py"))
    assert all(f'"{service}"' in text for service in ("ses", "sesv2", "sns"))
