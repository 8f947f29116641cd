"""Facts of contact lists and imports, against the models they come from."""

from __future__ import annotations

import re
from typing import Any

import botocore.session
import pytest
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from ses_constructs.facts import audience
from tests.access.known_to_aws import kinds_of, privileges


def schema() -> dict[str, Any]:
    return dict(PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", "AWS::SES::ContactList").schema)


def test_names_and_lengths_are_the_schema_s() -> None:
    properties, topic = schema()["properties"], schema()["definitions"]["Topic"]["properties"]
    assert properties["Topics"]["maxItems"] == audience.MOST_TOPICS
    assert properties["Description"]["maxLength"] == audience.LONGEST_DESCRIPTION
    assert topic["Description"]["maxLength"] == audience.LONGEST_DESCRIPTION
    assert topic["DisplayName"]["maxLength"] == audience.LONGEST_DISPLAY_NAME
    for pattern in (properties["ContactListName"]["pattern"], topic["TopicName"]["pattern"]):
        for name in ("a", "A-b_9", "x" * 64, "", "a b", "ä", "x" * 65):
            assert (re.search(pattern, name) is None) == (audience.NAME.fullmatch(name) is None), name


@pytest.mark.parametrize(
    ("shape", "values"),
    [
        ("SubscriptionStatus", set(audience.SubscriptionStatus)),
        ("ContactListImportAction", set(audience.ImportAction)),
        ("SuppressionListImportAction", set(audience.ImportAction)),
        ("DataFormat", set(audience.DataFormat)),
        ("SuppressionListReason", audience.SUPPRESSION_REASONS),
    ],
)
def test_choices_are_the_api_s(shape: str, values: set[str]) -> None:
    model = botocore.session.get_session().get_service_model("sesv2")
    assert set(getattr(model.shape_for(shape), "enum", [])) == values


@pytest.mark.parametrize("actions", [audience.READ_CONTACTS, audience.MANAGE_CONTACTS])
def test_actions_on_contacts_apply_to_contact_lists(actions: tuple[str, ...]) -> None:
    assert all("contact-list" in kinds_of(action) for action in actions)
    assert len(set(actions)) == len(actions)


def test_actions_of_imports_exist() -> None:
    assert [action for action in audience.IMPORT if action not in privileges()] == []


def test_the_arn_of_a_list() -> None:
    arn = audience.contact_list_arn(partition="aws", region="eu-west-1", account="111122223333", name="people")
    assert arn == "arn:aws:ses:eu-west-1:111122223333:contact-list/people"
