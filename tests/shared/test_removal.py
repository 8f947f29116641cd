"""What outlives its stack, and what a failed deployment takes back."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared.removal import apply_removal, check_removal


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


def test_a_snapshot_of_what_has_none_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="is for databases and volumes") as caught:
        check_removal(cdk.RemovalPolicy.SNAPSHOT)
    assert caught.value.fix == "use RemovalPolicy.RETAIN or RemovalPolicy.DESTROY"


@pytest.mark.parametrize("policy", [each for each in cdk.RemovalPolicy if each.name != "SNAPSHOT"])
def test_every_other_policy_passes(policy: cdk.RemovalPolicy) -> None:
    check_removal(policy)
