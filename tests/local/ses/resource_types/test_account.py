"""The deliverability manager and IP pools of a template."""

from __future__ import annotations

import re

import pytest

from ses_constructs.local.ses.resources import ResourceError
from tests.local.ses.aws import Account
from tests.local.ses.stack import Stack

VDM, POOL = "AWS::SES::VdmAttributes", "AWS::SES::DedicatedIpPool"


def test_the_deliverability_manager_is_on_as_long_as_the_resource_lives(stack: Stack, account: Account) -> None:
    old = {"DashboardAttributes": {"EngagementMetrics": "ENABLED"}}
    ref, attributes = stack.create(VDM, old)
    assert attributes == {"VdmAttributesResourceId": ref}
    assert account.v2.get_account()["VdmAttributes"] == {"VdmEnabled": "ENABLED", **old}
    new = {"GuardianAttributes": {"OptimizedSharedDelivery": "ENABLED"}}
    stack.update(VDM, ref, old, new)
    assert account.v2.get_account()["VdmAttributes"] == {"VdmEnabled": "ENABLED", **new}
    stack.delete(VDM, ref, new)
    assert account.v2.get_account()["VdmAttributes"] == {"VdmEnabled": "DISABLED"}


def test_a_made_up_pool_name_is_in_lower_case(stack: Stack, account: Account) -> None:
    name, _ = stack.create(POOL, {}, logical_id="FastPool")
    assert re.fullmatch(r"stack-fastpool-[a-z0-9]{12}", name)
    stack.update(POOL, name, {}, {"ScalingMode": "MANAGED"})
    pool = account.v2.get_dedicated_ip_pool(PoolName=name)["DedicatedIpPool"]
    assert pool["ScalingMode"] == "MANAGED"


def test_a_pool_name_is_taken_once(stack: Stack) -> None:
    stack.create(POOL, {"PoolName": "fast"})
    with pytest.raises(ResourceError, match="AlreadyExists"):
        stack.create(POOL, {"PoolName": "fast"})
