"""The permission to send."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from ses_constructs.facts.permissions import SendForm
from ses_constructs.identities.sending_grant import grant_send, identity_arn
from ses_constructs.shared import Aws


def test_the_arn_names_partition_region_and_account_of_the_stack(irish_stack: cdk.Stack) -> None:
    arn = identity_arn(Aws.of(irish_stack), "shop.example")
    partition = {"Ref": "AWS::Partition"}
    assert irish_stack.resolve(arn) == {
        "Fn::Join": ["", ["arn:", partition, ":ses:eu-west-1:111122223333:identity/shop.example"]]
    }


def test_both_kinds_of_mail_are_granted(irish_stack: cdk.Stack) -> None:
    role = iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    grant = grant_send(
        role,
        aws=Aws.of(irish_stack),
        identity="shop.example",
        configuration_sets=[],
        templates=None,
        forms=[SendForm.FORMATTED, SendForm.RAW],
        limits=None,
        sandbox=False,
    )
    grant.assert_success()
    (statement,) = grant.principal_statements
    assert sorted(statement.actions) == ["ses:SendEmail", "ses:SendRawEmail"]
