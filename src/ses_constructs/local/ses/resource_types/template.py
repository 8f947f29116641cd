"""``AWS::SES::Template`` and ``AWS::SES::CustomVerificationEmailTemplate``."""

from __future__ import annotations

from ses_constructs.local.ses import templates
from ses_constructs.local.ses.documents import Document, tags_of
from ses_constructs.local.ses.resource_kinds import Resource, ResourceKind, api, picked, resource_kind


@resource_kind("AWS::SES::Template")
class TemplateKind(ResourceKind):
    """An e-mail template."""

    def create(self, resource: Resource) -> str:
        """Creates the template."""
        template = resource.properties.get("Template", {})
        name = str(template.get("TemplateName") or resource.new_name())
        templates.create(resource.state, name, _content(template))
        resource.state.tags[templates.arn(resource.state, name)] = tags_of(resource.properties)
        return name

    def update(self, resource: Resource) -> None:
        """Replaces the content."""
        templates.update(resource.state, resource.id, _content(resource.properties.get("Template", {})))
        resource.state.tags[templates.arn(resource.state, resource.id)] = tags_of(resource.properties)

    def delete(self, resource: Resource) -> None:
        """Deletes the template."""
        templates.delete(resource.state, resource.id)


@resource_kind("AWS::SES::CustomVerificationEmailTemplate")
class CustomVerificationTemplateKind(ResourceKind):
    """A custom verification e-mail template; its properties are the API's parameters."""

    def create(self, resource: Resource) -> str:
        """Creates the template."""
        api(resource.state, "sesv2", "CreateCustomVerificationEmailTemplate", resource.properties)
        return str(resource.properties["TemplateName"])

    def update(self, resource: Resource) -> None:
        """Replaces the template."""
        content = {name: value for name, value in resource.properties.items() if name != "Tags"}
        api(resource.state, "sesv2", "UpdateCustomVerificationEmailTemplate", content)
        arn = resource.state.arn(f"custom-verification-email-template/{resource.id}")
        resource.state.tags[arn] = tags_of(resource.properties)

    def delete(self, resource: Resource) -> None:
        """Deletes the template."""
        api(resource.state, "sesv2", "DeleteCustomVerificationEmailTemplate", {"TemplateName": resource.id})


def _content(template: Document) -> Document:
    return picked(template, Subject="SubjectPart", Text="TextPart", Html="HtmlPart")
