"""Statements of policies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ses_constructs.review import Assembly
from ses_constructs.review.policies import granted_to, matches, statements


@pytest.mark.parametrize(
    ("pattern", "action", "yes"),
    [
        ("ses:SendEmail", "ses:sendemail", True),
        ("ses:*", "ses:SendEmail", True),
        ("*", "ses:SendEmail", True),
        ("ses:Send*", "ses:SendRawEmail", True),
        ("ses:Get*", "ses:SendEmail", False),
        ("ses:*Email", "ses:SendEmail", True),
        ("ses:*Mail", "sns:Publish", False),
    ],
)
def test_actions_match_as_iam_reads_them(pattern: str, action: str, yes: bool) -> None:
    assert matches(pattern, action) is yes


def test_statements_are_found_wherever_policies_are_written(assembly: Callable[[str], Assembly]) -> None:
    read = assembly("""
        Role:
          Type: AWS::IAM::Role
          Properties:
            AssumeRolePolicyDocument: {Statement: {Effect: Allow, Principal: {Service: a}, Action: trust}}
            Policies: [{PolicyDocument: {Statement: [{Effect: Allow, Action: inline}]}}]
        Policy:
          Type: AWS::IAM::Policy
          Properties: {Roles: [!Ref Role], PolicyDocument: {Statement: [{Action: own}]}}
        Other: {Type: AWS::IAM::Policy, Properties: {Roles: [x], PolicyDocument: {Statement: [{Action: other}]}}}
        Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Statement: [{Action: key}, !If [A, {}, {}]]}}}
        Sam: {Type: AWS::Serverless::Function, Properties: {Policies: [Name, {Statement: [{Action: sam}]}]}}
    """)
    assert {one.actions for one in statements(read)} == {
        ("trust",),
        ("inline",),
        ("own",),
        ("other",),
        ("key",),
        ("sam",),
    }
    role = next(read.resources("AWS::IAM::Role"))
    assert {one.actions for one in granted_to(read, role)} == {("inline",), ("own",)}


def test_everyone_is_a_star_in_either_place(assembly: Callable[[str], Assembly]) -> None:
    read = assembly("""
        Policy:
          Type: AWS::SNS::TopicPolicy
          Properties:
            PolicyDocument:
              Statement:
                - {Effect: Allow, Principal: "*"}
                - {Effect: Allow, Principal: {AWS: "*"}}
                - {Effect: Allow, Principal: {AWS: a}}
    """)
    assert [one.admits("ses.amazonaws.com") for one in statements(read)] == [True, True, False]
