"""A Django application with anymail."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.patterns import DjangoAnymail


def test_a_role_sends_and_no_access_key_is_made(irish_stack: cdk.Stack) -> None:
    mail = DjangoAnymail(irish_stack, "Mail", url="https://a.example", domains={"a.example": Dns.by_hand()})
    mail.grant_send(iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com")))
    template = Template.from_stack(irish_stack)
    template.resource_count_is("AWS::IAM::User", 0)
    assert "ses:SendRawEmail" in str(template.find_resources("AWS::IAM::Policy"))


def test_the_webhook_is_where_anymails_own_urls_put_it() -> None:
    from anymail import urls

    from ses_constructs.patterns import django_anymail

    paths = {str(pattern.pattern) for pattern in urls.urlpatterns}
    assert django_anymail.WEBHOOK.removeprefix("/anymail/") in paths


def test_the_setting_names_the_set(irish_stack: cdk.Stack) -> None:
    mail = DjangoAnymail(irish_stack, "Mail", url="https://a.example", domains={"a.example": Dns.by_hand()})
    assert mail.settings == {"AMAZON_SES_CONFIGURATION_SET_NAME": mail.configuration_set.configuration_set_name}
