"""Dedicated IP pools."""

from __future__ import annotations

import pytest

from tests.local.ses.aws import Account

NAME = {"PoolName": "fast"}


def test_a_pool_is_kept_scaled_and_deleted(account: Account) -> None:
    client = account.v2
    client.create_dedicated_ip_pool(**NAME)
    with pytest.raises(client.exceptions.AlreadyExistsException):
        client.create_dedicated_ip_pool(**NAME)
    pool = client.get_dedicated_ip_pool(**NAME)["DedicatedIpPool"]
    assert pool == {"PoolName": "fast", "ScalingMode": "STANDARD"}
    client.put_dedicated_ip_pool_scaling_attributes(**NAME, ScalingMode="MANAGED")
    with pytest.raises(client.exceptions.BadRequestException):
        client.put_dedicated_ip_pool_scaling_attributes(**NAME, ScalingMode="STANDARD")
    assert client.list_dedicated_ip_pools()["DedicatedIpPools"] == ["fast"]
    client.delete_dedicated_ip_pool(**NAME)
    for call in (client.get_dedicated_ip_pool, client.delete_dedicated_ip_pool):
        with pytest.raises(client.exceptions.NotFoundException):
            call(**NAME)
