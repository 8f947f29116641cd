"""Reasons for cdk-nag."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from cdk_nag import AwsSolutionsChecks

from ses_constructs.access import SendForm, SesAccess
from ses_constructs.access.sending import grant_send
from ses_constructs.shared import Aws


@pytest.mark.parametrize("known", [True, False])
def test_every_wildcard_of_a_grant_has_its_reason(known: bool) -> None:
    app = cdk.App()
    place = cdk.Environment(account="111122223333", region="eu-west-1") if known else None
    stack = cdk.Stack(app, "Mail", env=place)
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    grant_send(role, aws=Aws.of(stack), identity="a.example", forms=[SendForm.TEMPLATED], sandbox=True)
    access = SesAccess.of(stack)
    access.grant_manage_identities(role, version_1=True)
    access.grant_manage_suppression(role)
    access.grant_read(role)
    access.grant_pause(role)
    violations = AwsSolutionsChecks(app).validate_scope(app).violations
    assert [violation.rule_name for violation in violations] == []


def test_a_role_that_is_imported_takes_no_reason(irish_stack: cdk.Stack) -> None:
    role = iam.Role.from_role_arn(irish_stack, "Theirs", "arn:aws:iam::999999999999:role/theirs")
    SesAccess.of(irish_stack).grant_pause(role)
