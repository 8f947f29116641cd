"""Plunk."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.patterns import Plunk

CALLS = {
    "ses:DeleteIdentity",
    "ses:GetIdentityDkimAttributes",
    "ses:GetIdentityVerificationAttributes",
    "ses:GetSendQuota",
    "ses:SendRawEmail",
    "ses:SetIdentityFeedbackForwardingEnabled",
    "ses:SetIdentityMailFromDomain",
    "ses:VerifyDomainDkim",
}
"""Every call of Plunk's ``SESService.ts``."""


def plunk(stack: cdk.Stack) -> Plunk:
    domains = {"a.example": Dns.by_hand(), "b.example": Dns.by_hand()}
    return Plunk(stack, "Plunk", api_url="https://api.a.example/", domains=domains)


def test_the_user_may_make_every_call_that_plunk_makes(irish_stack: cdk.Stack) -> None:
    plunk(irish_stack)
    policies = Template.from_stack(irish_stack).find_resources("AWS::IAM::Policy").values()
    allowed = {
        action
        for policy in policies
        if "Users" in policy["Properties"]
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        for action in as_list(statement["Action"])
    }
    assert allowed >= CALLS


def test_one_set_posts_what_plunk_reads_to_its_webhook(irish_stack: cdk.Stack) -> None:
    plunk(irish_stack)
    template = Template.from_stack(irish_stack)
    template.resource_count_is("AWS::SES::ConfigurationSet", 1)
    template.has_resource_properties(
        "AWS::SNS::Subscription", {"Endpoint": "https://api.a.example/webhooks/sns", "Protocol": "https"}
    )
    destinations = template.find_resources("AWS::SES::ConfigurationSetEventDestination").values()
    (events,) = [
        each["Properties"]["EventDestination"]["MatchingEventTypes"]
        for each in destinations
        if "SnsDestination" in each["Properties"]["EventDestination"]
    ]
    assert {event.upper() for event in events} == {"BOUNCE", "COMPLAINT", "DELIVERY", "OPEN", "CLICK"}


def test_the_variables_are_plunks_own(irish_stack: cdk.Stack) -> None:
    made = plunk(irish_stack)
    assert set(made.environment) == {"AWS_SES_REGION", "MAIL_FROM_SUBDOMAIN", "SES_CONFIGURATION_SET"}
    assert made.environment["AWS_SES_REGION"] == "eu-west-1"
    assert set(made.ecs_secrets) == {"AWS_SES_ACCESS_KEY_ID", "AWS_SES_SECRET_ACCESS_KEY"}


def test_an_address_without_https_is_refused(irish_stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="api_url"):
        Plunk(irish_stack, "Plunk", api_url="http://a.example", domains={"a.example": Dns.by_hand()})


def as_list(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
