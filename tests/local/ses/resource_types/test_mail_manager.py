"""Mail Manager in a template."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.local.ses.resources import ResourceError
from tests.local.ses.aws import Account
from tests.local.ses.stack import EXAMPLES, Stack

RULES, POLICY, POINT, ARCHIVE = (
    f"AWS::SES::MailManager{noun}" for noun in ("RuleSet", "TrafficPolicy", "IngressPoint", "Archive")
)
RULE = {
    "Conditions": [
        {"StringExpression": {"Evaluate": {"Attribute": "TO"}, "Operator": "ENDS_WITH", "Values": ["@a.b"]}}
    ],
    "Actions": [{"Drop": {}}],
}


def test_a_rule_set_is_read_back_and_changed(stack: Stack, account: Account) -> None:
    identifier, attributes = stack.create(RULES, {"RuleSetName": "rules", "Rules": [RULE]})
    found = account.mail_manager.get_rule_set(RuleSetId=identifier)
    assert (found["RuleSetName"], found["Rules"]) == ("rules", [RULE])
    assert attributes == {"RuleSetArn": found["RuleSetArn"], "RuleSetId": identifier}
    old, new = {"RuleSetName": "rules", "Rules": [RULE]}, {"RuleSetName": "rules", "Rules": []}
    stack.update(RULES, identifier, old, new | {"Tags": [{"Key": "a", "Value": "b"}]})
    assert account.mail_manager.get_rule_set(RuleSetId=identifier)["Rules"] == []
    tags = account.mail_manager.list_tags_for_resource(ResourceArn=attributes["RuleSetArn"])["Tags"]
    assert tags == [{"Key": "a", "Value": "b"}]


def test_an_ingress_point_tells_its_host(stack: Stack, account: Account) -> None:
    example = stack.example(POINT)
    identifier, attributes = stack.create(POINT, example)
    found = account.mail_manager.get_ingress_point(IngressPointId=identifier)
    assert attributes["ARecord"] == found["ARecord"]
    assert attributes["Status"] == "ACTIVE"
    stack.update(POINT, identifier, example, example | {"StatusToUpdate": "CLOSED"})
    assert account.mail_manager.get_ingress_point(IngressPointId=identifier)["Status"] == "CLOSED"
    with pytest.raises(ResourceError, match="is used by"):
        stack.delete(RULES, example["RuleSetId"], EXAMPLES[RULES])


def test_what_an_ingress_point_refers_to_must_be_there(stack: Stack) -> None:
    with pytest.raises(ResourceError, match="does not exist"):
        stack.create(POINT, EXAMPLES[POINT])


def test_made_up_names_fit_and_are_fresh(stack: Stack, account: Account) -> None:
    logical_id = "AVeryLongLogicalIdOfAnArchiveThatGoesOnAndOnAndOnUntilTheEnd"
    first, second = (stack.create(ARCHIVE, {}, logical_id=logical_id)[0] for _ in range(2))
    names = {account.mail_manager.get_archive(ArchiveId=each)["ArchiveName"] for each in (first, second)}
    assert len(names) == 2
    assert all(len(name) <= 63 for name in names)


@pytest.mark.parametrize(
    "rule",
    [
        {"Actions": [{"Fly": {}}]},
        {"Actions": [{"Drop": {}, "Archive": {"TargetArchive": "a"}}]},
        {"Conditions": [{"StringExpression": {"Operator": "EQUALS"}}], "Actions": [{"Drop": {}}]},
    ],
)
def test_wrong_rules_are_refused_by_the_schema(stack: Stack, rule: dict[str, Any]) -> None:
    with pytest.raises(ResourceError, match="#/Rules/0"):
        stack.create(RULES, {"Rules": [rule]})


def test_an_archives_key_cannot_change_in_place(stack: Stack) -> None:
    key = "arn:aws:kms:us-east-1:123456789012:key/1"
    assert stack.resources.replaces(ARCHIVE, {}, {"KmsKeyArn": key})
    assert not stack.resources.replaces(ARCHIVE, {}, {"Retention": {"RetentionPeriod": "ONE_YEAR"}})
