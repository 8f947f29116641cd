"""The generated password of an ingress point."""

from __future__ import annotations

import re

import aws_cdk as cdk

from ses_constructs.local.ses.schema import type_schema
from ses_constructs.mail_manager.ingress_password import let_ingress_point_read, make_password
from tests.mail_manager.reading import resources, the


def test_a_password_is_generated_with_a_key_of_its_own(stack: cdk.Stack) -> None:
    make_password(stack)
    secret = the(stack, "AWS::SecretsManager::Secret")
    assert secret["GenerateSecretString"] == {
        "ExcludePunctuation": True,
        "GenerateStringKey": "password",
        "PasswordLength": 40,
        "SecretStringTemplate": "{}",
    }
    (key,) = resources(stack, "AWS::KMS::Key").values()
    assert key["Properties"]["EnableKeyRotation"] is True
    assert key["DeletionPolicy"] == "Delete"
    assert "Fn::GetAtt" in secret["KmsKeyId"]


def test_a_generated_password_is_one_that_an_ingress_point_takes() -> None:
    definitions = type_schema("AWS::SES::MailManagerIngressPoint")["definitions"]
    (option,) = (
        one for one in definitions["IngressPointConfiguration"]["oneOf"] if one["title"] == "SmtpPassword"
    )
    taken = option["properties"]["SmtpPassword"]
    assert taken["minLength"] <= 40 <= taken["maxLength"]
    every = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    assert re.search(taken["pattern"], every)


def test_ingress_points_of_this_account_may_read_it_and_nothing_more(stack: cdk.Stack) -> None:
    assert len(let_ingress_point_read(stack, make_password(stack))) == 2
    (read,) = the(stack, "AWS::SecretsManager::ResourcePolicy")["ResourcePolicy"]["Statement"]
    assert read["Action"] == "secretsmanager:GetSecretValue"
    assert read["Condition"]["ArnLike"]["aws:SourceArn"]["Fn::Join"][1][-1] == ":mailmanager-ingress-point/*"
    assert the(stack, "AWS::KMS::Key")["KeyPolicy"]["Statement"][-1]["Action"] == "kms:Decrypt"
