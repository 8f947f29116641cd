"""Global endpoints."""

from __future__ import annotations

import pytest

from tests.local.ses.aws import Account

NAME = {"EndpointName": "global"}


def test_an_endpoint_is_kept_and_deleted(account: Account) -> None:
    client = account.v2
    there = {"Details": {"RoutesDetails": [{"Region": "eu-west-1"}]}}
    created = client.create_multi_region_endpoint(**NAME, **there)
    assert created["Status"] == "CREATING"
    with pytest.raises(client.exceptions.AlreadyExistsException):
        client.create_multi_region_endpoint(**NAME, **there)
    found = client.get_multi_region_endpoint(**NAME)
    assert found["EndpointId"] == created["EndpointId"]
    assert [route["Region"] for route in found["Routes"]] == ["us-east-1", "eu-west-1"]
    (listed,) = client.list_multi_region_endpoints()["MultiRegionEndpoints"]
    assert listed["Regions"] == ["us-east-1", "eu-west-1"]
    assert client.delete_multi_region_endpoint(**NAME)["Status"] == "DELETING"
    with pytest.raises(client.exceptions.NotFoundException):
        client.get_multi_region_endpoint(**NAME)


def test_the_second_region_is_another(account: Account) -> None:
    here = {"RoutesDetails": [{"Region": "us-east-1"}]}
    with pytest.raises(account.v2.exceptions.BadRequestException):
        account.v2.create_multi_region_endpoint(**NAME, Details=here)
