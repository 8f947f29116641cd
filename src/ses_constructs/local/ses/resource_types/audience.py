"""``AWS::SES::ContactList``."""

from __future__ import annotations

from ses_constructs.local.ses.documents import tags_of
from ses_constructs.local.ses.resource_kinds import Resource, ResourceKind, api, picked, resource_kind


@resource_kind("AWS::SES::ContactList")
class ContactListKind(ResourceKind):
    """The account's contact list."""

    def create(self, resource: Resource) -> str:
        """Creates the list."""
        resource.properties.setdefault("ContactListName", resource.new_name())
        api(resource.state, "sesv2", "CreateContactList", resource.properties)
        return str(resource.properties["ContactListName"])

    def update(self, resource: Resource) -> None:
        """Replaces description and topics."""
        content = {"ContactListName": resource.id} | picked(
            resource.properties, Topics="Topics", Description="Description"
        )
        api(resource.state, "sesv2", "UpdateContactList", content)
        resource.state.tags[resource.state.arn(f"contact-list/{resource.id}")] = tags_of(resource.properties)

    def delete(self, resource: Resource) -> None:
        """Deletes the list."""
        api(resource.state, "sesv2", "DeleteContactList", {"ContactListName": resource.id})
