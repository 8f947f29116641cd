"""Tenants."""

from __future__ import annotations

from ses_constructs.local.ses import tenants
from ses_constructs.local.ses.documents import Document, tag_list, tags_of, without_none
from ses_constructs.local.ses.failures import already_exists, bad_request, not_found
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page
from ses_constructs.local.ses.record_ids import new_id

_RESOURCE_TYPES = {
    "identity": "EMAIL_IDENTITY",
    "configuration-set": "CONFIGURATION_SET",
    "template": "EMAIL_TEMPLATE",
}


@operation("sesv2", "CreateTenant")
def create_tenant(call: Call) -> Document:
    """Creates a tenant."""
    name = call.text("TenantName")
    if name in call.state.kept(tenants.KIND):
        raise already_exists(f"Tenant {name} already exists.")
    tenant_id = new_id("tn")
    arn = call.state.arn(f"tenant/{name}/{tenant_id}")
    call.state.kept(tenants.KIND)[name] = without_none(
        {
            "TenantName": name,
            "TenantId": tenant_id,
            "TenantArn": arn,
            "CreatedTimestamp": call.state.now(),
            "SuppressionAttributes": call.parameters.get("SuppressionAttributes"),
        }
    )
    call.state.tags[arn] = tags_of(call.parameters)
    return _shown(call, name)


@operation("sesv2", "GetTenant")
def get_tenant(call: Call) -> Document:
    """A tenant."""
    return {"Tenant": _shown(call, call.text("TenantName"))}


@operation("sesv2", "ListTenants")
def list_tenants(call: Call) -> Document:
    """Every tenant."""
    return page([_shown(call, name) for name in call.state.kept(tenants.KIND)], call.parameters, "Tenants")


@operation("sesv2", "DeleteTenant")
def delete_tenant(call: Call) -> None:
    """Deletes a tenant and what ties resources to it."""
    name = call.text("TenantName")
    arn = tenants.require(call.state, name)["TenantArn"]
    del call.state.kept(tenants.KIND)[name]
    call.state.records.pop(f"{tenants.ASSOCIATIONS}/{name}", None)
    call.state.kept(tenants.ENTITIES).pop(arn, None)
    call.state.suppressed_by_tenant.pop(name, None)
    call.state.tags.pop(arn, None)


@operation("sesv2", "PutTenantSuppressionAttributes")
def put_suppression_attributes(call: Call) -> None:
    """Chooses the account's suppression list or one of the tenant's own."""
    tenant = tenants.require(call.state, call.text("TenantName"))
    tenant["SuppressionAttributes"] = {key: value for key, value in call.parameters.items() if key != "TenantName"}


@operation("sesv2", "CreateTenantResourceAssociation")
def associate(call: Call) -> None:
    """Ties a resource to a tenant."""
    arn = call.text("ResourceArn")
    found = tenants.associations(call.state, call.text("TenantName"))
    if arn in found:
        raise already_exists(f"{arn} already belongs to tenant {call.text('TenantName')}.")
    kind = arn.rpartition(":")[2].partition("/")[0]
    if kind not in _RESOURCE_TYPES:
        raise bad_request(f"{arn} is no identity, configuration set or template.")
    found[arn] = {
        "ResourceType": _RESOURCE_TYPES[kind],
        "ResourceArn": arn,
        "AssociatedTimestamp": call.state.now(),
    }


@operation("sesv2", "DeleteTenantResourceAssociation")
def dissociate(call: Call) -> None:
    """Unties a resource from a tenant."""
    arn = call.text("ResourceArn")
    found = tenants.associations(call.state, call.text("TenantName"))
    if arn not in found:
        raise not_found(f"{arn} does not belong to tenant {call.text('TenantName')}.")
    del found[arn]


@operation("sesv2", "ListTenantResources")
def list_resources(call: Call) -> Document:
    """What belongs to a tenant."""
    found = tenants.associations(call.state, call.text("TenantName"))
    return page(list(found.values()), call.parameters, "TenantResources")


@operation("sesv2", "ListResourceTenants")
def list_resource_tenants(call: Call) -> Document:
    """The tenants a resource belongs to."""
    arn = call.text("ResourceArn")
    items = [
        {
            "TenantName": name,
            "TenantId": tenant["TenantId"],
            "ResourceArn": arn,
            "AssociatedTimestamp": tenants.associations(call.state, name)[arn]["AssociatedTimestamp"],
        }
        for name, tenant in call.state.kept(tenants.KIND).items()
        if arn in tenants.associations(call.state, name)
    ]
    return page(items, call.parameters, "ResourceTenants")


@operation("sesv2", "GetReputationEntity")
def get_reputation_entity(call: Call) -> Document:
    """The reputation entity of a tenant."""
    return {"ReputationEntity": tenants.entity(call.state, call.text("ReputationEntityReference"))}


@operation("sesv2", "UpdateReputationEntityCustomerManagedStatus")
def update_customer_managed_status(call: Call) -> None:
    """Switches a tenant's sending off or on again."""
    tenants.set_status(call.state, call.text("ReputationEntityReference"), call.text("SendingStatus"))


@operation("sesv2", "UpdateReputationEntityPolicy")
def update_policy(call: Call) -> None:
    """Keeps a tenant's reputation policy; it is recorded and pauses nothing by itself here."""
    found = tenants.entity(call.state, call.text("ReputationEntityReference"))
    found["ReputationManagementPolicy"] = call.text("ReputationEntityPolicy")


def _shown(call: Call, name: str) -> Document:
    tenant = tenants.require(call.state, name)
    entity = tenants.entity(call.state, tenant["TenantArn"])
    tags = tag_list(call.state.tags[tenant["TenantArn"]])
    return tenant | {"SendingStatus": entity["SendingStatusAggregate"], "Tags": tags}
