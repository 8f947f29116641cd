"""The facts about Mail Manager against the schemas they come from, and against lists of IAM's actions."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

import pytest
from botocore.session import Session

from ses_constructs.facts import mail_manager as facts
from ses_constructs.local.ses.schema import type_schema
from tests.access.known_to_aws import kinds_of, privileges


def schema(kind: str) -> dict[str, Any]:
    return type_schema(f"AWS::SES::MailManager{kind}")


@pytest.mark.parametrize(
    ("kind", "definition", "values"),
    [
        ("RuleSet", "RuleVerdict", facts.Verdict),
        ("RuleSet", "RuleDmarcPolicy", facts.SenderPolicy),
        ("RuleSet", "RuleClientCertificateAttribute", facts.CertificateAttribute),
        ("RuleSet", "ActionFailurePolicy", facts.ActionFailurePolicy),
        ("RuleSet", "MailFrom", facts.EnvelopeSender),
        ("RuleSet", "SnsNotificationEncoding", facts.SnsEncoding),
        ("RuleSet", "SnsNotificationPayloadType", facts.SnsPayload),
        ("TrafficPolicy", "IngressTlsProtocolAttribute", facts.TlsVersion),
        ("IngressPoint", "TlsPolicy", facts.TlsPolicy),
        ("IngressPoint", "IngressPointType", facts.IngressType),
        ("Archive", "RetentionPeriod", facts.Retention),
    ],
)
def test_the_values_are_those_of_the_schema(kind: str, definition: str, values: type[StrEnum]) -> None:
    assert {str(value) for value in values} == set(schema(kind)["definitions"][definition]["enum"])


def test_the_limits_are_those_of_the_schema() -> None:
    definitions = schema("RuleSet")["definitions"]
    rule = definitions["Rule"]["properties"]
    assert schema("RuleSet")["properties"]["Rules"]["maxItems"] == facts.RULES_PER_RULE_SET
    assert rule["Actions"]["maxItems"] == facts.ACTIONS_PER_RULE
    assert rule["Conditions"]["maxItems"] == rule["Unless"]["maxItems"] == facts.CONDITIONS_PER_RULE
    values = definitions["RuleStringExpression"]["properties"]["Values"]
    assert (values["maxItems"], values["items"]["maxLength"]) == (
        facts.VALUES_PER_CONDITION,
        facts.VALUE_LENGTH,
    )
    assert definitions["ReplaceRecipientAction"]["properties"]["ReplaceWith"]["maxItems"] == (
        facts.REPLACED_RECIPIENTS
    )
    assert definitions["InvokeLambdaAction"]["properties"]["RetryTimeMinutes"]["maximum"] == facts.RETRY_MINUTES
    assert definitions["S3Action"]["properties"]["S3Bucket"]["maxLength"] == facts.BUCKET_NAME_LENGTH
    assert definitions["AddHeaderAction"]["properties"]["HeaderName"]["maxLength"] == facts.ADDED_HEADER_LENGTH
    assert definitions["AddHeaderAction"]["properties"]["HeaderValue"]["maxLength"] == (
        facts.ADDED_HEADER_VALUE_LENGTH
    )
    assert definitions["Analysis"]["properties"]["ResultField"]["maxLength"] == facts.RESULT_FIELD_LENGTH
    store = schema("IngressPoint")["definitions"]["TrustStore"]["properties"]
    assert store["CAContent"]["maxLength"] == store["CrlContent"]["maxLength"] == facts.PEM_LENGTH


NAMES = [
    ("Archive", "ArchiveName", facts.ARCHIVE_NAME),
    ("AddressList", "AddressListName", facts.ADDRESS_LIST_NAME),
    ("IngressPoint", "IngressPointName", facts.INGRESS_POINT_NAME),
    ("TrafficPolicy", "TrafficPolicyName", facts.TRAFFIC_POLICY_NAME),
    ("Relay", "RelayName", facts.RELAY_NAME),
    ("Relay", "ServerName", facts.SERVER_NAME),
    ("RuleSet", "RuleSetName", facts.RULE_SET_NAME),
]
CANDIDATES = ["a", "ab", "abc", "a-b", "-ab", "ab-", "a_b", "a.b", "a b", "ä", "", *("a" * n for n in (32, 33))]
LONG = ["a" * n for n in (63, 64, 65, 100, 101, 255, 256)]


@pytest.mark.parametrize(("kind", "name", "pattern"), NAMES)
def test_a_name_is_taken_when_the_schema_takes_it(kind: str, name: str, pattern: re.Pattern[str]) -> None:
    wanted = schema(kind)["properties"][name]
    for candidate in [*CANDIDATES, *LONG]:
        fits = wanted["minLength"] <= len(candidate) <= wanted["maxLength"]
        taken = fits and re.search(wanted["pattern"], candidate) is not None
        assert (pattern.fullmatch(candidate) is not None) is taken, candidate


def test_no_action_is_an_operation_that_the_service_does_not_have() -> None:
    operations = set(Session().get_service_model("mailmanager").operation_names)
    lists = {*facts.ADDRESS_LIST_READ_ACTIONS, *facts.ADDRESS_LIST_CHANGE_ACTIONS}
    for action in (
        *facts.ARCHIVE_SEARCH_ACTIONS,
        *facts.ARCHIVE_EXPORT_ACTIONS,
        *facts.ADDRESS_LIST_READ_ACTIONS,
        *facts.ADDRESS_LIST_CHANGE_ACTIONS,
    ):
        assert action.removeprefix("ses:") in operations
        assert action in privileges()
        assert f"mailmanager-{'address-list' if action in lists else 'archive'}" in kinds_of(action)


def test_an_add_on_looks_at_who_connects_or_into_the_message() -> None:
    assert set(facts.Addon) == facts.ADDONS_OF_RULES | facts.ADDONS_OF_TRAFFIC_POLICIES
    assert not facts.ADDONS_OF_RULES & facts.ADDONS_OF_TRAFFIC_POLICIES
