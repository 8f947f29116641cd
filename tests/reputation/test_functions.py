"""The two functions: what they may do, what they are told, who may start them."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import assertions
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns

from ses_constructs.lambdas.pause_sending import handler as pausing
from ses_constructs.lambdas.resume_sending import handler as resuming
from ses_constructs.reputation import GuardScope, ReputationGuard, TenantStream

from .conftest import OfType, filled

Guarded = Callable[[GuardScope], ReputationGuard]
Statements = Callable[[str], list[dict[str, Any]]]
FUNCTIONS = ("PauseSending", "ResumeSending")


@pytest.fixture
def guarded(stack: cdk.Stack, operators: sns.Topic) -> Guarded:
    return lambda watch: ReputationGuard(stack, "Guard", watch=watch, operators=operators)


@pytest.fixture
def statements(stack: cdk.Stack, of_type: OfType) -> Statements:
    """The policy of one of the guard's functions."""

    def ask(function: str) -> list[dict[str, Any]]:
        policies = of_type(stack, "AWS::IAM::Policy")
        (found,) = [one for id, one in policies.items() if id.startswith(f"Guard{function}")]
        listed: list[dict[str, Any]] = found["Properties"]["PolicyDocument"]["Statement"]
        return listed

    return ask


def environment(stack: cdk.Stack, of_type: OfType, description: str) -> dict[str, Any]:
    functions = of_type(stack, "AWS::Lambda::Function").values()
    (found,) = [one["Properties"] for one in functions if one["Properties"]["Description"].startswith(description)]
    variables: dict[str, Any] = found["Environment"]["Variables"]
    return variables


class Recorded(dict[str, str]):
    """An environment that remembers what was read from it."""

    def __init__(self) -> None:
        super().__init__()
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.read.add(name)
        return ""


# what they may do


def actions(listed: list[dict[str, Any]]) -> set[str]:
    found = [one["Action"] for one in listed]
    return {action for one in found for action in ([one] if isinstance(one, str) else one)}


LOGS = {"logs:CreateLogStream", "logs:PutLogEvents"}
SETS = {"ses:GetConfigurationSet", "ses:PutConfigurationSetSendingOptions"}
ACCOUNT = {"ses:GetAccount", "ses:PutAccountSendingAttributes"}


@pytest.mark.parametrize(
    ("function", "more"),
    [("PauseSending", {"sqs:SendMessage", "sns:GetTopicAttributes"}), ("ResumeSending", {"ses:GetAccount"})],
)
def test_a_guard_of_sets_may_change_exactly_its_sets(
    function: str,
    more: set[str],
    stack: cdk.Stack,
    guarded: Guarded,
    receipts: ses.ConfigurationSet,
    statements: Statements,
    of_type: OfType,
) -> None:
    other = ses.ConfigurationSet(stack, "Other", reputation_metrics=True)
    guarded(GuardScope.configuration_sets(receipts, other))
    listed = statements(function)
    assert actions(listed) == LOGS | SETS | {"sns:Publish"} | more
    (ours,) = [one for one in listed if set(one["Action"]) == SETS]
    names = [stack.resolve(one.configuration_set_name) for one in (receipts, other)]
    joined = [one["Fn::Join"][1] for one in ours["Resource"]]
    (drill,) = of_type(stack, "AWS::SES::ConfigurationSet").keys() - {names[0]["Ref"], names[1]["Ref"]}
    drills = [{"Ref": drill}] if function == "PauseSending" else []
    assert [one[-1] for one in joined] == names + drills
    assert {one[-2] for one in joined} == {":configuration-set/"}


@pytest.mark.parametrize(
    ("function", "more"),
    [
        ("PauseSending", {"sqs:SendMessage", "sns:GetTopicAttributes", *SETS}),
        ("ResumeSending", set()),
    ],
)
def test_a_guard_of_the_account_may_change_no_set_but_its_drill(
    function: str, more: set[str], stack: cdk.Stack, guarded: Guarded, statements: Statements, of_type: OfType
) -> None:
    guarded(GuardScope.account())
    listed = statements(function)
    assert actions(listed) == LOGS | ACCOUNT | {"sns:Publish"} | more
    (drill,) = of_type(stack, "AWS::SES::ConfigurationSet")
    for one in listed:
        if set(one["Action"]) == SETS:
            assert one["Resource"]["Fn::Join"][1][-1] == {"Ref": drill}
    assert [set(one["Action"]) for one in listed if one["Resource"] == "*"] == [ACCOUNT]


def test_each_function_has_a_role_of_its_own(stack: cdk.Stack, guarded: Guarded, of_type: OfType) -> None:
    guarded(GuardScope.account())
    roles = [
        one["Properties"]["Role"]["Fn::GetAtt"][0] for one in of_type(stack, "AWS::Lambda::Function").values()
    ]
    assert len(set(roles)) == len(roles) == 3


