"""The policy that denies mail past the endpoints."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from ses_constructs.access import SendThroughVpcOnly, SesInterface, SesVpcEndpoint
from ses_constructs.errors import InvalidSettingError
from tests.access.known_to_aws import privileges


def test_it_denies_every_way_of_sending_past_the_endpoints(irish_stack: cdk.Stack) -> None:
    vpc = ec2.Vpc(irish_stack, "Vpc", max_azs=2, nat_gateways=0)
    endpoints = [
        SesVpcEndpoint(irish_stack, str(interface), vpc=vpc, interface=interface)
        for interface in (SesInterface.SMTP, SesInterface.API)
    ]
    role = iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    user = iam.User(irish_stack, "User")
    SendThroughVpcOnly(irish_stack, "Only", endpoints=endpoints, roles=[role], users=[user])
    (policy,) = Template.from_stack(irish_stack).find_resources("AWS::IAM::ManagedPolicy").values()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Effect"] == "Deny"
    assert set(statement["Action"]) == {action for action in privileges() if action.startswith("ses:Send")} - {
        "ses:SendCustomVerificationEmail"
    }
    assert len(statement["Condition"]["StringNotEquals"]["aws:SourceVpce"]) == 2
    assert len(policy["Properties"]["Roles"]) == len(policy["Properties"]["Users"]) == 1


def test_without_an_endpoint_it_would_deny_all(irish_stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError) as refused:
        SendThroughVpcOnly(irish_stack, "Only", endpoints=[])
    assert refused.value.at == "Irish/Only"
