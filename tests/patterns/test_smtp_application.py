"""Any software that sends by SMTP."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.patterns import SmtpApplication
from ses_constructs.smtp import SmtpSoftware


def made(stack: cdk.Stack, software: SmtpSoftware = SmtpSoftware.GENERIC) -> SmtpApplication:
    domains = {"a.example": Dns.by_hand(), "b.example": Dns.by_hand()}
    return SmtpApplication(stack, "App", domains=domains, sender="hi@a.example", software=software, port=465)


def test_one_password_sends_from_every_domain(irish_stack: cdk.Stack) -> None:
    application = made(irish_stack)
    assert application.environment == {
        "SMTP_HOST": "email-smtp.eu-west-1.amazonaws.com",
        "SMTP_PORT": "465",
        "SMTP_TLS": "tls",
        "SMTP_FROM": "hi@a.example",
    }
    assert set(application.ecs_secrets) == {"SMTP_USERNAME", "SMTP_PASSWORD"}
    template = Template.from_stack(irish_stack)
    template.resource_count_is("AWS::SecretsManager::Secret", 1)
    template.resource_count_is("AWS::SES::EmailIdentity", 2)
    template.resource_count_is("AWS::SES::ConfigurationSet", 1)


def test_mautic_is_told_where_to_find_its_one_address(irish_stack: cdk.Stack) -> None:
    application = made(irish_stack, SmtpSoftware.MAUTIC)
    assert application.environment == {"MAUTIC_MAILER_FROM_EMAIL": "hi@a.example"}
    with pytest.raises(ConflictingSettingsError, match="env --for mautic --show-password") as refused:
        _ = application.ecs_secrets
    assert refused.value.at == "Irish/App/Smtp"
