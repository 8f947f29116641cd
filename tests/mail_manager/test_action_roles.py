"""A role for each thing that an action may do."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

from ses_constructs.mail_manager.action_roles import ActionRoles
from ses_constructs.mail_manager.rule_action import Permission, statement
from tests.mail_manager.reading import resources


def test_the_same_permission_is_one_role_and_another_one_another(stack: cdk.Stack) -> None:
    roles, bucket = ActionRoles(stack), s3.Bucket(stack, "Bucket")

    def ask(resource: str) -> str:
        return roles.arn_for(Permission(purpose="Put", statements=[statement(["s3:PutObject"], resource)]))

    assert ask(f"{bucket.bucket_arn}/a*") == ask(f"{bucket.bucket_arn}/a*")
    assert ask(f"{bucket.bucket_arn}/a*") != ask(f"{bucket.bucket_arn}/b*")
    assert len(resources(stack, "AWS::IAM::Role")) == 2


def test_only_rule_sets_of_this_account_and_region_take_a_role(irish_stack: cdk.Stack) -> None:
    permission = Permission(purpose="Put", statements=[statement(["s3:PutObject"], "arn:aws:s3:::mail/*")])
    ActionRoles(irish_stack).arn_for(permission)
    (role,) = resources(irish_stack, "AWS::IAM::Role").values()
    assert role["Properties"]["AssumeRolePolicyDocument"]["Statement"] == [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "ses.amazonaws.com"},
            "Condition": {
                "StringEquals": {"aws:SourceAccount": "111122223333"},
                "ArnLike": {
                    "aws:SourceArn": {
                        "Fn::Join": [
                            "",
                            [
                                "arn:",
                                {"Ref": "AWS::Partition"},
                                ":ses:eu-west-1:111122223333:mailmanager-rule-set/*",
                            ],
                        ]
                    }
                },
            },
        }
    ]
    (policy,) = role["Properties"]["Policies"]
    assert policy["PolicyDocument"]["Statement"] == list(permission.statements)


def test_the_id_of_a_role_does_not_change_with_the_tokens_of_a_run() -> None:
    ids = []
    for _ in range(2):
        stack = cdk.Stack(cdk.App(), "Mail")
        arn = s3.Bucket(stack, "Bucket").bucket_arn
        ActionRoles(stack).arn_for(Permission(purpose="Put", statements=[statement(["s3:PutObject"], f"{arn}/*")]))
        ids.append(list(resources(stack, "AWS::IAM::Role")))
    assert ids[0] == ids[1]
