"""``AWS::SES::Tenant`` and ``AWS::SES::MultiRegionEndpoint``."""

from __future__ import annotations

from ses_constructs.local.ses import tenants
from ses_constructs.local.ses.documents import Document, tags_of
from ses_constructs.local.ses.resource_kinds import Resource, ResourceKind, api, picked, resource_kind
from ses_constructs.local.ses.state import PlaceState


@resource_kind("AWS::SES::Tenant")
class TenantKind(ResourceKind):
    """A tenant with what belongs to it."""

    def create(self, resource: Resource) -> str:
        """Creates the tenant and ties its resources to it."""
        name = str(resource.properties["TenantName"])
        members = picked(resource.properties, Tags="Tags", SuppressionAttributes="SuppressionAttributes")
        api(resource.state, "sesv2", "CreateTenant", {"TenantName": name, **members})
        try:
            self._apply(resource.state, name, {}, resource.properties)
        except Exception:
            api(resource.state, "sesv2", "DeleteTenant", {"TenantName": name})
            raise
        return name

    def update(self, resource: Resource) -> None:
        """Changes what belongs to the tenant, its policy and its tags."""
        self._apply(resource.state, resource.id, resource.old, resource.properties)
        tenant = tenants.require(resource.state, resource.id)
        resource.state.tags[tenant["TenantArn"]] = tags_of(resource.properties)
        if "SuppressionAttributes" in resource.properties:
            tenant["SuppressionAttributes"] = resource.properties["SuppressionAttributes"]
        else:
            tenant.pop("SuppressionAttributes", None)

    def delete(self, resource: Resource) -> None:
        """Deletes the tenant."""
        api(resource.state, "sesv2", "DeleteTenant", {"TenantName": resource.id})

    def attributes(self, resource: Resource) -> dict[str, str]:
        """``Arn``."""
        return {"Arn": tenants.require(resource.state, resource.id)["TenantArn"]}

    def _apply(self, state: PlaceState, name: str, old: Document, new: Document) -> None:
        before, after = _resources(old), _resources(new)
        for arn in sorted(before - after):
            api(state, "sesv2", "DeleteTenantResourceAssociation", {"TenantName": name, "ResourceArn": arn})
        for arn in sorted(after - before):
            api(state, "sesv2", "CreateTenantResourceAssociation", {"TenantName": name, "ResourceArn": arn})
        entity = tenants.entity(state, tenants.require(state, name)["TenantArn"])
        if "ReputationEntity" in new:
            policy = new["ReputationEntity"]["Policy"]["ReputationEntityPolicy"]
            entity["ReputationManagementPolicy"] = policy
        else:
            entity.pop("ReputationManagementPolicy", None)


@resource_kind("AWS::SES::MultiRegionEndpoint")
class MultiRegionEndpointKind(ResourceKind):
    """A global endpoint."""

    def create(self, resource: Resource) -> str:
        """Creates the endpoint; the API spells the routes ``RoutesDetails``."""
        details = {"RoutesDetails": resource.properties["Details"]["RouteDetails"]}
        parameters = {"EndpointName": resource.properties["EndpointName"], "Details": details}
        api(
            resource.state,
            "sesv2",
            "CreateMultiRegionEndpoint",
            parameters | picked(resource.properties, Tags="Tags"),
        )
        return str(resource.properties["EndpointName"])

    def update(self, resource: Resource) -> None:
        """Only tags can change in place."""
        resource.state.tags[resource.state.arn(f"multi-region-endpoint/{resource.id}")] = tags_of(
            resource.properties
        )

    def delete(self, resource: Resource) -> None:
        """Deletes the endpoint."""
        api(resource.state, "sesv2", "DeleteMultiRegionEndpoint", {"EndpointName": resource.id})


def _resources(properties: Document) -> set[str]:
    return {each["ResourceArn"] for each in properties.get("ResourceAssociations", [])}
