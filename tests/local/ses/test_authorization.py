"""What IAM is asked about a call, against the AWS service reference as parliament has it."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from ses_constructs.local.ses.authorization import asked_of, forwarded_from, sending_keys, sending_resources
from ses_constructs.local.ses.models import service_model
from ses_constructs.local.ses.state import PlaceState
from tests.local.ses.aws import DOMAIN, Account

STEM = "arn:aws:ses:us-east-1:123456789012:"
# Importing parliament itself leaves files open.
_PARLIAMENT = find_spec("parliament")
assert _PARLIAMENT is not None
REFERENCE = json.loads((Path(str(_PARLIAMENT.origin)).parent / "iam_definition.json").read_text())
DIFFERENT = {
    # About whatever a given ARN names, of which the reference lists every type.
    "ListTagsForResource",
    "TagResource",
    "UntagResource",
    # Named by ids inside of the queries, which nothing of ours asks for.
    "BatchGetMetricData",
    "ListRecommendations",
    # Named by a domain or an address, and not emulated.
    "CreateDeliverabilityTestReport",
    "GetDomainStatisticsReport",
}
BY_AN_ID_OF_ITS_OWN = {
    # Of a search, an export or a message: which archive that belongs to is not in the request, and tried below.
    *("GetArchiveExport", "GetArchiveMessage", "GetArchiveMessageContent", "GetArchiveSearch"),
    *("GetArchiveSearchResults", "StopArchiveExport", "StopArchiveSearch"),
    # Imports of address lists are not emulated.
    *("GetAddressListImportJob", "StartAddressListImportJob", "StopAddressListImportJob"),
}


@pytest.fixture
def state(account: Account) -> PlaceState:
    """Of an account with one identity."""
    account.v2.create_email_identity(EmailIdentity=DOMAIN)
    return account.ses._store.at(account.place)


def required(service: str, operation: str) -> set[str] | None:
    """The resource types that the reference requires; ``None`` when it does not know the action."""
    marker = {"sesv2": "GetEmailIdentity", "mailmanager": "GetArchive"}[service]
    found: list[set[str]] = []
    for part in REFERENCE:
        actions = {one["privilege"]: one["resource_types"] for one in part["privileges"]}
        if part["prefix"] == "ses" and marker in actions and operation in actions:
            types = {one["resource_type"] for one in actions[operation]}
            found.append({one.removesuffix("*") for one in types if one.endswith("*")})
    # The reference has a superseded version 2 first.
    return found[-1] if found else None


def cases() -> list[tuple[str, str]]:
    return [
        (service, operation)
        for service in ("sesv2", "mailmanager")
        for operation in service_model(service).operation_names
        if required(service, operation) is not None
        and operation not in DIFFERENT | BY_AN_ID_OF_ITS_OWN
        and operation not in ("SendEmail", "SendBulkEmail", "PutEmailIdentityConfigurationSetAttributes")
    ]


@pytest.mark.parametrize(("service", "operation"), cases(), ids=lambda value: str(value))
def test_an_action_is_asked_about_the_types_that_the_reference_requires(
    service: str, operation: str, state: PlaceState
) -> None:
    shape = service_model(service).operation_model(operation).input_shape
    members = shape.members.items() if shape is not None else []
    parameters = {name: f"{name}1" for name, member in members if member.type_name == "string"}
    asked = asked_of(state, service, operation, parameters)
    types = {arn.removeprefix(STEM).partition("/")[0] for arn in asked.resources} - {"*"}
    assert asked.action == f"ses:{operation}"
    assert types == required(service, operation)


def test_giving_an_identity_a_set_is_about_both(state: PlaceState) -> None:
    parameters = {"EmailIdentity": DOMAIN, "ConfigurationSetName": "news"}
    found = asked_of(state, "sesv2", "PutEmailIdentityConfigurationSetAttributes", parameters)
    assert set(found.resources) == {f"{STEM}identity/{DOMAIN}", f"{STEM}configuration-set/news"}


def ask(state: PlaceState, service: str, operation: str, **parameters: Any) -> tuple[str, list[str]]:
    asked = asked_of(state, service, operation, parameters)
    return asked.action, [arn.removeprefix(STEM) for arn in asked.resources]


def test_version_1_knows_resources_of_sending_alone(state: PlaceState) -> None:
    name = "UpdateConfigurationSetSendingEnabled"
    assert ask(state, "ses", name, ConfigurationSetName="news", Enabled=False) == (f"ses:{name}", ["*"])


def test_an_identity_s_set_is_asked_about_even_where_the_request_names_none(
    state: PlaceState, account: Account
) -> None:
    account.v2.create_configuration_set(ConfigurationSetName="news")
    account.v2.put_email_identity_configuration_set_attributes(EmailIdentity=DOMAIN, ConfigurationSetName="news")
    found = sending_resources(state, f"Shop <hello@{DOMAIN}>", None)
    assert found == [f"{STEM}identity/{DOMAIN}", f"{STEM}configuration-set/news"]


CONTENT: dict[str, dict[str, Any]] = {
    "ses:SendEmail": {"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}},
    "ses:SendRawEmail": {"Raw": {"Data": b"From: a@example.com\r\nTo: b@mail.test\r\n\r\nHello"}},
}


@pytest.mark.parametrize("action", CONTENT)
def test_one_call_of_version_2_is_two_actions(action: str, state: PlaceState) -> None:
    found, resources = ask(
        state, "sesv2", "SendEmail", FromEmailAddress=f"a@{DOMAIN}", Content=CONTENT[action], Destination={}
    )
    assert (found, resources) == (action, [f"identity/{DOMAIN}"])


def test_templates_are_asked_about_too(state: PlaceState) -> None:
    sender = {"FromEmailAddress": f"a@{DOMAIN}", "ConfigurationSetName": "news"}
    expected = [f"identity/{DOMAIN}", "configuration-set/news", "template/hello"]
    template = {"Template": {"TemplateName": "hello"}}
    assert ask(state, "sesv2", "SendEmail", **sender, Content=template, Destination={}) == (
        "ses:SendEmail",
        expected,
    )
    assert ask(state, "sesv2", "SendBulkEmail", **sender, DefaultContent=template) == (
        "ses:SendBulkEmail",
        expected,
    )
    old = {"Source": f"a@{DOMAIN}", "ConfigurationSetName": "news", "Template": "hello"}
    assert ask(state, "ses", "SendTemplatedEmail", **old, Destination={}) == ("ses:SendTemplatedEmail", expected)


def test_the_identity_that_a_request_names_is_the_one_that_is_asked_about(state: PlaceState) -> None:
    named = f"{STEM}identity/example.com"
    asked = asked_of(
        state,
        "sesv2",
        "SendEmail",
        {"FromEmailAddress": "a@shop.example.com", "FromEmailAddressIdentityArn": named, "Content": {}},
    )
    assert asked.resources == (named,)


def test_conditions_see_the_message(state: PlaceState) -> None:
    assert sending_keys(sender="Shop <a@x.org>", feedback="", recipients=["b@y.org"]) == {
        "ses:FromAddress": "a@x.org",
        "ses:FromDisplayName": "Shop",
        "ses:FeedbackAddress": "a@x.org",
        "ses:Recipients": ["b@y.org"],
    }
    bounce = asked_of(state, "ses", "SendBounce", {"BounceSender": f"a@{DOMAIN}"})
    assert bounce.keys == {"ses:ApiVersion": "1", "ses:FromAddress": f"a@{DOMAIN}"}
    assert bounce.resources == (f"{STEM}identity/{DOMAIN}",)


def test_a_tenant_is_asked_about_by_its_arn(state: PlaceState, account: Account) -> None:
    arn = account.v2.create_tenant(TenantName="acme")["TenantArn"]
    assert asked_of(state, "sesv2", "GetTenant", {"TenantName": "acme"}).resources == (arn,)
    entity = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": arn}
    assert asked_of(state, "sesv2", "GetReputationEntity", entity).resources == (arn,)


def test_conditions_see_the_endpoint_and_the_kind_of_an_export(state: PlaceState) -> None:
    sent = asked_of(state, "sesv2", "SendEmail", {"FromEmailAddress": f"a@{DOMAIN}", "EndpointId": "abc.123"})
    assert sent.keys["ses:MultiRegionEndpointId"] == "abc.123"
    for source, kind in (("MetricsDataSource", "METRICS_DATA"), ("MessageInsightsDataSource", "MESSAGE_INSIGHTS")):
        asked = asked_of(state, "sesv2", "CreateExportJob", {"ExportDataSource": {source: {}}})
        assert asked.keys["ses:ExportSourceType"] == kind


@pytest.mark.parametrize(
    ("member", "kind", "operations"),
    [
        ("SearchId", "ArchiveSearch", ["GetArchiveSearch", "GetArchiveSearchResults", "StopArchiveSearch"]),
        ("ExportId", "ArchiveExport", ["GetArchiveExport", "StopArchiveExport"]),
        ("ArchivedMessageId", "ArchivedMessage", ["GetArchiveMessage", "GetArchiveMessageContent"]),
    ],
)
def test_what_belongs_to_an_archive_is_a_question_about_the_archive(
    state: PlaceState, member: str, kind: str, operations: list[str]
) -> None:
    state.kept(kind)["known"] = {"ArchiveId": "a-1"}
    for operation in operations:
        assert required("mailmanager", operation) == {"mailmanager-archive"}
        asked = asked_of(state, "mailmanager", operation, {member: "known"})
        assert (asked.action, asked.resources) == (f"ses:{operation}", (f"{STEM}mailmanager-archive/a-1",))
        assert asked_of(state, "mailmanager", operation, {member: "unknown"}).resources == ("*",)


def test_an_export_asks_about_its_bucket_in_the_caller_s_name(state: PlaceState) -> None:
    location = {"S3": {"S3Location": "s3://kept/mail/2026"}}
    parameters = {"ArchiveId": "a-1", "ExportDestinationConfiguration": location}
    asked = list(forwarded_from(state, "StartArchiveExport", parameters))
    assert {one.action for one in asked if one.resources == ("arn:aws:s3:::kept",)} == {
        "s3:GetBucketLocation",
        "s3:ListBucket",
    }
    assert {one.action for one in asked if one.resources == ("arn:aws:s3:::kept/*",)} == {
        *("s3:GetObject", "s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging")
    }
    assert list(forwarded_from(state, "GetArchive", {"ArchiveId": "a-1"})) == []
