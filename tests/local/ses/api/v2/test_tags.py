"""Tags by ARN."""

from __future__ import annotations

import pytest

from tests.local.ses.aws import DOMAIN, Account


def test_tags_are_added_replaced_and_removed(account: Account) -> None:
    account.v2.create_email_identity(EmailIdentity=DOMAIN, Tags=[{"Key": "a", "Value": "1"}])
    arn = {"ResourceArn": account.arn(f"identity/{DOMAIN}")}
    account.v2.tag_resource(**arn, Tags=[{"Key": "a", "Value": "2"}, {"Key": "b", "Value": "3"}])
    assert account.v2.list_tags_for_resource(**arn)["Tags"] == [
        {"Key": "a", "Value": "2"},
        {"Key": "b", "Value": "3"},
    ]
    account.v2.untag_resource(**arn, TagKeys=["a", "none"])
    assert account.v2.get_email_identity(EmailIdentity=DOMAIN)["Tags"] == [{"Key": "b", "Value": "3"}]


def test_what_is_not_there_carries_no_tags(account: Account) -> None:
    with pytest.raises(account.v2.exceptions.NotFoundException):
        account.v2.list_tags_for_resource(ResourceArn=account.arn("identity/none"))
