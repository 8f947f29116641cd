"""A construct that opts people out who write to it."""

from __future__ import annotations

import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses

from ses_constructs.errors import InvalidSettingError
from ses_constructs.receiving import UnsubscribeMailbox
from tests.receiving.handlers import Given, environment, statements


def test_it_changes_contacts_of_its_list_alone(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    readers = ses.CfnContactList(stack, "Readers", contact_list_name="readers")
    mailbox = UnsubscribeMailbox(
        stack,
        "Unsubscribe",
        bucket=given.bucket,
        contact_list=readers,
        operators=given.operators,
        topics=["News"],
    )
    resources = given.receive(mailbox)
    told = environment(resources, "Opts")
    assert (told["CONTACT_LIST"], json.loads(told["TOPICS"])) == ({"Ref": "Readers"}, ["News"])
    may = statements(resources)
    assert {action for action in may if "ses:" in action} == {
        "ses:CreateContact",
        "ses:GetContact",
        "ses:UpdateContact",
    }
    assert "contact-list/" in str(may["ses:UpdateContact"][0]["Resource"])
    assert given.findings() == []


def test_one_text_is_no_list_of_topics(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    readers = ses.CfnContactList(stack, "Readers")
    with pytest.raises(InvalidSettingError, match=r"give a list, each of it text: \['News'\]"):
        UnsubscribeMailbox(
            stack, "U", bucket=given.bucket, contact_list=readers, operators=given.operators, topics="News"
        )
