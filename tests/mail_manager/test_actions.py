"""Actions that need no role."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import (
    ActionFailurePolicy,
    AddHeaderAction,
    Archive,
    ArchiveAction,
    DropAction,
    EnvelopeSender,
    Relay,
    RelayAction,
    ReplaceRecipientAction,
)
from tests.mail_manager.schema_judge import rendered


def test_each_action_as_the_template_wants_it(stack: cdk.Stack) -> None:
    archive = Archive.from_archive_id(stack, "Archive", "a-1")
    relay = Relay.from_relay_id(stack, "Relay", "r-1")
    drop = ActionFailurePolicy.DROP
    made = [
        ArchiveAction(archive=archive, on_failure=drop),
        RelayAction(relay=relay),
        RelayAction(relay=relay, envelope_sender=EnvelopeSender.REPLACE),
        AddHeaderAction(name="X-Seen", value="yes"),
        ReplaceRecipientAction(recipients=["a@shop.example", "b@shop.example"]),
        DropAction(),
    ]
    assert [rendered(action.render("")) for action in made] == [
        {"Archive": {"TargetArchive": "a-1", "ActionFailurePolicy": "DROP"}},
        {"Relay": {"Relay": "r-1", "MailFrom": "PRESERVE", "ActionFailurePolicy": "CONTINUE"}},
        {"Relay": {"Relay": "r-1", "MailFrom": "REPLACE", "ActionFailurePolicy": "CONTINUE"}},
        {"AddHeader": {"HeaderName": "X-Seen", "HeaderValue": "yes"}},
        {"ReplaceRecipient": {"ReplaceWith": ["a@shop.example", "b@shop.example"]}},
        {"Drop": {}},
    ]
    assert [action.sends_outward for action in made] == [False, True, True, False, False, False]


@pytest.mark.parametrize("name", ["Subject", "X-", "X-a b", "X-" + "a" * 63])
def test_a_header_that_is_not_added_is_refused(name: str) -> None:
    with pytest.raises(InvalidSettingError, match="no header that Mail Manager adds") as caught:
        AddHeaderAction(name=name, value="x")
    assert "X-" in caught.value.fix


@pytest.mark.parametrize("value", ["a\r\nBcc: b@shop.example", "a\nb", "", "x" * 129])
def test_a_value_that_would_begin_another_header_is_refused(value: str) -> None:
    with pytest.raises(InvalidSettingError, match="value="):
        AddHeaderAction(name="X-Seen", value=value)


def test_recipients_are_counted_and_named_once() -> None:
    with pytest.raises(InvalidSettingError, match="<0 addresses>"):
        ReplaceRecipientAction(recipients=[])
    with pytest.raises(InvalidSettingError, match="<101 addresses>"):
        ReplaceRecipientAction(recipients=[f"a{number}@shop.example" for number in range(101)])
    with pytest.raises(InvalidSettingError, match="is given twice"):
        ReplaceRecipientAction(recipients=["a@shop.example", "a@SHOP.example"])
