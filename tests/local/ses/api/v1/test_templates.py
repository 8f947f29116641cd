"""Templates in v1."""

from __future__ import annotations

import pytest

from tests.local.ses.aws import Account

TEMPLATE = {"TemplateName": "hi", "SubjectPart": "Hi {{name}}", "TextPart": "t", "HtmlPart": "<b>{{name}}</b>"}


def test_a_template_is_kept_changed_and_deleted(account: Account) -> None:
    client = account.v1
    client.create_template(Template=TEMPLATE)
    assert client.get_template(TemplateName="hi")["Template"] == TEMPLATE
    with pytest.raises(client.exceptions.AlreadyExistsException):
        client.create_template(Template=TEMPLATE)
    client.update_template(Template={"TemplateName": "hi", "SubjectPart": "s", "TextPart": "t"})
    assert "HtmlPart" not in client.get_template(TemplateName="hi")["Template"]
    assert [each["Name"] for each in client.list_templates()["TemplatesMetadata"]] == ["hi"]
    client.delete_template(TemplateName="hi")
    client.delete_template(TemplateName="hi")
    with pytest.raises(client.exceptions.TemplateDoesNotExistException):
        client.get_template(TemplateName="hi")


def test_a_template_can_be_tried(account: Account) -> None:
    client = account.v1
    client.create_template(Template=TEMPLATE)
    rendered = client.test_render_template(TemplateName="hi", TemplateData='{"name": "Ann"}')
    assert "Subject: Hi Ann" in rendered["RenderedTemplate"]
    assert "<b>Ann</b>" in rendered["RenderedTemplate"]
    with pytest.raises(client.exceptions.MissingRenderingAttributeException, match="'name'"):
        client.test_render_template(TemplateName="hi", TemplateData="{}")


def test_a_template_must_be_whole(account: Account) -> None:
    with pytest.raises(account.v1.exceptions.InvalidTemplateException):
        account.v1.create_template(Template={"TemplateName": "hi", "SubjectPart": "s"})
