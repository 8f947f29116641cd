"""The one function of a stack that answers custom resources."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Match, Template
from cdk_nag import AwsSolutionsChecks
from constructs import Construct

import ses_constructs
from ses_constructs.shared import Provider


def add(scope: Construct, id: str, why: str | None = None) -> cdk.CustomResource:
    return Provider.of(scope).resource(
        scope,
        id,
        type="SesThing",
        properties={"Name": "thing"},
        actions=["ses:GetThing"],
        resources=["*"],
        why_all_resources=why,
    )


def test_a_stack_has_one_function_however_many_resources(stack: cdk.Stack) -> None:
    add(stack, "One")
    add(Construct(stack, "Inner"), "Two")
    template = Template.from_stack(stack)
    template.resource_count_is("AWS::Lambda::Function", 1)
    template.resource_count_is("Custom::SesThing", 2)


def test_each_stack_has_its_own(app: cdk.App, stack: cdk.Stack) -> None:
    other = cdk.Stack(app, "Other")
    nested = cdk.NestedStack(other, "Nested")
    assert len({id(Provider.of(each)) for each in (stack, other, nested)}) == 3


def test_a_resource_waits_for_its_permission_and_not_for_others(stack: cdk.Stack) -> None:
    add(stack, "One")
    add(stack, "Two")
    template = Template.from_stack(stack)
    policies = list(template.find_resources("AWS::IAM::Policy"))
    waits_for = {id: made["DependsOn"] for id, made in template.find_resources("Custom::SesThing").items()}
    assert waits_for == {name: [id for id in policies if id.startswith(name)] for name in ("One", "Two")}
    assert len(waits_for["One"]) == 1


def test_the_properties_reach_the_function(stack: cdk.Stack) -> None:
    add(stack, "One")
    Template.from_stack(stack).has_resource_properties("Custom::SesThing", {"Name": "thing"})


def test_the_function_may_ask_what_its_stack_is_doing(stack: cdk.Stack) -> None:
    Provider.of(stack)
    asks = {"Action": "cloudformation:DescribeStacks", "Effect": "Allow", "Resource": {"Ref": "AWS::StackId"}}
    Template.from_stack(stack).has_resource_properties(
        "AWS::IAM::Policy", {"PolicyDocument": {"Statement": Match.array_with([asks])}}
    )


def test_the_function_has_the_time_it_may_need(stack: cdk.Stack) -> None:
    Provider.of(stack)
    Template.from_stack(stack).has_resource_properties(
        "AWS::Lambda::Function", {"Timeout": 900, "Handler": "handler.handler"}
    )


@pytest.mark.parametrize(("why", "findings"), [(None, 1), ("the action has no resource type", 0)])
def test_all_resources_are_a_finding_unless_there_is_a_reason(
    app: cdk.App, stack: cdk.Stack, why: str | None, findings: int
) -> None:
    add(stack, "One", why)
    report = AwsSolutionsChecks(app).validate_scope(app)
    assert len([v for v in report.violations if "IAM5" in v.rule_name]) == findings


def test_a_shared_permission_is_made_once(stack: cdk.Stack) -> None:
    provider = Provider.of(stack)
    statement = iam.PolicyStatement(actions=["ses:GetThing"], resources=["*"])
    policies = [provider.permission("Things", [statement], wildcards={"*": "no resource type"}) for _ in range(2)]
    assert policies[0] is policies[1]
    # That of the function itself is the second.
    Template.from_stack(stack).resource_count_is("AWS::IAM::Policy", 2)


@pytest.mark.parametrize("region", [None, "eu-west-1"])
def test_wildcards_of_a_shared_permission_are_acknowledged(app: cdk.App, region: str | None) -> None:
    env = None if region is None else cdk.Environment(account="111122223333", region=region)
    stack = cdk.Stack(app, "Here", env=env)
    arn = f"arn:{stack.partition}:ses:{stack.region}:{stack.account}:identity/*"
    statement = iam.PolicyStatement(actions=["ses:GetThing"], resources=[arn])
    Provider.of(stack).permission("Things", [statement], wildcards={arn: "names every identity"})
    report = AwsSolutionsChecks(app).validate_scope(app)
    assert [violation.rule_name for violation in report.violations if "IAM5" in violation.rule_name] == []


def test_the_code_is_where_the_function_looks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    code = Path(ses_constructs.__file__).parent / "lambdas" / "provide_resources"
    monkeypatch.syspath_prepend(str(code))
    spec = importlib.util.spec_from_file_location("provider_handler", code / "handler.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert callable(module.handler)
    assert "Custom::SesActiveReceiptRuleSet" in module.RESOURCE_TYPES
    assert all(hasattr(t, verb) for t in module.RESOURCE_TYPES.values() for verb in ("create", "update", "delete"))
    assert "answer" in sys.modules
