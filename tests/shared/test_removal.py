"""What outlives its stack, and what a failed deployment takes back."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.shared.removal import apply_removal


@pytest.mark.parametrize(
    ("policy", "written"),
    [
        (cdk.RemovalPolicy.RETAIN, {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}),
        (
            cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
            {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"},
        ),
        (cdk.RemovalPolicy.DESTROY, {}),
    ],
)
def test_what_is_kept_blocks_no_second_attempt(
    stack: cdk.Stack, policy: cdk.RemovalPolicy, written: dict[str, str]
) -> None:
    apply_removal(cdk.CfnResource(stack, "Identity", type="AWS::SES::EmailIdentity"), policy)
    (resource,) = Template.from_stack(stack).find_resources("AWS::SES::EmailIdentity").values()
    assert resource == {"Type": "AWS::SES::EmailIdentity", **written}