# what they are told


def test_the_pause_function_reads_exactly_what_the_template_gives(
    stack: cdk.Stack, guarded: Guarded, of_type: OfType
) -> None:
    guarded(GuardScope.account())
    recorded = Recorded()
    pausing.Settings.read(recorded)
    assert set(environment(stack, of_type, "Pauses")) == recorded.read


def test_the_resume_function_reads_exactly_what_the_template_gives(
    stack: cdk.Stack, guarded: Guarded, of_type: OfType
) -> None:
    guarded(GuardScope.account())
    recorded = Recorded()
    resuming.Settings.read(recorded)
    assert set(environment(stack, of_type, "Resumes")) == recorded.read


@pytest.mark.parametrize("description", ["Pauses", "Resumes"])
def test_a_guard_of_the_account_says_so(
    description: str, stack: cdk.Stack, guarded: Guarded, of_type: OfType
) -> None:
    guarded(GuardScope.account())
    told = environment(stack, of_type, description)
    assert (told["GUARDED_ACCOUNT"], told["GUARDED_SETS"]) == ("yes", "")


@pytest.mark.parametrize("description", ["Pauses", "Resumes"])
def test_a_guard_of_sets_lists_them(description: str, stack: cdk.Stack, guarded: Guarded, of_type: OfType) -> None:
    sets = [ses.ConfigurationSet.from_configuration_set_name(stack, id, id.lower()) for id in ("Shop", "News")]
    guarded(GuardScope.configuration_sets(*sets))
    told = environment(stack, of_type, description)
    assert (told["GUARDED_ACCOUNT"], told["GUARDED_SETS"]) == ("no", "shop,news")


def test_what_the_template_says_is_what_the_functions_understand() -> None:
    here = cdk.Stack(cdk.App(), "Here", env=cdk.Environment(account="111122223333", region="eu-west-1"))
    topic = sns.Topic.from_topic_arn(here, "Operators", "arn:aws:sns:eu-west-1:111122223333:ops")
    shop = ses.ConfigurationSet.from_configuration_set_name(here, "Shop", "shop")
    guard = ReputationGuard(here, "Guard", watch=GuardScope.configuration_sets(shop), operators=topic)
    template = assertions.Template.from_stack(here).find_resources("AWS::Lambda::Function")
    (variables,) = [
        one["Properties"]["Environment"]["Variables"]
        for id, one in template.items()
        if id.startswith("GuardPauseSending")
    ]
    plain = {name: filled(value) for name, value in variables.items()}
    read = pausing.Settings.read(plain)
    assert (read.account, read.sets) == (False, frozenset({"shop"}))
    assert read.alarms == "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:"
    assert read.resume_command.replace("<target>", "shop") == filled(here.resolve(guard.resume_command))


# who may start them


def test_one_permission_lets_all_alarms_of_this_account_in_and_nobody_else(
    stack: cdk.Stack, guarded: Guarded, of_type: OfType
) -> None:
    sets = [ses.ConfigurationSet.from_configuration_set_name(stack, f"Set{n}", f"set-{n}") for n in range(3)]
    guard = guarded(GuardScope.configuration_sets(*sets))
    found = [one["Properties"] for one in of_type(stack, "AWS::Lambda::Permission").values()]
    (properties,) = [one for one in found if one["Principal"] != "events.amazonaws.com"]
    assert properties["FunctionName"] == stack.resolve(guard.pause_function.function_arn)
    assert properties["Action"] == "lambda:InvokeFunction"
    assert properties["Principal"] == "lambda.alarms.cloudwatch.amazonaws.com"
    assert properties["SourceAccount"] == {"Ref": "AWS::AccountId"}
    assert filled(properties["SourceArn"]) == "arn:aws:cloudwatch:AWS::Region:AWS::AccountId:alarm:*"


def test_who_may_resume_is_who_may_invoke_the_resume_function(
    stack: cdk.Stack, guarded: Guarded, of_type: OfType
) -> None:
    from aws_cdk import aws_iam as iam

    guard = guarded(GuardScope.account())
    operator = iam.Role(stack, "Operator", assumed_by=iam.AccountRootPrincipal())
    guard.resume_function.grant_invoke(operator)
    (policy,) = [one for id, one in of_type(stack, "AWS::IAM::Policy").items() if id.startswith("Operator")]
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Action"] == "lambda:InvokeFunction"


# how they fail


def test_what_the_pause_function_gives_up_is_kept_sealed_for_a_fortnight(
    stack: cdk.Stack, guarded: Guarded, of_type: OfType
) -> None:
    guard = guarded(GuardScope.account())
    (queue,) = of_type(stack, "AWS::SQS::Queue").values()
    assert queue["Properties"]["SqsManagedSseEnabled"] is True
    assert queue["Properties"]["MessageRetentionPeriod"] == 14 * 24 * 3600
    (policy,) = of_type(stack, "AWS::SQS::QueuePolicy").values()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    dead = [one["Properties"].get("DeadLetterConfig") for one in of_type(stack, "AWS::Lambda::Function").values()]
    assert {"TargetArn": stack.resolve(guard.dead_letter_queue.queue_arn)} in dead
    assert None in dead


