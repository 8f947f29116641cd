"""Receipt rules in boto3's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.local.ses.aws import Account, FakeWorld


@pytest.fixture
def owner(account: Account) -> Account:
    account.v1.create_receipt_rule_set(RuleSetName="inbox")
    return account


def add(owner: Account, name: str, **more: Any) -> None:
    owner.v1.create_receipt_rule(RuleSetName="inbox", Rule={"Name": name, "Actions": []}, **more)


def names(owner: Account) -> list[str]:
    return [rule["Name"] for rule in owner.v1.describe_receipt_rule_set(RuleSetName="inbox")["Rules"]]


def test_rules_are_ordered_changed_and_removed(owner: Account) -> None:
    add(owner, "b")
    add(owner, "a")
    add(owner, "c", After="b")
    assert names(owner) == ["a", "b", "c"]
    owner.v1.set_receipt_rule_position(RuleSetName="inbox", RuleName="a", After="c")
    assert names(owner) == ["b", "c", "a"]
    owner.v1.reorder_receipt_rule_set(RuleSetName="inbox", RuleNames=["a", "b", "c"])
    assert names(owner) == ["a", "b", "c"]
    owner.v1.update_receipt_rule(
        RuleSetName="inbox", Rule={"Name": "b", "Enabled": True, "Recipients": ["example.com"]}
    )
    rule = owner.v1.describe_receipt_rule(RuleSetName="inbox", RuleName="b")["Rule"]
    assert rule == {
        "Name": "b",
        "Enabled": True,
        "TlsPolicy": "Optional",
        "Recipients": ["example.com"],
        "Actions": [],
        "ScanEnabled": False,
    }
    owner.v1.delete_receipt_rule(RuleSetName="inbox", RuleName="b")
    owner.v1.delete_receipt_rule(RuleSetName="inbox", RuleName="b")
    assert names(owner) == ["a", "c"]


def test_activation_is_read_back(owner: Account) -> None:
    assert "Metadata" not in owner.v1.describe_active_receipt_rule_set()
    owner.v1.set_active_receipt_rule_set(RuleSetName="inbox")
    assert owner.v1.describe_active_receipt_rule_set()["Metadata"]["Name"] == "inbox"
    with pytest.raises(owner.v1.exceptions.CannotDeleteException):
        owner.v1.delete_receipt_rule_set(RuleSetName="inbox")
    owner.v1.set_active_receipt_rule_set()
    assert "Metadata" not in owner.v1.describe_active_receipt_rule_set()
    owner.v1.delete_receipt_rule_set(RuleSetName="inbox")
    owner.v1.delete_receipt_rule_set(RuleSetName="inbox")
    assert owner.v1.list_receipt_rule_sets()["RuleSets"] == []


def test_sets_are_listed_and_cloned(owner: Account, world: FakeWorld) -> None:
    add(owner, "a")
    owner.v1.clone_receipt_rule_set(RuleSetName="copy", OriginalRuleSetName="inbox")
    found = owner.v1.list_receipt_rule_sets()["RuleSets"]
    assert found == [{"Name": name, "CreatedTimestamp": world.moment} for name in ("inbox", "copy")]
    assert len(owner.v1.describe_receipt_rule_set(RuleSetName="copy")["Rules"]) == 1


def test_refusals_are_the_exceptions_of_v1(owner: Account, world: FakeWorld) -> None:
    client, errors = owner.v1, owner.v1.exceptions
    add(owner, "a")
    with pytest.raises(errors.AlreadyExistsException):
        client.create_receipt_rule_set(RuleSetName="inbox")
    with pytest.raises(errors.AlreadyExistsException):
        add(owner, "a")
    with pytest.raises(errors.RuleDoesNotExistException):
        add(owner, "b", After="none")
    with pytest.raises(errors.RuleDoesNotExistException):
        client.describe_receipt_rule(RuleSetName="inbox", RuleName="none")
    calls: tuple[Callable[[], object], ...] = (
        lambda: client.describe_receipt_rule_set(RuleSetName="none"),
        lambda: client.set_active_receipt_rule_set(RuleSetName="none"),
        lambda: client.delete_receipt_rule(RuleSetName="none", RuleName="a"),
    )
    for call in calls:
        with pytest.raises(errors.RuleSetDoesNotExistException):
            call()
    world.refused["b"] = "no such bucket"
    with pytest.raises(errors.InvalidS3ConfigurationException, match="no such bucket"):
        client.update_receipt_rule(
            RuleSetName="inbox", Rule={"Name": "a", "Actions": [{"S3Action": {"BucketName": "b"}}]}
        )


def test_filters_are_kept(account: Account) -> None:
    block = {"Name": "block", "IpFilter": {"Policy": "Block", "Cidr": "192.0.2.0/24"}}
    account.v1.create_receipt_filter(Filter=block)
    assert account.v1.list_receipt_filters()["Filters"] == [block]
    with pytest.raises(account.v1.exceptions.AlreadyExistsException):
        account.v1.create_receipt_filter(Filter=block)
    account.v1.delete_receipt_filter(FilterName="block")
    account.v1.delete_receipt_filter(FilterName="block")
    assert account.v1.list_receipt_filters()["Filters"] == []


def test_there_are_at_most_a_hundred_filters(account: Account) -> None:
    block = {"Policy": "Block", "Cidr": "192.0.2.1"}
    for number in range(100):
        account.v1.create_receipt_filter(Filter={"Name": f"f{number}", "IpFilter": block})
    with pytest.raises(account.v1.exceptions.LimitExceededException):
        account.v1.create_receipt_filter(Filter={"Name": "one-more", "IpFilter": block})
