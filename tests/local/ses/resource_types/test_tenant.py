"""Tenants and global endpoints of a template."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.local.ses.resources import ResourceError
from tests.local.ses.aws import DOMAIN, Account
from tests.local.ses.stack import Stack

KIND, ENDPOINT = "AWS::SES::Tenant", "AWS::SES::MultiRegionEndpoint"
POLICY = "arn:aws:ses:us-east-1:aws:reputation-policy/strict"


def test_a_tenant_with_everything(stack: Stack, account: Account) -> None:
    arns = [account.arn(f"identity/{DOMAIN}"), account.arn("configuration-set/news")]
    old: dict[str, Any] = {
        "TenantName": "acme",
        "ResourceAssociations": [{"ResourceArn": arns[0]}],
        "ReputationEntity": {"Policy": {"ReputationEntityPolicy": POLICY}},
        "SuppressionAttributes": {"SuppressionScope": "TENANT", "SuppressedReasons": ["BOUNCE"]},
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    ref, attributes = stack.create(KIND, old)
    found = account.v2.get_tenant(TenantName="acme")["Tenant"]
    assert (ref, attributes) == ("acme", {"Arn": found["TenantArn"]})
    assert (found["SuppressionAttributes"], found["Tags"]) == (old["SuppressionAttributes"], old["Tags"])
    entity = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": found["TenantArn"]}
    assert account.v2.get_reputation_entity(**entity)["ReputationEntity"]["ReputationManagementPolicy"] == POLICY
    stack.update(KIND, "acme", old, {"TenantName": "acme", "ResourceAssociations": [{"ResourceArn": arns[1]}]})
    resources = account.v2.list_tenant_resources(TenantName="acme")["TenantResources"]
    assert [each["ResourceArn"] for each in resources] == [arns[1]]
    found = account.v2.get_tenant(TenantName="acme")["Tenant"]
    assert found["Tags"] == []
    assert "SuppressionAttributes" not in found
    assert "ReputationManagementPolicy" not in account.v2.get_reputation_entity(**entity)["ReputationEntity"]


def test_a_refused_association_leaves_no_tenant_behind(stack: Stack, account: Account) -> None:
    wrong = [{"ResourceArn": account.arn("contact-list/people")}]
    with pytest.raises(ResourceError, match="no identity, configuration set or template"):
        stack.create(KIND, {"TenantName": "acme", "ResourceAssociations": wrong})
    assert account.v2.list_tenants()["Tenants"] == []


def test_an_endpoint_is_read_back(stack: Stack, account: Account) -> None:
    old: dict[str, Any] = {
        "EndpointName": "global",
        "Details": {"RouteDetails": [{"Region": "eu-west-1"}]},
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    assert stack.create(ENDPOINT, old)[0] == "global"
    assert account.v2.get_multi_region_endpoint(EndpointName="global")["Status"] == "CREATING"
    arn = account.arn("multi-region-endpoint/global")
    assert account.v2.list_tags_for_resource(ResourceArn=arn)["Tags"] == old["Tags"]
    stack.update(ENDPOINT, "global", old, old | {"Tags": []})
    assert account.v2.list_tags_for_resource(ResourceArn=arn)["Tags"] == []
    moved = old | {"Details": {"RouteDetails": [{"Region": "eu-central-1"}]}}
    assert stack.resources.replaces(ENDPOINT, old, moved)
