"""The ``AWS::SES::MailManager*`` types, taken from the schemas: their properties are the API's parameters."""

from __future__ import annotations

from ses_constructs.local.ses import mail_manager, schema
from ses_constructs.local.ses.documents import tags_of
from ses_constructs.local.ses.models import operation_names
from ses_constructs.local.ses.resource_kinds import Resource, ResourceKind, api, register_kind

_PREFIX = "AWS::SES::MailManager"
_SERVICE = "mailmanager"


class MailManagerKind(ResourceKind):
    """One kind of Mail Manager resource."""

    def __init__(self, type_name: str) -> None:
        self._type = type_name
        self._noun = type_name.removeprefix(_PREFIX)

    def create(self, resource: Resource) -> str:
        """Creates the resource under its own or a made-up name."""
        name = f"{self._noun}Name"
        if name in schema.type_schema(self._type)["properties"] and name not in self._given():
            resource.properties.setdefault(name, resource.new_name()[-_LONGEST_NAME:].lstrip("-"))
        created = api(resource.state, _SERVICE, f"Create{self._noun}", resource.properties)
        return str(created[f"{self._noun}Id"])

    def update(self, resource: Resource) -> None:
        """Puts the properties that differ through the API, if it can change this kind at all."""
        changes = {
            name: value
            for name, value in resource.properties.items()
            if name != "Tags" and value != resource.old.get(name)
        }
        if changes and f"Update{self._noun}" in operation_names(_SERVICE):
            parameters = {f"{self._noun}Id": resource.id, **changes}
            api(resource.state, _SERVICE, f"Update{self._noun}", parameters)
        record = mail_manager.require(resource.state, self._noun, resource.id)
        resource.state.tags[record[f"{self._noun}Arn"]] = tags_of(resource.properties)

    def delete(self, resource: Resource) -> None:
        """Deletes the resource."""
        api(resource.state, _SERVICE, f"Delete{self._noun}", {f"{self._noun}Id": resource.id})

    def attributes(self, resource: Resource) -> dict[str, str]:
        """The read-only properties of the schema."""
        record = mail_manager.require(resource.state, self._noun, resource.id)
        return {name: str(record[name]) for name in schema.read_only(self._type)}

    def _given(self) -> list[str]:
        """Properties the template must give."""
        required: list[str] = schema.type_schema(self._type).get("required", [])
        return [*required, *schema.read_only(self._type)]


# The shortest of the longest names the API takes (IngressPointName).
_LONGEST_NAME = 63

for _type_name in schema.type_names():
    if _type_name.startswith(_PREFIX):
        register_kind(_type_name, MailManagerKind(_type_name))
