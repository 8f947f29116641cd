"""Properties against their schema."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.local.ses.failures import ResourceError
from ses_constructs.local.ses.schema_checks import conform

SET, RULE = "AWS::SES::ConfigurationSet", "AWS::SES::ReceiptRule"
FIREHOSE = "AWS::SES::ConfigurationSetEventDestination"


@pytest.mark.parametrize(
    ("kind", "properties", "problem"),
    [
        (SET, {"Nmae": "a"}, r"#: extraneous key \[Nmae\]"),
        (SET, {"DeliveryOptions": {"Tls": 1}}, r"#/DeliveryOptions: extraneous key \[Tls\]"),
        (SET, {"Name": ["a"]}, "#/Name: expected type: string, found: array"),
        (SET, {"Name": "a b"}, "#/Name: string .* does not match pattern"),
        (SET, {"DeliveryOptions": {"TlsPolicy": "XREQUIRE"}}, "#/DeliveryOptions/TlsPolicy: string"),
        (SET, {"DeliveryOptions": {"MaxDeliverySeconds": 299}}, "is not greater or equal to 300"),
        (SET, {"DeliveryOptions": {"MaxDeliverySeconds": 50401}}, "is not less or equal to 50400"),
        (SET, {"Tags": [{"Key": "a"}]}, r"#/Tags/0: required key \[Value\]"),
        (SET, {"Tags": [{"Key": "", "Value": ""}]}, "#/Tags/0/Key: expected minLength: 1"),
        (SET, {"Tags": [{"Key": "a", "Value": "b"}] * 51}, "maximum item count: 50, found: 51"),
        (RULE, {"RuleSetName": "s"}, r"#: required key \[Rule\]"),
        (RULE, {"RuleSetName": "s", "Rule": {"TlsPolicy": "Maybe"}}, "'Maybe' is not a valid enum"),
        (
            RULE,
            {"RuleSetName": "s", "Rule": {"Actions": [{"StopAction": {}}]}},
            r"#/Rule/Actions/0/StopAction: required key \[Scope\]",
        ),
        (RULE, {"RuleSetName": "s", "Rule": {}, "RuleName": "r"}, "#/RuleName: read-only"),
        (
            "AWS::SES::MailManagerRelay",
            {"ServerName": "a", "ServerPort": 25, "Authentication": {}},
            "0 subschemas matched",
        ),
        ("AWS::SES::MultiRegionEndpoint", {"EndpointName": "e", "Details": {"RouteDetails": []}}, "minimum"),
        (
            "AWS::SES::Tenant",
            {
                "TenantName": "t",
                "SuppressionAttributes": {
                    "SuppressionScope": "TENANT",
                    "SuppressedReasons": ["BOUNCE", "BOUNCE"],
                },
            },
            "not unique",
        ),
    ],
)
def test_a_violation_names_its_property(kind: str, properties: dict[str, Any], problem: str) -> None:
    with pytest.raises(ResourceError, match=problem):
        conform(kind, properties)


def test_every_violation_is_told() -> None:
    with pytest.raises(ResourceError, match=r"#/Name.*; #/Tags"):
        conform(SET, {"Name": "a b", "Tags": "none"})


def test_values_become_what_the_schema_wants() -> None:
    shaped = conform(
        SET,
        {
            "SendingOptions": {"SendingEnabled": "true"},
            "ReputationOptions": {"ReputationMetricsEnabled": "False"},
            "DeliveryOptions": {"MaxDeliverySeconds": "300"},
            "Tags": [{"Key": "a", "Value": 1}, {"Key": "b", "Value": True}],
        },
    )
    assert shaped == {
        "SendingOptions": {"SendingEnabled": True},
        "ReputationOptions": {"ReputationMetricsEnabled": False},
        "DeliveryOptions": {"MaxDeliverySeconds": 300},
        "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "true"}],
    }


def test_one_of_several_shapes_is_coerced_and_accepted() -> None:
    shaped = conform(
        "AWS::SES::MailManagerRelay",
        {"ServerName": "a", "ServerPort": "25", "Authentication": {"NoAuthentication": {}}},
    )
    assert shaped["ServerPort"] == 25


def test_a_pattern_without_control_characters_takes_certificates_and_no_others() -> None:
    def checked(content: str) -> object:
        store = {"TrustStore": {"CAContent": content}}
        return conform(
            "AWS::SES::MailManagerIngressPoint",
            {
                "Type": "MTLS",
                "RuleSetId": "rs-1",
                "TrafficPolicyId": "tp-1",
                "IngressPointConfiguration": {"TlsAuthConfiguration": store},
            },
        )

    assert checked("-----BEGIN CERTIFICATE-----\nMIIB\n")
    with pytest.raises(ResourceError, match="CAContent"):
        checked("\x00")
