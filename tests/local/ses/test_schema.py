"""The schemas cfn-lint bundles."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses import schema

SET = "AWS::SES::ConfigurationSet"


def test_all_types_are_there() -> None:
    assert len(schema.type_names()) == 22
    assert {SET, "AWS::SES::MailManagerArchive"} <= schema.type_names()


def test_identifiers_and_read_only_properties_are_names() -> None:
    assert schema.primary_identifier(SET) == ("Name",)
    assert schema.read_only("AWS::SES::EmailIdentity")[0] == "DkimDNSTokenName1"
    assert schema.read_only(SET) == ()


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ({"Name": "a"}, {"Name": "a"}, ()),
        ({"Name": "a"}, {"Name": "b"}, ("/properties/Name",)),
        ({}, {"Name": "b"}, ("/properties/Name",)),
        ({"Tags": []}, {}, ()),
    ],
)
def test_create_only_changes_are_found(
    old: dict[str, object], new: dict[str, object], changed: tuple[str, ...]
) -> None:
    assert schema.changed_create_only(SET, old, new) == changed


def test_nested_and_conditional_ones_are_found_too() -> None:
    kind = "AWS::SES::ConfigurationSetEventDestination"
    old, new = {"EventDestination": {"Name": "a"}}, {"EventDestination": {"Name": "b"}}
    assert schema.changed_create_only(kind, old, new) == ("/properties/EventDestination/Name",)