def test_the_time_limit_lets_the_retries_finish(stack: cdk.Stack, guarded: Guarded, of_type: OfType) -> None:
    guarded(GuardScope.account())
    functions = of_type(stack, "AWS::Lambda::Function")
    limits = {
        id.removeprefix("Guard").split("Function")[0]: one["Properties"]["Timeout"]
        for id, one in functions.items()
    }
    assert limits == {"PauseSending": 120, "ResumeSending": 120, "CheckGuard": 480}


# what they leave behind


@pytest.mark.parametrize("keep", [None, cdk.RemovalPolicy.DESTROY])
def test_the_logs_of_pauses_and_resumes_outlive_the_stack_unless_told_otherwise(
    keep: cdk.RemovalPolicy | None, stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators, removal_policy=keep)
    logs = {
        id.removeprefix("Guard").split("Logs")[0]: one for id, one in of_type(stack, "AWS::Logs::LogGroup").items()
    }
    for name in ("PauseSending", "ResumeSending"):
        assert logs[name]["DeletionPolicy"] == ("Retain" if keep is None else "Delete")
        assert logs[name]["Properties"]["RetentionInDays"] == 3653
    assert logs["CheckGuard"]["DeletionPolicy"] == "Delete"


# tenants


def test_a_guard_of_tenants_may_change_the_tenants_and_its_heartbeat_read_the_sets(
    stack: cdk.Stack, guarded: Guarded, receipts: ses.ConfigurationSet, statements: Statements, of_type: OfType
) -> None:
    tenant = ses.CfnTenant(stack, "Acme", tenant_name="acme")
    guarded(GuardScope.tenants(TenantStream(tenant=tenant, configuration_set=receipts)))
    for function in FUNCTIONS:
        by_action = {
            str(one["Action"]): one["Resource"] for one in statements(function) if "ses:" in str(one["Action"])
        }
        entity = "['ses:GetReputationEntity', 'ses:UpdateReputationEntityCustomerManagedStatus']"
        pauses = function == "PauseSending"
        assert set(by_action) == {entity, "ses:GetConfigurationSet" if pauses else "ses:GetAccount"}
        (drill,) = of_type(stack, "AWS::SES::Tenant").keys() - {"Acme"}
        acme, drilled = ({"Fn::GetAtt": [id, "Arn"]} for id in ("Acme", drill))
        assert by_action[entity] == ([acme, drilled] if pauses else acme)
    variables = environment(stack, of_type, "Pauses")
    parts = variables["GUARDED_TENANTS"]["Fn::Join"][1]
    assert [parts[0], parts[1], parts[2]] == [
        variables["GUARDED_SETS"],
        "=",
        {"Fn::GetAtt": ["Acme", "Arn"]},
    ]


# settings


def test_only_a_guard_that_confirms_may_look_at_alarms(
    stack: cdk.Stack, operators: sns.Topic, statements: Statements, of_type: OfType
) -> None:
    ReputationGuard(
        stack,
        "Guard",
        watch=GuardScope.account(),
        operators=operators,
        confirm=True,
        dry_run=True,
        runbook="https://r",
    )
    assert "cloudwatch:DescribeAlarms" in actions(statements("PauseSending"))
    variables = environment(stack, of_type, "Pauses")
    assert (variables["CONFIRM"], variables["DRY_RUN"], variables["RUNBOOK"]) == ("yes", "yes", "https://r")


# where the ARNs of the policies come from


@pytest.mark.parametrize(
    ("action", "type"),
    [
        ("GetAccount", None),
        ("PutAccountSendingAttributes", None),
        ("GetConfigurationSet", "configuration-set"),
        ("PutConfigurationSetSendingOptions", "configuration-set"),
        ("GetReputationEntity", "tenant"),
        ("UpdateReputationEntityCustomerManagedStatus", "tenant"),
    ],
)
def test_an_action_is_held_to_the_resource_type_that_iam_knows_for_it(action: str, type: str | None) -> None:
    """As AWS's own list says that cfn-lint ships; ``*`` stands where IAM knows no type."""
    known = json.loads(files("cfnlint.data.AdditionalSpecs").joinpath("Policies.json").read_text())["ses"]
    assert known["Actions"][action.lower()].get("Resources", []) == ([] if type is None else [type])
    if type is not None:
        form = f"arn:${{Partition}}:ses:${{Region}}:${{Account}}:{type}/.*"
        assert known["Resources"][type]["ARNFormats"] == [form]
