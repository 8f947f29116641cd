"""Managed pools."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.account import ManagedIpPool
from ses_constructs.errors import InvalidSettingError


def test_a_managed_pool_is_kept(stack: cdk.Stack) -> None:
    ManagedIpPool(stack, "Pool", pool_name="auto", tags={"team": "mail"})
    (made,) = Template.from_stack(stack).find_resources("AWS::SES::DedicatedIpPool").values()
    assert made["Properties"] == {
        "PoolName": "auto",
        "ScalingMode": "MANAGED",
        "Tags": [{"Key": "team", "Value": "mail"}],
    }
    assert (made["DeletionPolicy"], made["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_it_may_go_if_one_says_so(stack: cdk.Stack) -> None:
    ManagedIpPool(stack, "Pool", removal_policy=cdk.RemovalPolicy.DESTROY)
    (made,) = Template.from_stack(stack).find_resources("AWS::SES::DedicatedIpPool").values()
    assert "DeletionPolicy" not in made
    with pytest.raises(InvalidSettingError, match="removal_policy="):
        ManagedIpPool(stack, "Copied", removal_policy=cdk.RemovalPolicy.SNAPSHOT)


def test_a_name_that_no_pool_has_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError):
        ManagedIpPool(stack, "Pool", pool_name="Auto")
