"""Templates in v2."""

from __future__ import annotations

import pytest

from tests.local.ses.aws import Account

CONTENT = {"Subject": "Hi {{name}}", "Text": "t {{name}}", "Html": "<b>{{name}}</b>"}
NAME = {"TemplateName": "hi"}


def test_a_template_is_kept_changed_and_deleted(account: Account) -> None:
    client = account.v2
    client.create_email_template(**NAME, TemplateContent=CONTENT, Tags=[{"Key": "a", "Value": "b"}])
    found = client.get_email_template(**NAME)
    assert (found["TemplateContent"], found["Tags"]) == (CONTENT, [{"Key": "a", "Value": "b"}])
    with pytest.raises(client.exceptions.AlreadyExistsException):
        client.create_email_template(**NAME, TemplateContent=CONTENT)
    client.update_email_template(**NAME, TemplateContent={"Subject": "s", "Text": "t"})
    assert client.get_email_template(**NAME)["TemplateContent"] == {"Subject": "s", "Text": "t"}
    assert [each["TemplateName"] for each in client.list_email_templates()["TemplatesMetadata"]] == ["hi"]
    client.delete_email_template(**NAME)
    for call in (client.get_email_template, client.delete_email_template):
        with pytest.raises(client.exceptions.NotFoundException):
            call(**NAME)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (CONTENT, "multipart/alternative"),
        ({"Subject": "Hi", "Html": "<b>Ann</b>"}, "text/html"),
        ({"Subject": "Hi", "Text": "Ann"}, "text/plain"),
    ],
)
def test_a_template_can_be_tried(account: Account, content: dict[str, str], kind: str) -> None:
    account.v2.create_email_template(**NAME, TemplateContent=content)
    rendered = account.v2.test_render_email_template(**NAME, TemplateData='{"name": "Ann"}')
    assert f"Content-Type: {kind}" in rendered["RenderedTemplate"]
    assert "Ann" in rendered["RenderedTemplate"]


def test_trying_it_tells_what_is_missing(account: Account) -> None:
    account.v2.create_email_template(**NAME, TemplateContent=CONTENT)
    with pytest.raises(account.v2.exceptions.BadRequestException, match="'name'"):
        account.v2.test_render_email_template(**NAME, TemplateData="{}")
