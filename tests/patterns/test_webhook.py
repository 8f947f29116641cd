"""Topics that post to a webhook."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk.assertions import Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.patterns.webhook import checked_url, topic_with_webhook


@pytest.mark.parametrize("url", ["http://a.example", "a.example", "https://", "mailto:a@b.example"])
def test_only_https_is_taken(url: str) -> None:
    with pytest.raises(InvalidSettingError, match="is not an HTTPS address"):
        checked_url("url", url)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(InvalidSettingError) as refused:
        checked_url("url", "https://me:hunter2@a.example/x")
    assert "hunter2" not in str(refused.value)


def test_a_slash_at_the_end_goes() -> None:
    assert checked_url("url", "https://a.example/") == "https://a.example"


@pytest.mark.parametrize(("sha256", "version"), [(True, "2"), (False, "1")])
def test_messages_come_signed_and_in_their_envelope(irish_stack: cdk.Stack, sha256: bool, version: str) -> None:
    topic_with_webhook(irish_stack, "Topic", url="https://a.example/hook", sign_with_sha256=sha256)
    template = Template.from_stack(irish_stack)
    template.has_resource_properties("AWS::SNS::Topic", {"SignatureVersion": version})
    template.has_resource_properties(
        "AWS::SNS::Subscription",
        {"Protocol": "https", "Endpoint": "https://a.example/hook", "RawMessageDelivery": False},
    )


def test_a_name_and_password_are_a_reference_in_the_template(irish_stack: cdk.Stack) -> None:
    secret = secretsmanager.Secret(irish_stack, "Secret")
    topic_with_webhook(
        irish_stack, "Topic", url="https://a.example/hook", sign_with_sha256=True, name_and_password=secret
    )
    text = str(Template.from_stack(irish_stack).find_resources("AWS::SNS::Subscription"))
    assert "{{resolve:secretsmanager:" in text
    assert "@a.example/hook" in text
