"""Where generated DKIM keys are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.shared.removal import apply_removal
from ses_constructs.shared.setting_types import checks_types

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms

_WHY_NO_ROTATION = (
    "a DKIM key is rotated by a new selector whose record is published first, not by a change behind the record"
)


@checks_types
class DkimKeys(Construct):
    """A secret that DKIM keys are generated into, at the first deployment of each selector.

    Creates: an ``AWS::SecretsManager::Secret`` without a value and, unless one is given, the
    ``AWS::KMS::Key`` that encrypts it and makes the keys. Both outlive the stack: without the key nobody can sign
    for the records that are published. Only a deployment that fails takes back what it has made.
    Costs: a secret and a KMS key, by the month.

    One for each domain: a selector names one key in it.

    Args:
        encryption_key: A symmetric KMS key. Left out: one is made, which rotates each year.
    """

    def __init__(self, scope: Construct, id: str, *, encryption_key: kms.IKey | None = None) -> None:
        super().__init__(scope, id)
        # Imported only where keys are kept: aws_secretsmanager pulls in aws_ec2.
        from aws_cdk import aws_secretsmanager as secretsmanager

        self.encryption_key: kms.IKey = encryption_key if encryption_key is not None else _made_key(self)
        """Encrypts the secret, and makes the keys."""
        made = secretsmanager.CfnSecret(
            self, "Resource", description="DKIM private keys by selector", kms_key_id=self.encryption_key.key_arn
        )
        apply_removal(made, cdk.RemovalPolicy.RETAIN)
        finding = cdk.Acknowledgment(id="AwsSolutions-SMG4", reason=_WHY_NO_ROTATION)
        cdk.Validations.of(made).acknowledge(finding)
        self.secret: secretsmanager.ISecret = secretsmanager.Secret.from_secret_attributes(
            self, "Secret", secret_complete_arn=made.ref, encryption_key=self.encryption_key
        )
        """Holds a JSON object with a private key for each selector."""

    def grant_generate(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee make key pairs with the KMS key."""
        return self.encryption_key.grant(grantee, "kms:GenerateDataKeyPair")


def _made_key(scope: Construct) -> kms.Key:
    from aws_cdk import aws_kms as kms

    key = kms.Key(scope, "Key", enable_key_rotation=True, description="Makes and encrypts DKIM keys")
    apply_removal(key, cdk.RemovalPolicy.RETAIN)
    return key
