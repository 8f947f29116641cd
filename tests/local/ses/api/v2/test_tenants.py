"""Tenants in v2."""

from __future__ import annotations

import pytest

from tests.local.ses.aws import DOMAIN, Account

NAME = {"TenantName": "acme"}


@pytest.fixture
def owner(account: Account) -> Account:
    account.v2.create_tenant(**NAME, Tags=[{"Key": "a", "Value": "b"}])
    return account


def test_a_tenant_is_read_listed_and_deleted(owner: Account) -> None:
    found = owner.v2.get_tenant(**NAME)["Tenant"]
    assert (found["SendingStatus"], found["Tags"]) == ("ENABLED", [{"Key": "a", "Value": "b"}])
    assert found["TenantArn"].startswith(owner.arn("tenant/acme/tn-"))
    assert [each["TenantName"] for each in owner.v2.list_tenants()["Tenants"]] == ["acme"]
    with pytest.raises(owner.v2.exceptions.AlreadyExistsException):
        owner.v2.create_tenant(**NAME)
    owner.v2.delete_tenant(**NAME)
    with pytest.raises(owner.v2.exceptions.NotFoundException):
        owner.v2.get_tenant(**NAME)
    with pytest.raises(owner.v2.exceptions.NotFoundException):
        owner.v2.list_tags_for_resource(ResourceArn=found["TenantArn"])


def test_resources_are_tied_and_untied(owner: Account) -> None:
    arn = owner.arn(f"identity/{DOMAIN}")
    owner.v2.create_tenant_resource_association(**NAME, ResourceArn=arn)
    with pytest.raises(owner.v2.exceptions.AlreadyExistsException):
        owner.v2.create_tenant_resource_association(**NAME, ResourceArn=arn)
    assert owner.v2.list_tenant_resources(**NAME)["TenantResources"] == [
        {"ResourceType": "EMAIL_IDENTITY", "ResourceArn": arn}
    ]
    tenants = owner.v2.list_resource_tenants(ResourceArn=arn)["ResourceTenants"]
    assert [each["TenantName"] for each in tenants] == ["acme"]
    owner.v2.delete_tenant_resource_association(**NAME, ResourceArn=arn)
    with pytest.raises(owner.v2.exceptions.NotFoundException):
        owner.v2.delete_tenant_resource_association(**NAME, ResourceArn=arn)
    assert owner.v2.list_resource_tenants(ResourceArn=arn)["ResourceTenants"] == []


def test_only_some_resources_belong_to_tenants(owner: Account) -> None:
    with pytest.raises(owner.v2.exceptions.BadRequestException):
        owner.v2.create_tenant_resource_association(**NAME, ResourceArn=owner.arn("contact-list/a"))


def test_the_reputation_entity_follows_its_tenant(owner: Account) -> None:
    arn = owner.v2.get_tenant(**NAME)["Tenant"]["TenantArn"]
    entity = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": arn}
    policy = "arn:aws:ses:us-east-1:aws:reputation-policy/strict"
    owner.v2.update_reputation_entity_policy(**entity, ReputationEntityPolicy=policy)
    owner.v2.update_reputation_entity_customer_managed_status(**entity, SendingStatus="DISABLED")
    found = owner.v2.get_reputation_entity(**entity)["ReputationEntity"]
    assert found["ReputationManagementPolicy"] == policy
    assert found["CustomerManagedStatus"]["Status"] == found["SendingStatusAggregate"] == "DISABLED"
    assert owner.v2.get_tenant(**NAME)["Tenant"]["SendingStatus"] == "DISABLED"


def test_a_changed_status_is_told_on_the_bus(owner: Account) -> None:
    arn = owner.v2.get_tenant(**NAME)["Tenant"]["TenantArn"]
    entity = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": arn}
    for status in ("DISABLED", "DISABLED", "REINSTATED", "ENABLED"):
        owner.v2.update_reputation_entity_customer_managed_status(**entity, SendingStatus=status)
    assert [(kind, resources) for kind, resources, _ in owner.world.bus] == [
        ("Sending Status Disabled", [arn]),
        ("Sending Status Enabled", [arn]),
    ]
    told = [detail["data"] for _, _, detail in owner.world.bus]
    assert [(one["origin"], one["record"]["status"]) for one in told] == [
        ("CUSTOMER_MANAGED", "DISABLED"),
        ("CUSTOMER_MANAGED", "REINSTATED"),
    ]
    assert all(len(one["record"]["lastUpdatedTimestamp"]) == 7 for one in told)


def test_suppression_settings_are_kept(owner: Account) -> None:
    wanted = {"SuppressedReasons": ["BOUNCE"], "SuppressionScope": "TENANT"}
    owner.v2.put_tenant_suppression_attributes(**NAME, **wanted)
    assert owner.v2.get_tenant(**NAME)["Tenant"]["SuppressionAttributes"] == wanted
