"""The guard as a whole: its parts fit, and it stands in every stack it may meet."""

from __future__ import annotations

import json

import aws_cdk as cdk
import pytest
from aws_cdk import assertions
from aws_cdk import aws_kms as kms
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from cdk_nag import AwsSolutionsChecks

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.reputation import GuardScope, Rates, ReputationGuard

from .conftest import OfType, filled

ALARM = "AWS::CloudWatch::Alarm"


def named(stack: cdk.Stack, *names: str) -> list[ses.IConfigurationSet]:
    return [ses.ConfigurationSet.from_configuration_set_name(stack, name.title(), name) for name in names]


# what it builds


def test_each_set_has_four_alarms_and_all_share_one_pause_function(
    stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    watch = GuardScope.configuration_sets(*named(stack, "shop", "news", "billing"))
    guard = ReputationGuard(stack, "Guard", watch=watch, operators=operators)
    assert (len(guard.warn_alarms), len(guard.pause_alarms), len(guard.failure_alarms)) == (6, 6, 6)
    assert len(of_type(stack, ALARM)) == 19
    assert len(of_type(stack, "AWS::Lambda::Function")) == 3
    assert len(of_type(stack, "AWS::Lambda::Permission")) == 2


def test_alarms_wait_for_what_lets_their_actions_through(
    stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators)
    (permission,) = (id for id in of_type(stack, "AWS::Lambda::Permission") if "AdmitAlarms" in id)
    (policy,) = (id for id in of_type(stack, "AWS::SNS::TopicPolicy") if id.startswith("Operators"))
    for id, alarm in of_type(stack, ALARM).items():
        # The drill tells no people.
        assert {permission} | (set() if "GuardDrill" in id else {policy}) <= set(alarm["DependsOn"])


def test_the_function_waits_for_its_permissions(stack: cdk.Stack, operators: sns.Topic, of_type: OfType) -> None:
    ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators)
    policies = of_type(stack, "AWS::IAM::Policy")
    for function in of_type(stack, "AWS::Lambda::Function").values():
        assert set(function["DependsOn"]) & set(policies)


def test_nothing_has_a_fixed_name(stack: cdk.Stack, operators: sns.Topic) -> None:
    ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators)
    resources = assertions.Template.from_stack(stack).to_json()["Resources"].values()
    names = {"AlarmName", "FunctionName", "QueueName", "RoleName", "LogGroupName", "TopicName"}
    fixed = [one["Type"] for one in resources if names & set(one.get("Properties", {}))]
    # A permission names the function it is about.
    assert fixed == ["AWS::Lambda::Permission"] * 2


def test_alarms_stay_where_they_are_when_a_set_is_added(of_type: OfType) -> None:
    ids = []
    for names in (["shop"], ["news", "shop"]):
        stack = cdk.Stack(cdk.App(), "Mail")
        watch = GuardScope.configuration_sets(*named(stack, *names))
        ReputationGuard(stack, "Guard", watch=watch, operators=sns.Topic(stack, "Operators"))
        ids.append(set(of_type(stack, ALARM)))
    assert ids[0] < ids[1]


# what it prints


def outputs(stack: cdk.Stack) -> dict[str, str]:
    found = assertions.Template.from_stack(stack).find_outputs("*")
    return {id: filled(one["Value"]) for id, one in found.items()}


def test_it_prints_a_resume_command_for_each_set(stack: cdk.Stack, operators: sns.Topic) -> None:
    watch = GuardScope.configuration_sets(*named(stack, "shop", "news"))
    guard = ReputationGuard(stack, "Guard", watch=watch, operators=operators)
    resumes = {value for id, value in outputs(stack).items() if "Resume" in id}
    command = filled(stack.resolve(guard.resume_command))
    assert resumes == {command.replace("<target>", name) for name in ("shop", "news")}
    assert '{"resume":"<target>",' in command


def test_with_one_thing_to_resume_the_command_is_ready_to_type(stack: cdk.Stack, operators: sns.Topic) -> None:
    of_account = ReputationGuard(stack, "Account", watch=GuardScope.account(), operators=operators)
    of_shop = ReputationGuard(
        stack, "Shop", watch=GuardScope.configuration_sets(*named(stack, "shop-1")), operators=operators
    )
    assert '"resume":"account"' in of_account.resume_command
    assert '"resume":"shop-1"' in of_shop.resume_command


def test_it_prints_how_to_try_it_out(stack: cdk.Stack, operators: sns.Topic) -> None:
    guard = ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators)
    (command,) = [value for id, value in outputs(stack).items() if "TryOut" in id]
    assert "aws cloudwatch set-alarm-state" in command
    assert stack.resolve(guard.pause_alarms[0].alarm_name)["Ref"] in command


