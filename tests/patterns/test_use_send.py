"""useSend."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import aws_cdk as cdk
import botocore.session
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.patterns import UseSend
from ses_constructs.smtp import SmtpRotation
from tests.access.known_to_aws import kinds_of, privileges

CALLS = {
    *("ses:CreateConfigurationSet", "ses:CreateConfigurationSetEventDestination", "ses:CreateEmailIdentity"),
    *("ses:CreateTenantResourceAssociation", "ses:DeleteEmailIdentity", "ses:DeleteSuppressedDestination"),
    *("ses:DeleteTenantResourceAssociation", "ses:GetAccount", "ses:GetEmailIdentity"),
    *("ses:PutEmailIdentityMailFromAttributes", "ses:SendRawEmail"),
    *("sns:CreateTopic", "sns:DeleteTopic", "sns:Subscribe"),
}
"""Every call of useSend's ``aws/ses.ts`` and ``aws/sns.ts``; asking who one is needs no permission."""


YOUNGER = {"ses:CreateTenantResourceAssociation", "ses:DeleteTenantResourceAssociation"}
"""AWS's data in parliament does not know tenants yet."""


def statements(stack: cdk.Stack) -> list[dict[str, Any]]:
    policies = Template.from_stack(stack).find_resources("AWS::IAM::Policy").values()
    return [
        one
        for policy in policies
        if "Provider" not in str(policy["Properties"].get("Roles"))
        for one in policy["Properties"]["PolicyDocument"]["Statement"]
    ]


def actions(statement: dict[str, Any]) -> list[str]:
    found = statement["Action"]
    return found if isinstance(found, list) else [found]


@pytest.fixture
def role(irish_stack: cdk.Stack) -> iam.Role:
    return iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))


def test_a_role_may_make_every_call_and_needs_no_key(irish_stack: cdk.Stack, role: iam.Role) -> None:
    made = UseSend(irish_stack, "UseSend", role=role)
    assert {action for one in statements(irish_stack) for action in actions(one)} >= CALLS
    assert made.credentials is None
    assert made.ecs_secrets == {}
    assert made.environment == {"AWS_DEFAULT_REGION": "eu-west-1"}
    Template.from_stack(irish_stack).resource_count_is("AWS::IAM::User", 0)


def test_without_a_role_it_gets_a_key_under_its_own_names(irish_stack: cdk.Stack) -> None:
    made = UseSend(irish_stack, "UseSend")
    assert set(made.ecs_secrets) == {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    assert {action for one in statements(irish_stack) for action in actions(one)} >= CALLS


def test_no_call_is_allowed_on_more_than_it_applies_to(irish_stack: cdk.Stack, role: iam.Role) -> None:
    UseSend(irish_stack, "UseSend", role=role, domains=["*.a.example"])
    for statement in statements(irish_stack):
        everything = statement["Resource"] == "*"
        for action in (action for action in actions(statement) if action.startswith("ses:")):
            if action in YOUNGER:
                continue
            assert everything == (not kinds_of(action)), action
    assert not YOUNGER & set(privileges())
    known = botocore.session.get_session().get_service_model("sesv2").operation_names
    assert {action.removeprefix("ses:") for action in YOUNGER} <= set(known)
    text = json.dumps(statements(irish_stack))
    assert "identity/*.a.example" in text
    assert 'identity/*"' not in text


def test_it_touches_no_topic_and_no_set_but_its_own(irish_stack: cdk.Stack, role: iam.Role) -> None:
    UseSend(irish_stack, "UseSend", role=role)
    for statement in statements(irish_stack):
        if actions(statement)[0].startswith("sns:"):
            assert "-unsend" in json.dumps(statement["Resource"])
        if actions(statement)[0] == "ses:CreateConfigurationSet":
            assert "configuration-set/*-unsend-*" in json.dumps(statement["Resource"])


def test_settings_that_do_nothing_are_refused(irish_stack: cdk.Stack, role: iam.Role) -> None:
    with pytest.raises(InvalidSettingError, match="would allow nothing"):
        UseSend(irish_stack, "None", domains=[])
    with pytest.raises(InvalidSettingError, match="a role has no key"):
        UseSend(irish_stack, "Both", role=role, rotation=SmtpRotation.every(timedelta(days=90)))
