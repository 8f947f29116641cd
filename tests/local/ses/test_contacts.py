"""What contacts want, and lists of those who want it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.ses.aws import Account

NAME = {"ContactListName": "people"}
TOPICS = [
    {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_OUT"},
    {"TopicName": "tips", "DisplayName": "Tips", "DefaultSubscriptionStatus": "OPT_IN"},
]


@pytest.fixture
def owner(account: Account) -> Account:
    account.v2.create_contact_list(**NAME, Topics=TOPICS)
    for address, chosen, gone in (
        ("in@x.y", {"news": "OPT_IN"}, False),
        ("no@x.y", {}, False),
        ("out@x.y", {}, True),
    ):
        preferences = [{"TopicName": name, "SubscriptionStatus": status} for name, status in chosen.items()]
        account.v2.create_contact(
            **NAME, EmailAddress=address, TopicPreferences=preferences, UnsubscribeAll=gone, AttributesData="{}"
        )
    return account


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["in@x.y", "no@x.y", "out@x.y"]),
        ({"FilteredStatus": "OPT_IN"}, ["in@x.y", "no@x.y"]),
        ({"FilteredStatus": "OPT_OUT"}, ["out@x.y"]),
        ({"FilteredStatus": "OPT_IN", "TopicFilter": {"TopicName": "news"}}, ["in@x.y"]),
        ({"FilteredStatus": "OPT_IN", "TopicFilter": {"TopicName": "tips"}}, []),
        (
            {
                "FilteredStatus": "OPT_IN",
                "TopicFilter": {"TopicName": "tips", "UseDefaultIfPreferenceUnavailable": True},
            },
            ["in@x.y", "no@x.y"],
        ),
        (
            {
                "FilteredStatus": "OPT_OUT",
                "TopicFilter": {"TopicName": "news", "UseDefaultIfPreferenceUnavailable": True},
            },
            ["no@x.y", "out@x.y"],
        ),
    ],
)
def test_contacts_are_listed_by_what_they_want(owner: Account, wanted: dict[str, Any], found: list[str]) -> None:
    listed = owner.v2.list_contacts(**NAME, Filter=wanted)["Contacts"]
    assert [each["EmailAddress"] for each in listed] == found
    assert all("AttributesData" not in each for each in listed)


@pytest.mark.parametrize(
    "settings",
    [
        {"TopicPreferences": [{"TopicName": "sport", "SubscriptionStatus": "OPT_IN"}]},
        {"AttributesData": "[]"},
        {"AttributesData": "{"},
    ],
)
def test_what_the_list_does_not_know_is_refused(owner: Account, settings: dict[str, Any]) -> None:
    with pytest.raises(owner.v2.exceptions.BadRequestException):
        owner.v2.create_contact(**NAME, EmailAddress="new@x.y", **settings)
