"""``AWS::SES::VdmAttributes`` and ``AWS::SES::DedicatedIpPool``."""

from __future__ import annotations

from ses_constructs.local.ses.documents import Document, tags_of
from ses_constructs.local.ses.record_ids import random_text
from ses_constructs.local.ses.resource_kinds import CreateOnlyChange, Resource, ResourceKind, api, resource_kind
from ses_constructs.local.ses.state import PlaceState


@resource_kind("AWS::SES::VdmAttributes")
class VdmAttributesKind(ResourceKind):
    """The Virtual Deliverability Manager of the account, of which there is one."""

    def create(self, resource: Resource) -> str:
        """Switches it on."""
        self._put(resource.state, "ENABLED", resource.properties)
        return f"vdm-attributes-{random_text(12)}"

    def update(self, resource: Resource) -> None:
        """Changes its settings."""
        self._put(resource.state, "ENABLED", resource.properties)

    def delete(self, resource: Resource) -> None:
        """Switches it off."""
        self._put(resource.state, "DISABLED", {})

    def _put(self, state: PlaceState, enabled: str, properties: Document) -> None:
        attributes = {"VdmEnabled": enabled, **properties}
        api(state, "sesv2", "PutAccountVdmAttributes", {"VdmAttributes": attributes})


@resource_kind("AWS::SES::DedicatedIpPool")
class DedicatedIpPoolKind(ResourceKind):
    """A dedicated IP pool."""

    def create(self, resource: Resource) -> str:
        """Creates the pool; made-up names are in lower case, as the schema wants."""
        resource.properties.setdefault("PoolName", resource.new_name().lower())
        api(resource.state, "sesv2", "CreateDedicatedIpPool", resource.properties)
        return str(resource.properties["PoolName"])

    def update(self, resource: Resource) -> None:
        """Turns a standard pool into a managed one."""
        mode = resource.properties.get("ScalingMode", "STANDARD")
        if mode != resource.old.get("ScalingMode", "STANDARD"):
            parameters = {"PoolName": resource.id, "ScalingMode": mode}
            api(resource.state, "sesv2", "PutDedicatedIpPoolScalingAttributes", parameters)
        resource.state.tags[resource.state.arn(f"dedicated-ip-pool/{resource.id}")] = tags_of(resource.properties)

    def delete(self, resource: Resource) -> None:
        """Deletes the pool."""
        api(resource.state, "sesv2", "DeleteDedicatedIpPool", {"PoolName": resource.id})

    def replaces(self, change: CreateOnlyChange) -> bool:
        """Another name does, and a managed pool that should become a standard one."""
        was, becomes = change.old.get("ScalingMode"), change.new.get("ScalingMode", "STANDARD")
        back = was == "MANAGED" and becomes == "STANDARD"
        return back or any(not pointer.endswith("/ScalingMode") for pointer in change.pointers)
