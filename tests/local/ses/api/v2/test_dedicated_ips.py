"""Dedicated IP addresses in v2."""

from __future__ import annotations

import pytest

from tests.local.ses.aws import Account

IP = "192.0.2.7"
DEFAULT = "ses-default-dedicated-pool"


@pytest.fixture
def owner(account: Account) -> Account:
    account.ses.lease_ip(account.place, IP)
    account.v2.create_dedicated_ip_pool(PoolName="fast")
    account.v2.create_dedicated_ip_pool(PoolName="auto", ScalingMode="MANAGED")
    return account


def pool_of(owner: Account) -> str:
    return str(owner.v2.get_dedicated_ip(Ip=IP)["DedicatedIp"]["PoolName"])


def test_an_address_moves_between_pools(owner: Account) -> None:
    assert pool_of(owner) == DEFAULT
    owner.v2.put_dedicated_ip_in_pool(Ip=IP, DestinationPoolName="fast")
    assert pool_of(owner) == "fast"
    assert [each["Ip"] for each in owner.v2.get_dedicated_ips(PoolName="fast")["DedicatedIps"]] == [IP]
    assert owner.v2.get_dedicated_ips(PoolName=DEFAULT)["DedicatedIps"] == []
    assert len(owner.v2.get_dedicated_ips()["DedicatedIps"]) == 1
    owner.v2.put_dedicated_ip_in_pool(Ip=IP, DestinationPoolName=DEFAULT)
    assert pool_of(owner) == DEFAULT


def test_the_addresses_of_a_deleted_pool_are_free_again(owner: Account) -> None:
    owner.v2.put_dedicated_ip_in_pool(Ip=IP, DestinationPoolName="fast")
    owner.v2.delete_dedicated_ip_pool(PoolName="fast")
    assert pool_of(owner) == DEFAULT


@pytest.mark.parametrize(
    ("ip", "pool", "error"),
    [
        ("192.0.2.8", "fast", "NotFoundException"),
        (IP, "none", "NotFoundException"),
        (IP, "auto", "BadRequestException"),
    ],
)
def test_what_cannot_move_is_refused(owner: Account, ip: str, pool: str, error: str) -> None:
    with pytest.raises(getattr(owner.v2.exceptions, error)):
        owner.v2.put_dedicated_ip_in_pool(Ip=ip, DestinationPoolName=pool)


def test_warm_up_is_set(owner: Account) -> None:
    for percentage, status in ((40, "IN_PROGRESS"), (100, "DONE"), (0, "IN_PROGRESS")):
        owner.v2.put_dedicated_ip_warmup_attributes(Ip=IP, WarmupPercentage=percentage)
        found = owner.v2.get_dedicated_ip(Ip=IP)["DedicatedIp"]
        assert (found["WarmupPercentage"], found["WarmupStatus"]) == (percentage, status)
    with pytest.raises(owner.v2.exceptions.BadRequestException):
        owner.v2.put_dedicated_ip_warmup_attributes(Ip=IP, WarmupPercentage=101)
