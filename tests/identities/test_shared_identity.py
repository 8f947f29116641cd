"""The delegate's side of sending authorization."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from ses_constructs.errors import InvalidSettingError, UnavailableInRegionError
from ses_constructs.identities import SharedIdentity

ARN = "arn:aws:ses:eu-west-1:444455556666:identity/partner.example"


def test_a_role_may_send_as_the_identity_of_another_account(irish_stack: cdk.Stack) -> None:
    role = iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    SharedIdentity.from_arn(irish_stack, "Partner", ARN).grant_send(role)
    statement = {"Action": ["ses:SendEmail", "ses:SendRawEmail"], "Effect": "Allow", "Resource": ARN}
    Template.from_stack(irish_stack).has_resource_properties(
        "AWS::IAM::Policy", {"PolicyDocument": {"Statement": [statement]}}
    )


def test_raw_mail_names_it_in_three_headers(stack: cdk.Stack) -> None:
    headers = SharedIdentity.from_arn(stack, "Partner", ARN).headers
    assert set(headers) == {"X-SES-SOURCE-ARN", "X-SES-FROM-ARN", "X-SES-RETURN-PATH-ARN"}
    assert set(headers.values()) == {ARN}


def test_a_stack_elsewhere_cannot_use_it(app: cdk.App) -> None:
    far = cdk.Stack(app, "Far", env=cdk.Environment(account="111122223333", region="us-east-1"))
    with pytest.raises(UnavailableInRegionError, match="is an identity of eu-west-1") as caught:
        SharedIdentity.from_arn(far, "Partner", ARN)
    assert caught.value.at == "Far/Partner"


@pytest.mark.parametrize("arn", ["", "partner.example", "arn:aws:sns:eu-west-1:444455556666:identity/x"])
def test_what_is_no_identity_is_refused(stack: cdk.Stack, arn: str) -> None:
    with pytest.raises(InvalidSettingError, match="is no ARN of an identity"):
        SharedIdentity.from_arn(stack, "Partner", arn)
