"""The door for CloudFormation."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses import schema
from ses_constructs.local.ses.resources import ResourceError
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.world import Place
from tests.local.ses.aws import Account
from tests.local.ses.stack import EXAMPLES, Stack


def test_all_types_are_offered(ses: Ses) -> None:
    assert ses.resources.types == schema.type_names() == EXAMPLES.keys()


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_a_type_is_made_read_updated_and_deleted(stack: Stack, kind: str) -> None:
    example = stack.example(kind)
    physical_id, attributes = stack.create(kind, example)
    assert physical_id
    assert set(attributes) == set(schema.read_only(kind))
    assert all(isinstance(value, str) for value in attributes.values())
    again = stack.update(kind, physical_id, example, example)
    assert again == (physical_id, attributes)
    assert not stack.account.ses.resources.replaces(kind, example, example)
    stack.delete(kind, physical_id, example)
    stack.delete(kind, physical_id, example)


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_an_unknown_property_is_refused(stack: Stack, kind: str) -> None:
    with pytest.raises(ResourceError, match=r"extraneous key \[Colour\]"):
        stack.create(kind, EXAMPLES[kind] | {"Colour": "red"})


def test_a_missing_property_is_refused(stack: Stack) -> None:
    with pytest.raises(ResourceError, match=r"required key \[EmailIdentity\]"):
        stack.create("AWS::SES::EmailIdentity", {})


@pytest.mark.parametrize(
    ("kind", "old", "new", "replaces"),
    [
        ("AWS::SES::ConfigurationSet", {"Name": "a"}, {"Name": "b"}, True),
        ("AWS::SES::ConfigurationSet", {}, {"SendingOptions": {"SendingEnabled": False}}, False),
        ("AWS::SES::EmailIdentity", {"EmailIdentity": "a.b"}, {"EmailIdentity": "c.d"}, True),
        ("AWS::SES::DedicatedIpPool", {"ScalingMode": "STANDARD"}, {"ScalingMode": "MANAGED"}, False),
        ("AWS::SES::DedicatedIpPool", {"ScalingMode": "MANAGED"}, {"ScalingMode": "STANDARD"}, True),
        ("AWS::SES::DedicatedIpPool", {"PoolName": "a"}, {"PoolName": "b"}, True),
        (
            "AWS::SES::ReceiptRule",
            {"RuleSetName": "s", "Rule": {}, "After": "a"},
            {"RuleSetName": "s", "Rule": {}, "After": "b"},
            False,
        ),
    ],
)
def test_create_only_changes_replace(
    ses: Ses, kind: str, old: dict[str, object], new: dict[str, object], replaces: bool
) -> None:
    assert ses.resources.replaces(kind, old, new) is replaces


def test_places_keep_their_own_resources(account: Account, stack: Stack) -> None:
    stack.create("AWS::SES::ConfigurationSet", {"Name": "news"})
    other = Place("123456789012", "eu-west-1")
    account.ses.resources.create(other, "AWS::SES::ConfigurationSet", "Set", {"Name": "news"}, "stack")
    with pytest.raises(ResourceError, match="AlreadyExists"):
        stack.create("AWS::SES::ConfigurationSet", {"Name": "news"})
