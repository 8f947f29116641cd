"""Keila."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.patterns import Keila


def keila(stack: cdk.Stack, url: str = "https://keila.a.example/") -> Keila:
    return Keila(stack, "Keila", url=url, domains={"a.example": Dns.by_hand()}, sender="hi@a.example")


def test_bounces_and_complaints_reach_its_webhook_signed_with_sha1(irish_stack: cdk.Stack) -> None:
    keila(irish_stack)
    template = Template.from_stack(irish_stack)
    template.has_resource_properties("AWS::SNS::Topic", {"SignatureVersion": "1"})
    template.has_resource_properties(
        "AWS::SNS::Subscription",
        {"Endpoint": "https://keila.a.example/api/webhooks/senders/ses", "RawMessageDelivery": False},
    )
    (events,) = [
        one["Properties"]["EventDestination"]["MatchingEventTypes"]
        for one in template.find_resources("AWS::SES::ConfigurationSetEventDestination").values()
        if "SnsDestination" in one["Properties"]["EventDestination"]
    ]
    assert {event.upper() for event in events} == {"BOUNCE", "COMPLAINT"}


def test_its_variables_and_the_settings_of_its_senders_have_its_own_names(irish_stack: cdk.Stack) -> None:
    made = keila(irish_stack)
    assert set(made.environment) == {
        *("MAILER_SMTP_HOST", "MAILER_SMTP_PORT", "MAILER_SMTP_FROM_EMAIL"),
        *("MAILER_ENABLE_SSL", "MAILER_ENABLE_STARTTLS"),
    }
    assert set(made.ecs_secrets) == {"MAILER_SMTP_USER", "MAILER_SMTP_PASSWORD"}
    assert set(made.sender_settings) == {"ses_region", "ses_configuration_set"}
    assert made.sender_settings["ses_region"] == "eu-west-1"


def test_an_address_without_https_is_refused(irish_stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="is not an HTTPS address"):
        keila(irish_stack, "http://keila.a.example")
