"""E-mail templates."""

from __future__ import annotations

from email.message import EmailMessage

from ses_constructs.facts.handlebars import RenderingError
from ses_constructs.local.ses import templates
from ses_constructs.local.ses.documents import Document, tag_list, tags_of
from ses_constructs.local.ses.failures import bad_request
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page


@operation("sesv2", "CreateEmailTemplate")
def create_template(call: Call) -> None:
    """Creates a template."""
    name = call.text("TemplateName")
    templates.create(call.state, name, call.parameters["TemplateContent"])
    call.state.tags[templates.arn(call.state, name)] = tags_of(call.parameters)


@operation("sesv2", "UpdateEmailTemplate")
def update_template(call: Call) -> None:
    """Replaces a template."""
    templates.update(call.state, call.text("TemplateName"), call.parameters["TemplateContent"])


@operation("sesv2", "GetEmailTemplate")
def get_template(call: Call) -> Document:
    """A template's content."""
    name = call.text("TemplateName")
    content = templates.require(call.state, name)
    tags = call.state.tags.get(templates.arn(call.state, name), {})
    return {"TemplateName": name, "TemplateContent": content, "Tags": tag_list(tags)}


@operation("sesv2", "ListEmailTemplates")
def list_templates(call: Call) -> Document:
    """Names and times of all templates."""
    items = [
        {"TemplateName": name, "CreatedTimestamp": content["Created"]}
        for name, content in call.state.templates.items()
    ]
    return page(items, call.parameters, "TemplatesMetadata", default=10)


@operation("sesv2", "DeleteEmailTemplate")
def delete_template(call: Call) -> None:
    """Deletes a template."""
    name = call.text("TemplateName")
    templates.require(call.state, name)
    templates.delete(call.state, name)


@operation("sesv2", "TestRenderEmailTemplate")
def test_render(call: Call) -> Document:
    """Fills a template without sending."""
    data = templates.read_data(call.text("TemplateData"))
    try:
        filled = templates.fill(templates.require(call.state, call.text("TemplateName")), data)
    except RenderingError as error:
        raise bad_request(str(error)) from error
    return {"RenderedTemplate": as_mime(filled)}


def as_mime(filled: dict[str, str | None]) -> str:
    """The rendered message as TestRender shows it."""
    message = EmailMessage()
    message["Subject"] = filled["Subject"] or ""
    if filled["Text"] is not None:
        message.set_content(filled["Text"])
    if filled["Html"] is not None:
        if filled["Text"] is None:
            message.set_content(filled["Html"], subtype="html")
        else:
            message.add_alternative(filled["Html"], subtype="html")
    return message.as_string()
