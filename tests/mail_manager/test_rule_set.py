"""Rules in their order."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Annotations, Match

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.mail_manager import (
    AddHeaderAction,
    DropAction,
    Mail,
    RuleSet,
    S3Action,
    Verdict,
)
from tests.mail_manager.reading import resources, the
from tests.mail_manager.schema_judge import rendered

TYPE = "AWS::SES::MailManagerRuleSet"


def test_a_rule_set_is_empty_at_first(stack: cdk.Stack) -> None:
    RuleSet(stack, "Rules", rule_set_name="inbound", tags={"a": "b"}, removal_policy=cdk.RemovalPolicy.RETAIN)
    (made,) = resources(stack, TYPE).values()
    assert made["Properties"] == {
        "Rules": [],
        "RuleSetName": "inbound",
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    assert made["DeletionPolicy"] == "RetainExceptOnCreate"


def test_rules_and_actions_keep_their_order(stack: cdk.Stack) -> None:
    rules = RuleSet(stack, "Rules")
    spam, header = Mail.spf.equals(Verdict.FAIL), AddHeaderAction(name="X-Spam", value="yes")
    first = rules.add_rule("Spam", when=[spam], unless=[Mail.tls.is_true()], actions=[header, DropAction()])
    rules.add_rule("Rest", actions=[header])
    assert [rule.name for rule in rules.known_rules] == ["Spam", "Rest"]
    written = the(stack, TYPE)["Rules"]
    assert [rule["Name"] for rule in written] == ["Spam", "Rest"]
    assert written[0] == {
        "Name": "Spam",
        "Conditions": [rendered(first.when[0].rendered)],
        "Unless": [rendered(first.unless[0].rendered)],
        "Actions": [rendered(header.render("")), {"Drop": {}}],
    }
    assert set(written[1]) == {"Name", "Actions"}


def test_actions_with_the_same_permission_share_a_role(stack: cdk.Stack) -> None:
    rules, bucket = RuleSet(stack, "Rules"), s3.Bucket(stack, "Bucket")
    for name, prefix in (("A", "a/"), ("B", "a/"), ("C", "c/")):
        rules.add_rule(name, actions=[S3Action(bucket=bucket, prefix=prefix)])
    used = [rule["Actions"][0]["WriteToS3"]["RoleArn"]["Fn::GetAtt"][0] for rule in the(stack, TYPE)["Rules"]]
    assert used[0] == used[1] != used[2]
    assert set(resources(stack, "AWS::IAM::Role")) == set(used)


def test_a_set_holds_forty_rules_with_names_of_their_own(stack: cdk.Stack) -> None:
    rules = RuleSet(stack, "Rules")
    rules.add_rule("R", when=[Mail.tls.is_false()], actions=[DropAction()])
    with pytest.raises(InvalidSettingError, match="earlier rule") as caught:
        rules.add_rule("R", actions=[DropAction()])
    assert caught.value.at == "Mail/Rules"
    for number in range(1, 40):
        rules.add_rule(f"R{number}", when=[Mail.tls.is_false()], actions=[DropAction()])
    with pytest.raises(ConflictingSettingsError, match="holds 40 rules"):
        rules.add_rule("R40", actions=[DropAction()])


def test_what_never_runs_and_what_hardly_matches_is_warned_of(stack: cdk.Stack) -> None:
    rules = RuleSet(stack, "Rules")
    header = AddHeaderAction(name="X-Seen", value="yes")
    rules.add_rule("Odd", when=[Mail.to.equals("a@shop.example")], actions=[DropAction(), header])
    rules.add_rule("All", actions=[DropAction()])
    rules.add_rule("Late", actions=[header])
    warnings = Annotations.from_stack(stack)
    for text in ("compares the whole TO header", "after its DropAction", "rule All drops all mail"):
        warnings.has_warning("/Mail/Rules", Match.string_like_regexp(text))


def test_usual_rules_are_not_warned_of(stack: cdk.Stack) -> None:
    rules = RuleSet(stack, "Rules")
    rules.add_rule("Spam", when=[Mail.spf.equals(Verdict.FAIL)], actions=[DropAction()])
    rules.add_rule("One", when=[Mail.recipient.equals("a@shop.example")], actions=[DropAction()])
    Annotations.from_stack(stack).has_no_warning("*", Match.any_value())


def test_checks_run_at_once_and_after_each_rule(stack: cdk.Stack) -> None:
    rules, seen = RuleSet(stack, "Rules"), list[int]()
    rules.check_with(lambda: seen.append(len(rules.known_rules)))
    rules.add_rule("R", actions=[DropAction()])
    assert seen == [0, 1]


@pytest.mark.parametrize("name", ["", "a b", "x" * 101])
def test_a_name_that_ses_refuses_is_refused(stack: cdk.Stack, name: str) -> None:
    with pytest.raises(InvalidSettingError, match="rule_set_name"):
        RuleSet(stack, "Rules", rule_set_name=name)
