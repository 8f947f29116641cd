"""Reasons for wildcards, as cdk-nag finds them."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from cdk_nag import AwsSolutionsChecks

from ses_constructs.shared import Aws
from ses_constructs.shared.wildcards import acknowledge_key_use, acknowledge_objects, acknowledge_wildcard


def findings(app: cdk.App) -> list[str]:
    return [violation.rule_name for violation in AwsSolutionsChecks(app).validate_scope(app).violations]


@pytest.mark.parametrize("region", [None, "eu-west-1", "us-gov-west-1"])
@pytest.mark.parametrize("acknowledged", [True, False])
def test_a_reason_covers_the_resource_it_names(app: cdk.App, region: str | None, acknowledged: bool) -> None:
    env = None if region is None else cdk.Environment(account="111122223333", region=region)
    stack = cdk.Stack(app, "Here", env=env)
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    arn = Aws.of(stack).arn("ses", "identity/*")
    role.add_to_policy(iam.PolicyStatement(actions=["ses:GetEmailIdentity"], resources=[arn]))
    if acknowledged:
        acknowledge_wildcard(role, arn, "names every identity")
    assert bool(findings(app)) is not acknowledged


def test_a_reason_for_one_resource_covers_no_other(app: cdk.App) -> None:
    stack = cdk.Stack(app, "Here")
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    role.add_to_policy(iam.PolicyStatement(actions=["ses:GetAccount"], resources=["*"]))
    acknowledge_wildcard(role, Aws.of(stack).arn("ses", "identity/*"), "names every identity")
    assert findings(app) == ["AwsSolutions-IAM5[Resource::*]"]


@pytest.mark.parametrize("acknowledged", [True, False])
@pytest.mark.parametrize("imported", [True, False])
def test_a_reason_covers_the_objects_of_a_bucket(app: cdk.App, acknowledged: bool, imported: bool) -> None:
    stack = cdk.Stack(app, "Here")
    made = s3.CfnBucket(stack, "Made")
    name = "theirs" if imported else made.ref
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", name)
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    objects = bucket.arn_for_objects("mail/*")
    role.add_to_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=[objects]))
    if acknowledged:
        acknowledge_objects(role, objects, "named by SES")
    assert any("IAM5" in finding for finding in findings(app)) is not acknowledged


@pytest.mark.parametrize("acknowledged", [True, False])
def test_a_reason_covers_what_the_cdk_grants_of_a_key(app: cdk.App, acknowledged: bool) -> None:
    stack = cdk.Stack(app, "Here")
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    kms.Key(stack, "Key", enable_key_rotation=True).grant_encrypt_decrypt(role)
    if acknowledged:
        acknowledge_key_use(role)
    assert bool(findings(app)) is not acknowledged
