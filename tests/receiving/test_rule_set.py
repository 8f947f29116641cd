"""Rules in their order, in a set that is activated after all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError, UnavailableInRegionError
from ses_constructs.receiving import Activation, ReceiptRuleSet, ReceivingAlarms, S3Action, StopAction

if TYPE_CHECKING:
    from tests.receiving.conftest import Read

    Reader = Callable[[cdk.Stack], Read]

RULE_SET = "AWS::SES::ReceiptRuleSet"
RULE = "AWS::SES::ReceiptRule"
ACTIVE = "Custom::SesActiveReceiptRuleSet"
OWN = [Activation.exclusive(), Activation.takeover()]


def add(inbound: ReceiptRuleSet, *ids: str) -> None:
    for id in ids:
        inbound.add_rule(id, recipients=[f"{id.lower()}@example.com"], actions=[StopAction()])


def order(template: Read) -> list[str]:
    """Names of the rules as SES will have them."""
    after = {rule["Properties"].get("After"): name for name, rule in template.rules().items()}
    found, last = [], None
    while (name := after.get(last)) is not None:
        found.append(name)
        last = name
    return found


def test_rules_stand_in_the_order_they_were_added(stack: cdk.Stack, read: Reader) -> None:
    add(ReceiptRuleSet(stack, "Inbound"), "Zoe", "Ann", "Max")
    template = read(stack)
    assert [name.rpartition("-")[0] for name in order(template)] == ["Zoe", "Ann", "Max"]


def test_each_rule_is_made_after_the_set_and_the_rule_before(stack: cdk.Stack, read: Reader) -> None:
    add(ReceiptRuleSet(stack, "Inbound"), "One", "Two", "Three")
    template = read(stack)
    ids = [next(id for id in template.of_type(RULE) if name in id) for name in ("One", "Two", "Three")]
    for position, id in enumerate(ids):
        assert template.waits_for(id) == {template.id_of(RULE_SET), *ids[:position]}


def test_names_and_ids_stay_when_a_rule_is_inserted_or_removed(read: Reader) -> None:
    templates = []
    for ids in (["One", "Three"], ["One", "Two", "Three"]):
        stack = cdk.Stack(cdk.App(), "Mail")
        add(ReceiptRuleSet(stack, "Inbound"), *ids)
        templates.append(read(stack))
    short, long = templates
    assert set(short.of_type(RULE)) < set(long.of_type(RULE))
    assert order(short) == [order(long)[0], order(long)[2]]


def test_the_set_has_a_literal_name_that_rules_and_permissions_share(stack: cdk.Stack, read: Reader) -> None:
    inbound = ReceiptRuleSet(stack, "Inbound")
    add(inbound, "One")
    template = read(stack)
    name = template.only(RULE_SET)["Properties"]["RuleSetName"]
    assert name.startswith("Mail-Inbound-")
    assert inbound.receipt_rule_set_name == name
    assert template.only(RULE)["Properties"]["RuleSetName"] == name


def test_a_given_name_is_used(stack: cdk.Stack, read: Reader) -> None:
    ReceiptRuleSet(stack, "Inbound", receipt_rule_set_name="inbound")
    assert read(stack).only(RULE_SET)["Properties"]["RuleSetName"] == "inbound"


@pytest.mark.parametrize("name", ["", "-a", "a.b", "a" * 65, "a b"])
def test_a_name_that_ses_refuses_is_refused(stack: cdk.Stack, name: str) -> None:
    with pytest.raises(InvalidSettingError, match="or leave it out") as raised:
        ReceiptRuleSet(stack, "Inbound", receipt_rule_set_name=name)
    assert raised.value.at == "Mail/Inbound"


def test_a_name_that_is_not_known_yet_makes_permissions_for_any_set(stack: cdk.Stack, read: Reader) -> None:
    name = cdk.CfnParameter(stack, "Name").value_as_string
    inbound = ReceiptRuleSet(stack, "Inbound", receipt_rule_set_name=name)
    inbound.add_rule("One", catch_all=True, actions=[S3Action(bucket=s3.Bucket(stack, "Bucket"))])
    (statement,) = read(stack).statements("AWS::S3::BucketPolicy")
    assert "receipt-rule-set/*:receipt-rule/One-" in str(statement["Condition"]["ArnLike"])


@pytest.mark.parametrize("activation", OWN)
def test_the_set_becomes_active_after_all_rules_and_what_they_need(
    stack: cdk.Stack, read: Reader, activation: Activation
) -> None:
    inbound = ReceiptRuleSet(stack, "Inbound", activation=activation)
    add(inbound, "One")
    inbound.add_rule("Late", catch_all=True, actions=[S3Action(bucket=s3.Bucket(stack, "Bucket"))])
    template = read(stack)
    before = template.waits_for(template.id_of(ACTIVE))
    wanted = {RULE_SET, RULE, "AWS::S3::BucketPolicy", "AWS::IAM::Policy", "AWS::Lambda::Function"}
    made_before = {id for type in wanted for id in template.of_type(type)}
    assert made_before <= before
    active = template.only(ACTIVE)["Properties"]
    assert (active["Mode"], active["RuleSetName"]) == (activation.mode, inbound.receipt_rule_set_name)


def test_exclusive_is_what_happens_when_nothing_is_said(stack: cdk.Stack, read: Reader) -> None:
    ReceiptRuleSet(stack, "Inbound")
    assert read(stack).only(ACTIVE)["Properties"]["Mode"] == "exclusive"


def test_a_set_that_is_off_has_no_custom_resource(stack: cdk.Stack, read: Reader) -> None:
    add(ReceiptRuleSet(stack, "Inbound", activation=Activation.off()), "One")
    assert {made["Type"] for made in read(stack).resources.values()} == {RULE_SET, RULE}


def test_joining_rules_come_after_an_anchor_in_the_set_that_is_found(stack: cdk.Stack, read: Reader) -> None:
    inbound = ReceiptRuleSet(stack, "Inbound", activation=Activation.join())
    add(inbound, "One", "Two")
    template = read(stack)
    assert template.of_type(RULE_SET) == {}
    active = template.id_of(ACTIVE)
    anchor = template.only(ACTIVE)["Properties"]["AnchorName"]
    found = {"Fn::GetAtt": [active, "RuleSetName"]}
    assert stack.resolve(inbound.receipt_rule_set_name) == found
    one, two = (template.rules()[name] for name in sorted(template.rules()))
    assert (one["Properties"]["After"], one["Properties"]["RuleSetName"]) == (anchor, found)
    assert two["Properties"]["After"] == one["Properties"]["Rule"]["Name"]
    assert not template.waits_for(active) & set(template.of_type(RULE))


def test_the_set_a_joining_one_would_make_is_not_the_one_a_stack_would_own(read: Reader) -> None:
    names = []
    for activation in (Activation.exclusive(), Activation.join()):
        stack = cdk.Stack(cdk.App(), "Mail")
        ReceiptRuleSet(stack, "Inbound", activation=activation)
        names.append(read(stack).only(ACTIVE)["Properties"]["RuleSetName"])
    assert names[0] != names[1]


def test_a_joining_set_with_a_bucket_of_another_stack_makes_no_circle(app: cdk.App, read: Reader) -> None:
    storage, receiving = cdk.Stack(app, "Storage"), cdk.Stack(app, "Receiving")
    inbound = ReceiptRuleSet(receiving, "Inbound", activation=Activation.join())
    inbound.add_rule("One", catch_all=True, actions=[S3Action(bucket=s3.Bucket(storage, "Bucket"))])
    app.synth()
    (statement,) = read(storage).statements("AWS::S3::BucketPolicy")
    assert "receipt-rule-set/*:receipt-rule/One-" in str(statement["Condition"]["ArnLike"])


def test_two_sets_of_one_stack_have_nothing_in_common(stack: cdk.Stack, read: Reader) -> None:
    one = ReceiptRuleSet(stack, "One")
    two = ReceiptRuleSet(stack, "Two", activation=Activation.off())
    add(one, "Support")
    add(two, "Support")
    template = read(stack)
    assert len(template.rules()) == 2
    assert one.receipt_rule_set_name != two.receipt_rule_set_name


def test_a_name_used_twice_in_a_set_is_refused(stack: cdk.Stack) -> None:
    inbound = ReceiptRuleSet(stack, "Inbound")
    inbound.add_rule("One", catch_all=True, receipt_rule_name="same", actions=[StopAction()])
    with pytest.raises(InvalidSettingError, match="name of an earlier rule"):
        inbound.add_rule("Two", catch_all=True, receipt_rule_name="same", actions=[StopAction()])


def test_a_two_hundred_and_first_rule_is_refused(stack: cdk.Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    from ses_constructs.facts import quotas

    assert quotas.RULES_PER_RULE_SET == 200
    monkeypatch.setattr(quotas, "RULES_PER_RULE_SET", 2)
    inbound = ReceiptRuleSet(stack, "Inbound")
    add(inbound, "One", "Two")
    with pytest.raises(ConflictingSettingsError, match="holds 2 rules, and has them"):
        add(inbound, "Three")


@pytest.mark.parametrize("region", ["us-gov-west-1", "cn-north-1"])
def test_a_region_that_receives_no_mail_is_refused(app: cdk.App, region: str) -> None:
    stack = cdk.Stack(app, "There", env=cdk.Environment(region=region))
    with pytest.raises(UnavailableInRegionError) as raised:
        ReceiptRuleSet(stack, "Inbound")
    assert raised.value.at == "There/Inbound"


def test_the_forty_first_set_is_refused(stack: cdk.Stack) -> None:
    for number in range(40):
        ReceiptRuleSet(stack, f"Set{number}", activation=Activation.off())
    with pytest.raises(ConflictingSettingsError, match="at most 40 receipt rule sets"):
        ReceiptRuleSet(stack, "OneTooMany", activation=Activation.off())


def test_a_set_that_something_else_made_has_metrics_and_makes_nothing(stack: cdk.Stack) -> None:
    imported = ReceiptRuleSet.from_receipt_rule_set_name(stack, "Theirs", "theirs")
    assert imported.receipt_rule_set_name == "theirs"
    assert imported.metric_publish_failure().dimensions == {"RuleSetName": "theirs"}
    operators = sns.Topic.from_topic_arn(stack, "Operators", "arn:aws:sns:eu-west-1:111122223333:operators")
    assert ReceivingAlarms(stack, "Alarms", operators=operators, of=imported).failing.dimensions is not None
    assert Template.from_stack(stack).find_resources(RULE_SET) == {}


@pytest.mark.parametrize("name", ["", "a b", "-a", "x" * 65])
def test_a_name_that_no_set_has_is_refused(stack: cdk.Stack, name: str) -> None:
    with pytest.raises(InvalidSettingError, match="receipt_rule_set_name") as raised:
        ReceiptRuleSet.from_receipt_rule_set_name(stack, "Theirs", name)
    assert raised.value.at == "Mail/Theirs"
