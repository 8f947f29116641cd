"""A verification mail in one's own words."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import CustomVerificationEmailTemplate


def make(
    stack: cdk.Stack,
    id: str = "Welcome",
    *,
    html: str = "<p>Hello</p>",
    from_address: str = "hello@shop.example",
    success_url: str = "https://shop.example/yes",
    failure_url: str = "https://shop.example/no",
    template_name: str | None = None,
) -> CustomVerificationEmailTemplate:
    return CustomVerificationEmailTemplate(
        stack,
        id,
        subject="Is this you?",
        html=html,
        from_address=from_address,
        success_url=success_url,
        failure_url=failure_url,
        template_name=template_name,
        tags={"team": "shop"},
    )


def test_it_builds_a_template(stack: cdk.Stack) -> None:
    make(stack, template_name="Welcome")
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::CustomVerificationEmailTemplate",
        {
            "TemplateName": "Welcome",
            "TemplateSubject": "Is this you?",
            "TemplateContent": "<p>Hello</p>",
            "FromEmailAddress": "hello@shop.example",
            "SuccessRedirectionURL": "https://shop.example/yes",
            "FailureRedirectionURL": "https://shop.example/no",
            "Tags": [{"Key": "team", "Value": "shop"}],
        },
    )


def test_a_generated_name_stays_and_differs_by_place(stack: cdk.Stack, irish_stack: cdk.Stack) -> None:
    names = [make(stack).name, make(stack, "Other" * 30).name, make(irish_stack).name]
    again = make(cdk.Stack(cdk.App(), "Mail")).name
    assert len({*names, again}) == 3
    assert again == names[0]
    assert all(len(name) <= 64 for name in names)


@pytest.mark.parametrize(
    ("setting", "wrong"),
    [
        ("html", "<a>"),
        ("from_address", "Shop <hello@shop.example>"),
        ("success_url", "shop.example/yes"),
        ("failure_url", "ftp://shop.example"),
        ("template_name", ""),
        ("template_name", "x" * 65),
    ],
)
def test_what_ses_would_refuse_is_refused(stack: cdk.Stack, setting: str, wrong: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        make(stack, **{setting: wrong})
    assert caught.value.setting == setting
    assert caught.value.fix
    assert caught.value.at == "Mail/Welcome"


def test_every_fault_of_the_body_is_told(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="the tag <a>, a comment"):
        make(stack, html="<p><a href='x'>y</a><!-- z --></p>")


def test_a_picture_stands_in_the_body(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    assert CustomVerificationEmailTemplate.inline_image(tmp_path / "logo.png") == "data:image/png;base64,iVBORw=="
    with pytest.raises(InvalidSettingError, match="is no picture"):
        CustomVerificationEmailTemplate.inline_image("notes.txt")
