"""Permissions on one resource."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from ses_constructs.mail_manager.resource_grants import grant


def test_all_actions_are_on_the_one_resource(stack: cdk.Stack) -> None:
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    grant(
        role, "arn:aws:ses:eu-west-1:111122223333:mailmanager-archive/a-1", ["ses:A"], ["ses:B"]
    ).assert_success()
    (made,) = Template.from_stack(stack).find_resources("AWS::IAM::Policy").values()
    (statement,) = made["Properties"]["PolicyDocument"]["Statement"]
    assert statement == {
        "Action": ["ses:A", "ses:B"],
        "Effect": "Allow",
        "Resource": "arn:aws:ses:eu-west-1:111122223333:mailmanager-archive/a-1",
    }
