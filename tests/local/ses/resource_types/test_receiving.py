"""Rule sets, rules and filters of a template."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.local.ses.resources import ResourceError
from tests.local.ses.aws import Account, FakeWorld
from tests.local.ses.stack import Stack

SET, RULE, FILTER = (f"AWS::SES::Receipt{noun}" for noun in ("RuleSet", "Rule", "Filter"))


@pytest.fixture
def inbox(stack: Stack) -> Stack:
    stack.create(SET, {"RuleSetName": "inbox"})
    return stack


def rule(name: str | None = None, after: str | None = None, **settings: Any) -> dict[str, Any]:
    properties: dict[str, Any] = {"RuleSetName": "inbox", "Rule": settings}
    if name is not None:
        properties["Rule"] = {"Name": name, **settings}
    return properties if after is None else properties | {"After": after}


def names(account: Account) -> list[str]:
    return [each["Name"] for each in account.v1.describe_receipt_rule_set(RuleSetName="inbox")["Rules"]]


def test_ref_of_a_rule_is_its_name_so_that_the_next_can_stand_behind(inbox: Stack, account: Account) -> None:
    first, attributes = inbox.create(RULE, rule())
    assert attributes == {"RuleName": first}
    second, _ = inbox.create(RULE, rule("second", after=first))
    front, _ = inbox.create(RULE, rule("front"))
    assert names(account) == [front, first, second]


def test_a_rule_moves_only_when_after_changes(inbox: Stack, account: Account) -> None:
    inbox.create(RULE, rule("a"))
    inbox.create(RULE, rule("b", after="a"))
    inbox.update(RULE, "a", rule("a"), rule("a", Enabled=True))
    assert names(account) == ["a", "b"]
    inbox.update(RULE, "a", rule("a"), rule("a", after="b"))
    assert names(account) == ["b", "a"]
    assert account.v1.describe_receipt_rule(RuleSetName="inbox", RuleName="a")["Rule"]["Enabled"] is False


def test_a_bucket_that_does_not_let_ses_in_fails_the_rule(inbox: Stack, world: FakeWorld) -> None:
    world.refused["mail"] = "Could not write to bucket: mail"
    with pytest.raises(ResourceError, match="Could not write to bucket: mail"):
        inbox.create(RULE, rule("a", Actions=[{"S3Action": {"BucketName": "mail"}}]))


def test_the_active_set_cannot_be_deleted(inbox: Stack, account: Account) -> None:
    account.v1.set_active_receipt_rule_set(RuleSetName="inbox")
    with pytest.raises(ResourceError, match="Cannot delete active rule set: inbox"):
        inbox.delete(SET, "inbox", {})
    account.v1.set_active_receipt_rule_set()
    inbox.delete(SET, "inbox", {})
    assert account.v1.list_receipt_rule_sets()["RuleSets"] == []


def test_a_rule_of_a_set_that_is_gone_is_gone_too(inbox: Stack) -> None:
    inbox.create(RULE, rule("a"))
    inbox.delete(SET, "inbox", {})
    inbox.delete(RULE, "a", rule("a"))


def test_a_filter_is_known_by_its_name(stack: Stack, account: Account) -> None:
    block = {"IpFilter": {"Cidr": "192.0.2.0/24", "Policy": "Block"}}
    ref, attributes = stack.create(FILTER, {"Filter": block})
    assert attributes == {"Id": ref}
    assert account.v1.list_receipt_filters()["Filters"] == [{"Name": ref, **block}]
    named = {"Filter": {"Name": "block", **block}}
    stack.create(FILTER, named)
    with pytest.raises(ResourceError, match="AlreadyExists"):
        stack.create(FILTER, named)
    assert stack.resources.replaces(FILTER, named, {"Filter": block})
