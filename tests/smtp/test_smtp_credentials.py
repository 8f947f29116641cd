"""SMTP credentials in the template: a user, a secret, a permission for each, and no password."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from ses_constructs.access import SendLimits
from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import DomainIdentity
from ses_constructs.smtp import SmtpCredentials, SmtpFields

Statements = list[dict[str, Any]]


def shop(stack: cdk.Stack, **settings: Any) -> DomainIdentity:
    return DomainIdentity(stack, "Shop", domain="shop.example", dns=Dns.by_hand(), **settings)


def resources(stack: cdk.Stack, type: str) -> dict[str, Any]:
    return dict(Template.from_stack(stack).find_resources(type))


def of_user(stack: cdk.Stack) -> Statements:
    """What the users may do."""
    policies = resources(stack, "AWS::IAM::Policy").values()
    return [
        statement
        for policy in policies
        if "Users" in policy["Properties"]
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    ]


def written(stack: cdk.Stack) -> dict[str, Any]:
    (made,) = resources(stack, "Custom::SesSmtpCredentials").values()
    properties: dict[str, Any] = made["Properties"]
    return properties


def test_the_user_may_send_raw_mail_from_its_identity_and_nothing_else(irish_stack: cdk.Stack) -> None:
    identity = shop(irish_stack, configuration_set=ConfigurationSet(irish_stack, "Set"))
    SmtpCredentials(irish_stack, "Smtp", identities=[identity])
    (statement,) = of_user(irish_stack)
    assert statement["Action"] == "ses:SendRawEmail"
    assert ["identity/shop.example" in str(arn) for arn in statement["Resource"]] == [True, False]
    assert "configuration-set/" in str(statement["Resource"][1])


def test_limits_narrow_the_permission(irish_stack: cdk.Stack) -> None:
    limits = SendLimits(from_addresses=("orders@shop.example",))
    SmtpCredentials(irish_stack, "Smtp", identities=[shop(irish_stack)], limits=limits)
    (statement,) = of_user(irish_stack)
    assert statement["Condition"] == {"StringLike": {"ses:FromAddress": ["orders@shop.example"]}}


def test_a_user_without_identities_may_nothing(irish_stack: cdk.Stack) -> None:
    SmtpCredentials(irish_stack, "Smtp")
    assert of_user(irish_stack) == []


def test_what_is_no_secret_is_in_the_template(irish_stack: cdk.Stack) -> None:
    SmtpCredentials(irish_stack, "Smtp", sender="orders@shop.example", port=465, other_regions=["us-east-1"])
    properties = written(irish_stack)
    assert properties["Constants"] == {
        "host": "email-smtp.eu-west-1.amazonaws.com",
        "host_us-east-1": "email-smtp.us-east-1.amazonaws.com",
        "port": "465",
        "region": "eu-west-1",
        "from": "orders@shop.example",
    }
    assert (properties["Region"], properties["OtherRegions"]) == ("eu-west-1", ["us-east-1"])


def test_names_are_settable(irish_stack: cdk.Stack) -> None:
    fields = SmtpFields(host="H", port="P", username="U", password="W", region="R", secret_access_key="K")
    SmtpCredentials(irish_stack, "Smtp", fields=fields)
    properties = written(irish_stack)
    assert set(properties["Constants"]) == {"H", "P", "R"}
    assert [properties[f"{name}Key"] for name in ("Username", "Password", "SecretAccessKey")] == ["U", "W", "K"]


def test_the_provider_may_touch_this_user_and_this_secret_only(irish_stack: cdk.Stack) -> None:
    SmtpCredentials(irish_stack, "Smtp")
    policies = resources(irish_stack, "AWS::IAM::Policy")
    (policy,) = [policy for id, policy in policies.items() if "PasswordPolicy" in id]
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert "*" not in json.dumps(statement)
    assert len(statement["Resource"]) == 2


def test_a_key_of_ones_own_encrypts_the_secret_and_the_provider_may_use_it(irish_stack: cdk.Stack) -> None:
    key = kms.Key(irish_stack, "Key")
    smtp = SmtpCredentials(irish_stack, "Smtp", encryption_key=key)
    smtp.grant_read(iam.Role(irish_stack, "App", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com")))
    template = Template.from_stack(irish_stack)
    key_arn = {"Fn::GetAtt": [next(iter(template.find_resources("AWS::KMS::Key"))), "Arn"]}
    template.has_resource_properties("AWS::SecretsManager::Secret", {"KmsKeyId": key_arn})
    text = json.dumps(resources(irish_stack, "AWS::IAM::Policy"))
    assert text.count("kms:GenerateDataKey") == 1
    assert text.count("kms:Decrypt") == 1
    assert "App" in json.dumps(resources(irish_stack, "AWS::KMS::Key")), "its policy lets the reader in"


def test_who_refers_to_the_secret_waits_until_it_is_written(irish_stack: cdk.Stack) -> None:
    smtp = SmtpCredentials(irish_stack, "Smtp")
    cdk.CfnOutput(irish_stack, "Arn", value=smtp.secret.secret_arn)
    (output,) = Template.from_stack(irish_stack).find_outputs("Arn").values()
    (custom,) = resources(irish_stack, "Custom::SesSmtpCredentials")
    assert output["Value"] == {"Fn::GetAtt": [custom, "SecretArn"]}


CHANGES: dict[str, dict[str, Any]] = {
    "region": {"region": "us-east-1"},
    "other regions": {"other_regions": ["us-east-1"]},
    "secret half": {"fields": SmtpFields(secret_access_key="k")},
    "name": {"secret_name": "smtp"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_takes_a_new_key_is_a_new_user_with_a_new_secret(change: str) -> None:
    ids = []
    for settings in ({}, CHANGES[change]):
        stack = cdk.Stack(cdk.App(), "Mail")
        SmtpCredentials(stack, "Smtp", **settings)
        kinds = ("AWS::IAM::User", "AWS::SecretsManager::Secret", "Custom::SesSmtpCredentials")
        ids.append({id for kind in kinds for id in resources(stack, kind)})
    assert len(ids[0]) == 3
    assert not ids[0] & ids[1]


@pytest.mark.parametrize("port", [25, 26, 0, 443])
def test_a_port_that_does_not_work_is_refused(irish_stack: cdk.Stack, port: int) -> None:
    with pytest.raises(InvalidSettingError, match="587") as refused:
        SmtpCredentials(irish_stack, "Smtp", port=port)
    assert refused.value.at == "Irish/Smtp"


def test_the_port_of_another_host_is_its_own_matter(irish_stack: cdk.Stack) -> None:
    SmtpCredentials(irish_stack, "Smtp", host="relay.internal", port=2525)
    assert written(irish_stack)["Constants"]["port"] == "2525"


def test_a_sender_is_an_address(irish_stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="sender='shop.example'"):
        SmtpCredentials(irish_stack, "Smtp", sender="shop.example")


def test_two_in_one_stack_share_the_provider_and_nothing_else(irish_stack: cdk.Stack) -> None:
    for id in ("One", "Two"):
        SmtpCredentials(irish_stack, id)
    kinds = ("AWS::IAM::User", "AWS::SecretsManager::Secret", "AWS::Lambda::Function")
    assert [len(resources(irish_stack, kind)) for kind in kinds] == [2, 2, 1]