# where it stands


def test_two_guards_stand_in_one_stack(stack: cdk.Stack, operators: sns.Topic, of_type: OfType) -> None:
    receipts = ConfigurationSet(stack, "Receipts")
    ReputationGuard(stack, "Shop", watch=GuardScope.configuration_sets(receipts), operators=operators)
    ReputationGuard(stack, "Account", watch=GuardScope.account(), operators=operators)
    assert len(of_type(stack, ALARM)) == 22


def test_two_guards_do_not_count_one_set(stack: cdk.Stack, operators: sns.Topic) -> None:
    (shop,) = named(stack, "shop")
    watch = GuardScope.configuration_sets(shop)
    ReputationGuard(stack, "First", watch=watch, operators=operators)
    with pytest.raises(ConflictingSettingsError, match="counted twice") as caught:
        ReputationGuard(stack, "Second", watch=watch, operators=operators)
    assert "one guard" in caught.value.fix


@pytest.mark.parametrize("region", ["cn-north-1", "us-gov-west-1", "eu-west-1"])
def test_it_stands_in_every_partition(region: str) -> None:
    stack = cdk.Stack(cdk.App(), "Mail", env=cdk.Environment(account="111122223333", region=region))
    watch = GuardScope.configuration_sets(ConfigurationSet(stack, "Receipts"))
    ReputationGuard(stack, "Guard", watch=watch, operators=sns.Topic(stack, "Operators", enforce_ssl=True))
    text = json.dumps(assertions.Template.from_stack(stack).to_json())
    assert "arn:aws" not in text
    assert f":cloudwatch:{region}:111122223333:alarm:*" in text


def test_set_topic_and_guard_may_stand_in_three_stacks() -> None:
    app = cdk.App()
    sending, people, watching = (cdk.Stack(app, id) for id in ("Sending", "People", "Watching"))
    receipts = ConfigurationSet(sending, "Receipts")
    topic = sns.Topic(people, "Operators", enforce_ssl=True)
    ReputationGuard(watching, "Guard", watch=GuardScope.configuration_sets(receipts), operators=topic)
    made = app.synth().get_stack_by_name("Watching")
    assert {one.id for one in made.dependencies} >= {"Sending", "People"}


def test_it_is_clean_by_the_rules_of_aws_solutions() -> None:
    app = cdk.App()
    stack = cdk.Stack(app, "Mail")
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    topic = sns.Topic(stack, "Operators", master_key=key, enforce_ssl=True)
    receipts = ConfigurationSet(stack, "Receipts")
    ReputationGuard(stack, "Shop", watch=GuardScope.configuration_sets(receipts), operators=topic)
    ReputationGuard(stack, "Account", watch=GuardScope.account(), operators=topic)
    report = AwsSolutionsChecks(app).validate_scope(app)
    assert [one.rule_name for one in report.violations] == []
    assert report.success


# what it refuses


def test_a_refusal_says_which_guard(stack: cdk.Stack, operators: sns.Topic) -> None:
    late = Rates(bounce=0.1, complaint=0.004)
    with pytest.raises(InvalidSettingError, match=r"pause\.bounce=0\.1 is too late(.|\n)*at:  Mail/Guard"):
        ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators, pause=late)


def test_a_warning_above_the_pause_left_out_is_refused(stack: cdk.Stack, operators: sns.Topic) -> None:
    high = Rates(bounce=0.09, complaint=0.001)
    with pytest.raises(ConflictingSettingsError, match=r"warn\.bounce=0\.09 .* pause\.bounce=0\.08"):
        ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators, warn=high)


@pytest.mark.parametrize(
    "period",
    [cdk.Duration.seconds(30), cdk.Duration.seconds(90), cdk.Duration.days(2), cdk.Duration.millis(60_500)],
)
def test_a_period_that_alarms_do_not_know_is_refused(
    stack: cdk.Stack, operators: sns.Topic, period: cdk.Duration
) -> None:
    with pytest.raises(InvalidSettingError, match="is no period for an alarm") as refused:
        ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators, period=period)
    assert refused.value.fix.startswith("give whole minutes")


def test_a_set_that_cannot_be_guarded_is_refused(stack: cdk.Stack, operators: sns.Topic) -> None:
    silent = ses.ConfigurationSet(stack, "Silent", reputation_metrics=False)
    with pytest.raises(InvalidSettingError, match=r"reputation_metrics=False(.|\n)*at:  Mail/Guard"):
        ReputationGuard(stack, "Guard", watch=GuardScope.configuration_sets(silent), operators=operators)
