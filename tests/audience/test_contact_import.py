"""Imports of contacts."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Template

from ses_constructs.audience import ContactImport, ContactList, ListFile, Topic
from ses_constructs.errors import InvalidSettingError

from .conftest import Write

TEXT = "emailAddress,topicPreferences.news\na@b.c,OPT_IN\n"


def test_contacts_go_into_the_list_when_it_is_there(write: Write, stack: cdk.Stack) -> None:
    readers = ContactList(stack, "Readers", topics=[Topic(name="news", display_name="News")])
    ContactImport(stack, "Import", contact_list=readers, file=ListFile.local(write("people.csv", TEXT)))
    (made,) = Template.from_stack(stack).find_resources("Custom::SesImport").values()
    assert made["Properties"]["ContactListName"] == {"Ref": "Readers"}


def test_topics_of_the_list_are_checked(write: Write, stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="has the topic 'news', which the list has not") as caught:
        ContactImport(
            stack,
            "Import",
            contact_list=ContactList(stack, "Readers"),
            file=ListFile.local(write("people.csv", TEXT)),
        )
    assert caught.value.at == "Mail/Import"


def test_topics_of_a_list_made_elsewhere_are_not_known(write: Write, stack: cdk.Stack) -> None:
    others = ses.CfnContactList.from_contact_list_name(stack, "Readers", "readers")
    ContactImport(stack, "Import", contact_list=others, file=ListFile.local(write("people.csv", TEXT)))
    (made,) = Template.from_stack(stack).find_resources("Custom::SesImport").values()
    assert made["Properties"]["ContactListName"] == "readers"
