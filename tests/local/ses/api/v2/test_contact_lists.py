"""The contact list and its contacts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.ses.aws import Account

NAME = {"ContactListName": "people"}
TOPIC = {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_OUT"}


@pytest.fixture
def owner(account: Account) -> Account:
    account.v2.create_contact_list(**NAME, Topics=[TOPIC], Tags=[{"Key": "a", "Value": "b"}])
    return account


def test_there_is_one_list_and_no_second(owner: Account) -> None:
    with pytest.raises(owner.v2.exceptions.LimitExceededException, match="people"):
        owner.v2.create_contact_list(ContactListName="others")
    with pytest.raises(owner.v2.exceptions.AlreadyExistsException):
        owner.v2.create_contact_list(**NAME)
    assert [each["ContactListName"] for each in owner.v2.list_contact_lists()["ContactLists"]] == ["people"]


def test_the_list_is_changed_and_deleted(owner: Account) -> None:
    found = owner.v2.get_contact_list(**NAME)
    assert (found["Topics"], found["Tags"]) == ([TOPIC], [{"Key": "a", "Value": "b"}])
    owner.v2.update_contact_list(**NAME, Description="d")
    found = owner.v2.get_contact_list(**NAME)
    assert found["Description"] == "d"
    assert "Topics" not in found
    owner.v2.delete_contact_list(**NAME)
    with pytest.raises(owner.v2.exceptions.NotFoundException):
        owner.v2.get_contact_list(**NAME)


def test_contacts_come_change_and_go(owner: Account) -> None:
    who: dict[str, Any] = {**NAME, "EmailAddress": "a@b.c"}
    owner.v2.create_contact(**who, TopicPreferences=[{"TopicName": "news", "SubscriptionStatus": "OPT_IN"}])
    with pytest.raises(owner.v2.exceptions.AlreadyExistsException):
        owner.v2.create_contact(**who)
    found = owner.v2.get_contact(**who)
    assert found["TopicPreferences"] == [{"TopicName": "news", "SubscriptionStatus": "OPT_IN"}]
    assert found["TopicDefaultPreferences"] == [{"TopicName": "news", "SubscriptionStatus": "OPT_OUT"}]
    owner.v2.update_contact(**who, UnsubscribeAll=True)
    assert owner.v2.get_contact(**who)["UnsubscribeAll"] is True
    assert [each["EmailAddress"] for each in owner.v2.list_contacts(**NAME)["Contacts"]] == ["a@b.c"]
    owner.v2.delete_contact(**who)
    for call in (owner.v2.get_contact, owner.v2.delete_contact, owner.v2.update_contact):
        with pytest.raises(owner.v2.exceptions.NotFoundException):
            call(**who)
