"""The password of an ingress point: a secret, its key, and who may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct, IDependable

from .secret_access import let_read_secret

if TYPE_CHECKING:
    from aws_cdk import aws_secretsmanager as secretsmanager

_RESOURCE = "mailmanager-ingress-point"
_SECRET_ACTIONS = ("secretsmanager:GetSecretValue",)
_KEY_ACTIONS = ("kms:Decrypt",)
"""Both: Guide, Permission policies for Mail Manager (ingress endpoint)."""
_LENGTH = 40
"""Of 8 to 64; letters and digits, which every SMTP client takes. Schema: ``SmtpPassword``."""
PASSWORD_KEY = "password"  # noqa: S105 - a name, not a password
"""The only key that Mail Manager reads. Guide: Creating an ingress endpoint in the SES console."""
_NO_ROTATION = (
    "left to the user: mail servers that deliver here would have to learn the new password; Mail Manager takes "
    "the previous one as well, so that add_rotation_schedule() of the secret may be called"
)


def make_password(scope: Construct) -> secretsmanager.Secret:
    """A secret with a generated password, and the key that Mail Manager needs it to be encrypted with."""
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_secretsmanager as secretsmanager

    key = kms.Key(
        scope,
        "Key",
        description="Password of an ingress point of Mail Manager",
        enable_key_rotation=True,
        # Nothing but the password is encrypted with it.
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    secret = secretsmanager.Secret(
        scope,
        "Password",
        description="Password of an ingress point of Mail Manager",
        encryption_key=key,
        generate_secret_string=secretsmanager.SecretStringGenerator(
            secret_string_template="{}",  # noqa: S106 - empty
            generate_string_key=PASSWORD_KEY,
            password_length=_LENGTH,
            exclude_punctuation=True,
        ),
    )
    cdk.Validations.of(secret).acknowledge(cdk.Acknowledgment(id="AwsSolutions-SMG4", reason=_NO_ROTATION))
    return secret


def let_ingress_point_read(scope: Construct, secret: secretsmanager.ISecret) -> list[IDependable]:
    """Lets ingress points of this account read the secret. Returns what the ingress point must wait for."""
    return let_read_secret(scope, secret, for_=_RESOURCE, secret_actions=_SECRET_ACTIONS, key_actions=_KEY_ACTIONS)
