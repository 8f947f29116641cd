"""The contact list of a template."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses.resources import ResourceError
from tests.local.ses.aws import Account
from tests.local.ses.stack import Stack

KIND = "AWS::SES::ContactList"
TOPIC = {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_OUT"}


def test_the_list_is_read_and_changed(stack: Stack, account: Account) -> None:
    old = {"ContactListName": "people", "Topics": [TOPIC]}
    assert stack.create(KIND, old)[0] == "people"
    assert account.v2.get_contact_list(ContactListName="people")["Topics"] == [TOPIC]
    new = {"ContactListName": "people", "Description": "d", "Tags": [{"Key": "a", "Value": "b"}]}
    stack.update(KIND, "people", old, new)
    found = account.v2.get_contact_list(ContactListName="people")
    assert (found["Description"], found["Tags"]) == ("d", [{"Key": "a", "Value": "b"}])
    assert "Topics" not in found


def test_a_second_list_is_refused(stack: Stack) -> None:
    stack.create(KIND, {})
    with pytest.raises(ResourceError, match="ServiceLimitExceeded"):
        stack.create(KIND, {})
