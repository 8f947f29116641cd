"""Permissions that do not fit into a user."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from ses_constructs.smtp.key_user import KeyUser

MOST = {"AWS::IAM::Policy": 2048, "AWS::IAM::ManagedPolicy": 6144}


def grant(user: iam.User, number: int) -> iam.Grant:
    arn = f"arn:{cdk.Aws.PARTITION}:ses:{cdk.Aws.REGION}:{cdk.Aws.ACCOUNT_ID}:identity/domain-{number}.example"
    return iam.Grant.add_to_principal(grantee=user, actions=["ses:SendRawEmail"], resource_arns=[arn])


def policies(stack: cdk.Stack) -> list[tuple[str, str]]:
    """Type and text of every policy, with what the deployment fills in at its longest."""
    found: list[tuple[str, str]] = []
    for made in Template.from_stack(stack).to_json()["Resources"].values():
        if made["Type"] in MOST:
            assert made["Properties"]["Users"]
            found.append((made["Type"], json.dumps(deployed(made["Properties"]["PolicyDocument"]))))
    return found


def deployed(value: Any) -> Any:
    match value:
        case {"Fn::Join": [between, parts]}:
            return between.join(deployed(part) for part in parts)
        case {"Ref": name}:
            return {"AWS::Partition": "aws-us-gov", "AWS::Region": "ap-southeast-1"}.get(name, "111122223333")
        case dict():
            return {key: deployed(each) for key, each in value.items()}
        case list():
            return [deployed(each) for each in value]
    return value


@pytest.mark.parametrize("joins", [True, False])
@pytest.mark.parametrize(("domains", "overflows"), [(1, False), (5, False), (40, True), (200, True)])
def test_no_policy_outgrows_what_iam_takes(joins: bool, domains: int, overflows: bool) -> None:
    app = cdk.App(context={"@aws-cdk/aws-iam:minimizePolicies": joins})
    stack = cdk.Stack(app, "Mail")
    user = KeyUser(stack, "User")
    granted = [grant(user, number) for number in range(domains)]
    assert all(one.success for one in granted)
    found = policies(stack)
    count = [type for type, _ in found].count("AWS::IAM::ManagedPolicy")
    assert bool(count) is overflows
    assert count <= 10
    assert all(len(text.replace(" ", "")) <= MOST[type] for type, text in found)
    said = "".join(text for _, text in found)
    assert all(f"identity/domain-{number}.example" in said for number in range(domains))


def test_what_waits_for_a_grant_waits_for_the_policy_that_has_it(stack: cdk.Stack) -> None:
    user = KeyUser(stack, "User")
    last = [grant(user, number) for number in range(40)][-1]
    waiting = cdk.CfnResource(stack, "Waiting", type="Test::It::Waits")
    last.apply_before(waiting)
    (resource,) = Template.from_stack(stack).find_resources("Test::It::Waits").values()
    assert any("More1" in name for name in resource["DependsOn"])
