"""Identities that something else made."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import DomainIdentity, EmailAddressIdentity


def test_a_sender_may_use_an_imported_domain_and_its_configuration_set(irish_stack: cdk.Stack) -> None:
    shop = DomainIdentity.from_domain_name(
        irish_stack,
        "Shop",
        "Shop.example",
        configuration_set=ses.ConfigurationSet.from_configuration_set_name(irish_stack, "Set", "Receipts"),
    )
    shop.grant_send(iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")))
    template = Template.from_stack(irish_stack)
    (policy,) = template.find_resources("AWS::IAM::Policy").values()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert [resource["Fn::Join"][1][-1] for resource in statement["Resource"]] == [
        ":ses:eu-west-1:111122223333:identity/shop.example",
        ":ses:eu-west-1:111122223333:configuration-set/Receipts",
    ]
    template.resource_count_is("AWS::SES::EmailIdentity", 0)


def test_an_imported_address_has_an_arn(irish_stack: cdk.Stack) -> None:
    owner = EmailAddressIdentity.from_address(irish_stack, "Owner", "Owner@Shop.example")
    assert owner.identity_name == "Owner@shop.example"
    assert owner.identity_arn.endswith(":identity/Owner@shop.example")


def test_a_domain_that_only_the_deployment_knows_can_be_imported(stack: cdk.Stack) -> None:
    shop = DomainIdentity.from_domain_name(stack, "Shop", cdk.Fn.import_value("Domain"))
    assert stack.resolve(shop.identity_name) == {"Fn::ImportValue": "Domain"}


def test_what_is_no_identity_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        DomainIdentity.from_domain_name(stack, "Shop", "owner@shop.example")
    assert caught.value.at == "Mail/Shop"
    with pytest.raises(InvalidSettingError):
        EmailAddressIdentity.from_address(stack, "Owner", "shop.example")
