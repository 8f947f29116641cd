"""Mail Manager reads a secret that its policy and its key let it read."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk.assertions import Annotations, Match

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager.secret_access import let_read_secret
from tests.mail_manager.reading import the

ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:relay-AbCdEf"


def let(stack: cdk.Stack, secret: secretsmanager.ISecret) -> int:
    after = let_read_secret(
        stack,
        secret,
        for_="mailmanager-smtp-relay",
        secret_actions=("secretsmanager:GetSecretValue",),
        key_actions=("kms:Decrypt",),
    )
    return len(after)


def test_the_secret_and_its_key_let_in_relays_of_this_account(irish_stack: cdk.Stack) -> None:
    key = kms.Key(irish_stack, "Key")
    assert let(irish_stack, secretsmanager.Secret(irish_stack, "Secret", encryption_key=key)) == 2
    source = {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {
            "aws:SourceArn": {
                "Fn::Join": [
                    "",
                    [
                        "arn:",
                        {"Ref": "AWS::Partition"},
                        ":ses:eu-west-1:111122223333:mailmanager-smtp-relay/*",
                    ],
                ]
            }
        },
    }
    (read,) = the(irish_stack, "AWS::SecretsManager::ResourcePolicy")["ResourcePolicy"]["Statement"]
    assert read == {
        "Action": "secretsmanager:GetSecretValue",
        "Condition": source,
        "Effect": "Allow",
        "Principal": {"Service": "ses.amazonaws.com"},
        "Resource": "*",
    }
    use = the(irish_stack, "AWS::KMS::Key")["KeyPolicy"]["Statement"][-1]
    assert (use["Action"], use["Principal"]) == ("kms:Decrypt", {"Service": "ses.amazonaws.com"})
    assert use["Condition"]["ArnLike"] == source["ArnLike"]
    assert use["Condition"]["StringEquals"] == {
        "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
        "aws:SourceAccount": "111122223333",
    }


def test_a_secret_with_the_key_of_secrets_manager_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="cannot be let in") as caught:
        let(stack, secretsmanager.Secret(stack, "Secret"))
    assert "encryption_key" in caught.value.fix


def test_what_cannot_be_changed_is_printed(stack: cdk.Stack) -> None:
    imported = secretsmanager.Secret.from_secret_complete_arn(stack, "Secret", ARN)
    assert let(stack, imported) == 0
    warnings = Annotations.from_stack(stack)
    warnings.has_warning("/Mail", Match.string_like_regexp("secretsmanager:GetSecretValue"))
    warnings.has_warning("/Mail", Match.string_like_regexp("kms:Decrypt"))
