"""E-mail templates."""

from __future__ import annotations

from ses_constructs.facts.handlebars import RenderingError
from ses_constructs.local.ses import templates
from ses_constructs.local.ses.api.v2.templates import as_mime
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import bad_request
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page


@operation("ses", "CreateTemplate")
def create_template(call: Call) -> None:
    """Creates a template."""
    template = call.parameters["Template"]
    templates.create(call.state, template["TemplateName"], _content(template))


@operation("ses", "UpdateTemplate")
def update_template(call: Call) -> None:
    """Replaces a template."""
    template = call.parameters["Template"]
    templates.update(call.state, template["TemplateName"], _content(template))


@operation("ses", "GetTemplate")
def get_template(call: Call) -> Document:
    """A template's content."""
    name = call.text("TemplateName")
    content = templates.require(call.state, name)
    return {"Template": {"TemplateName": name, **{f"{part}Part": content.get(part) for part in templates.PARTS}}}


@operation("ses", "ListTemplates")
def list_templates(call: Call) -> Document:
    """Names and times of all templates."""
    items = [
        {"Name": name, "CreatedTimestamp": content["Created"]} for name, content in call.state.templates.items()
    ]
    return page(items, call.parameters, "TemplatesMetadata", default=10)


@operation("ses", "DeleteTemplate")
def delete_template(call: Call) -> None:
    """Deletes a template; one that is not there is no error."""
    templates.delete(call.state, call.text("TemplateName"))


@operation("ses", "TestRenderTemplate")
def test_render(call: Call) -> Document:
    """Fills a template without sending."""
    data = templates.read_data(call.text("TemplateData"))
    try:
        filled = templates.fill(templates.require(call.state, call.text("TemplateName")), data)
    except RenderingError as error:
        raise bad_request(str(error), v1="MissingRenderingAttributeException") from error
    return {"RenderedTemplate": as_mime(filled)}


def _content(template: Document) -> Document:
    return {part: template[f"{part}Part"] for part in templates.PARTS if f"{part}Part" in template}
