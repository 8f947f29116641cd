"""Where generated DKIM keys are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Match, Template

from ses_constructs.dns import Dns
from ses_constructs.identities import Dkim, DkimKeys, DomainIdentity

SETTINGS = "Custom::SesIdentitySettings"


def identity(stack: cdk.Stack, dkim: Dkim) -> DomainIdentity:
    zone = Dns.in_zone_with_id("Z1", zone_name="shop.example")
    return DomainIdentity(stack, "Shop", domain="shop.example", dns=zone, dkim=dkim)


def only(template: Template, type: str) -> tuple[str, Mapping[str, Any]]:
    ((id, found),) = template.find_resources(type).items()
    return id, found


def test_generated_keys_have_a_secret_without_a_value(stack: cdk.Stack) -> None:
    keys = DkimKeys(stack, "Keys")
    identity(stack, Dkim.generated_key(selector="mail1", keys=keys))
    template = Template.from_stack(stack)
    _, secret = only(template, "AWS::SecretsManager::Secret")
    assert not {"SecretString", "GenerateSecretString"} & set(secret["Properties"])
    assert secret["DeletionPolicy"] == "RetainExceptOnCreate", "a first deployment that fails leaves nothing"
    _, key = only(template, "AWS::KMS::Key")
    assert key["DeletionPolicy"] == "RetainExceptOnCreate"
    assert key["Properties"]["EnableKeyRotation"] is True
    _, settings = only(template, SETTINGS)
    assert settings["Properties"]["Dkim"]["KmsKeyArn"] == stack.resolve(keys.encryption_key.key_arn)
    template.has_resource_properties(
        "AWS::IAM::Policy",
        {
            "PolicyDocument": {
                "Statement": Match.array_with(
                    [
                        {
                            "Action": "kms:GenerateDataKeyPair",
                            "Effect": "Allow",
                            "Resource": stack.resolve(keys.encryption_key.key_arn),
                        }
                    ]
                )
            }
        },
    )


def test_a_given_kms_key_is_used(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Mine")
    assert DkimKeys(stack, "Keys", encryption_key=key).encryption_key is key
    Template.from_stack(stack).resource_count_is("AWS::KMS::Key", 1)
