"""django-ses."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.patterns import DjangoSes


def made(stack: cdk.Stack, webhook: str = "/ses/event-webhook/") -> DjangoSes:
    return DjangoSes(
        stack, "Django", url="https://www.a.example", domains={"a.example": Dns.by_hand()}, webhook=webhook
    )


def test_events_reach_its_webhook_signed_with_the_only_signature_it_checks(irish_stack: cdk.Stack) -> None:
    made(irish_stack)
    template = Template.from_stack(irish_stack)
    template.has_resource_properties("AWS::SNS::Topic", {"SignatureVersion": "1"})
    template.has_resource_properties(
        "AWS::SNS::Subscription", {"Endpoint": "https://www.a.example/ses/event-webhook/"}
    )


def test_the_role_may_send_and_read_the_quota(irish_stack: cdk.Stack) -> None:
    role = iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
    made(irish_stack).grant_send(role)
    policies = Template.from_stack(irish_stack).find_resources("AWS::IAM::Policy").values()
    (document,) = [
        one["Properties"]["PolicyDocument"]
        for one in policies
        if "Role" in str(one["Properties"]["Roles"]) and "GetSendQuota" in str(one)
    ]
    assert [one["Action"] for one in document["Statement"]] == [
        "ses:GetSendQuota",
        ["ses:SendEmail", "ses:SendRawEmail"],
    ]


def test_its_own_settings_know_every_name_and_it_believes_this_topic_only(irish_stack: cdk.Stack) -> None:
    from django_ses.conf import SesSettings

    settings = made(irish_stack).settings
    known = {name for name in vars(SesSettings) if not name.startswith("_")}
    assert {"AWS_SES_CONFIGURATION_SET", "AWS_SES_REGION_NAME"} <= known
    assert set(settings) == {
        *("AWS_SES_CONFIGURATION_SET", "AWS_SES_REGION_NAME"),
        *("AWS_SNS_EVENT_TRUSTED_TOPIC_ARNS", "EMAIL_BACKEND"),
    }
    assert settings["EMAIL_BACKEND"] == "django_ses.SESBackend"


def test_a_webhook_is_a_path(irish_stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="is no path") as refused:
        made(irish_stack, webhook="ses/")
    assert refused.value.fix == "give '/ses/'"
