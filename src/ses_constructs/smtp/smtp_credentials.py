"""A user name and a password for SMTP, known to Secrets Manager only."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts.addresses import checked_address
from ses_constructs.facts.hosts import smtp_host
from ses_constructs.facts.smtp import PORT_25, STARTTLS_PORTS, TLS_WRAPPER_PORTS
from ses_constructs.shared import Aws, Provider, is_known, located
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.topics import check_topic

from .deployed_credentials import METADATA
from .rotating import SecretLayout, rotate
from .smtp_fields import SmtpFields
from .smtp_rotation import SmtpRotation
from .smtp_software import SmtpField, SmtpSoftware, address_variable, plain_variables, secret_variables

if TYPE_CHECKING:
    from aws_cdk import aws_ecs as ecs
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_secretsmanager as secretsmanager
    from aws_cdk import aws_sns as sns

_PORTS = (*STARTTLS_PORTS, *TLS_WRAPPER_PORTS)
_IAM_ACTIONS = ("iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:ListAccessKeys")
_SECRET_ACTIONS = ("secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue")
_KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")


class SendsMail(Protocol):
    """What may be sent from: ``DomainIdentity``, ``EmailAddressIdentity`` and the like."""

    def grant_send(
        self, grantee: iam.IGrantable, *, forms: Sequence[SendForm], limits: SendLimits | None
    ) -> iam.Grant: ...


@checks_types
class SmtpCredentials(Construct):
    """A user name and a password for the SMTP interface, in a secret.

    Creates: ``AWS::IAM::User`` that may send raw mail from ``identities`` and nothing else; a
    ``AWS::SecretsManager::Secret`` with host, port, user name, password and From address as JSON; and an access
    key, whose password the stack's provider function puts into the secret. No template, output, attribute,
    event or log holds it. With ``rotation`` a function that renews it, and one rule that ends each grace.

    Deleting it deletes the access keys: the password stops working.

    Args:
        identities: What the user may send from, each with its default configuration set. Left out: nothing;
            give ``credentials.user`` to a ``grant_send`` later.
        sender: The From address, written beside the password. Left out: none is written.
        limits: Narrows the permission to send. Left out: it is not.
        region: Where it sends. Left out: the stack's region.
        other_regions: Regions to make a further password for, of the same access key: a password is good in one
            region only. Left out: none.
        host: Left out: SES's public host of the region. Give the name of a VPC endpoint without private DNS.
        port: 587 or 2587 (STARTTLS), 465 or 2465 (TLS from the start). Left out: 587.
        fields: The names in the secret. Left out: ``host``, ``port``, ``username``, ``password``, ``from``.
        rotation: ``SmtpRotation.every(...)``. Left out: the password stays.
        operators: Standard topic that is told when a rotation fails. Left out: nobody is.
        encryption_key: Encrypts the secret. Left out: the key that AWS manages.
        secret_name: Left out: generated, which is best. A name that stays is in the way when ``region``,
            ``other_regions`` or the fields of the secret change so that a new access key is needed.

    Raises:
        InvalidSettingError: for a port SES does not listen on, port 25, a From address that is none, or a topic
            that alarms cannot use or that has no rotation to hear of.

    Guide: Obtaining Amazon SES SMTP credentials.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        identities: Sequence[SendsMail] = (),
        sender: str | None = None,
        limits: SendLimits | None = None,
        region: str | None = None,
        other_regions: Sequence[str] = (),
        host: str | None = None,
        port: int = 587,
        fields: SmtpFields | None = None,
        rotation: SmtpRotation | None = None,
        operators: sns.ITopic | None = None,
        encryption_key: kms.IKey | None = None,
        secret_name: str | None = None,
    ) -> None:
        with located(scope, id):
            if host is None:
                _check_port(port)
            if sender is not None and is_known(sender):
                sender = checked_address("sender", sender)
            if operators is not None:
                _check_operators(operators, rotation)
        super().__init__(scope, id)
        from aws_cdk import aws_secretsmanager as secretsmanager

        from .key_user import KeyUser

        aws = Aws.of(self)
        self.region = region if region is not None else aws.region
        """The region of the password."""
        self.host = host if host is not None else smtp_host(self.region)
        """Where clients connect."""
        self.port = port
        """The port they connect to."""
        self.sender = sender
        """The From address, if there is one."""
        self.fields = fields if fields is not None else SmtpFields()
        """The names in the secret."""
        layout = SecretLayout(
            fields=self.fields, region=self.region, other_regions=tuple(other_regions), host=self.host, port=port
        )
        home = _home(self, region, other_regions, secret_name, self.fields)
        self.user: iam.User = KeyUser(home, "User")
        """The IAM user, for further permissions to send."""
        made = secretsmanager.Secret(
            home,
            "Secret",
            description="SMTP credentials of Amazon SES",
            encryption_key=encryption_key,
            secret_name=secret_name,
        )
        described = made.node.default_child
        assert isinstance(described, cdk.CfnResource)
        described.add_metadata(METADATA, layout.names())
        written = self._write(home, made, layout, encryption_key)
        self.secret: secretsmanager.ISecret = secretsmanager.Secret.from_secret_attributes(
            home,
            "Written",
            secret_complete_arn=written.get_att_string("SecretArn"),
            encryption_key=encryption_key,
        )
        """The secret; whoever refers to it is deployed after the password is in it."""
        for identity in identities:
            identity.grant_send(self.user, forms=(SendForm.RAW,), limits=limits)
        self.rotation_function = (
            None if rotation is None else rotate(home, made, layout, rotation, self.user, written, operators)
        )
        """The function that renews the password; ``None`` without rotation."""
        if rotation is None:
            cdk.Validations.of(made).acknowledge(
                cdk.Acknowledgment(
                    id="AwsSolutions-SMG4",
                    reason="left to the user: software that reads the password once would stop at a rotation",
                )
            )

    def environment_for(self, software: SmtpSoftware) -> dict[str, str]:
        """The variables that hold no secret: host, port, how to encrypt, From."""
        values = {SmtpField.HOST: self.host, SmtpField.PORT: str(self.port)}
        if self.sender is not None:
            values[SmtpField.SENDER] = self.sender
        return plain_variables(software, values)

    def ecs_secrets_for(self, software: SmtpSoftware) -> dict[str, ecs.Secret]:
        """The variables that hold a secret, as ``aws_ecs`` takes them: a container reads them when it starts.

        Raises:
            ConflictingSettingsError: for software that reads user and password out of one longer text.
        """
        whole = address_variable(software)
        if whole is not None:
            raise ConflictingSettingsError(
                f"{software} reads user and password out of {whole}, and ECS composes no text of secrets",
                fix=f"print it: python -m ses_constructs.smtp env --for {software} --show-password",
                at=self.node.path,
            )
        from aws_cdk import aws_ecs as ecs

        keys = {SmtpField.USERNAME: self.fields.username, SmtpField.PASSWORD: self.fields.password}
        return {
            name: ecs.Secret.from_secrets_manager(self.secret, keys[field])
            for name, field in secret_variables(software).items()
        }

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee read the secret, and decrypt it."""
        return self.secret.grant_read(grantee)

    def _write(
        self, home: Construct, secret: secretsmanager.Secret, layout: SecretLayout, key: kms.IKey | None
    ) -> cdk.CustomResource:
        """The access key and its password, made by the provider function."""
        properties = {
            "UserName": self.user.user_name,
            "SecretArn": secret.secret_arn,
            "Constants": layout.constants(self.sender),
            "UsernameKey": self.fields.username,
            "PasswordKey": self.fields.password,
            "Region": self.region,
            "OtherRegions": list(layout.other_regions),
        }
        if self.fields.secret_access_key is not None:
            properties["SecretAccessKeyKey"] = self.fields.secret_access_key
        return Provider.of(self).resource(
            home,
            "Password",
            type="SesSmtpCredentials",
            properties=properties,
            actions=[*_IAM_ACTIONS, *_SECRET_ACTIONS, *(_KEY_ACTIONS if key is not None else ())],
            resources=[
                self.user.user_arn,
                secret.secret_arn,
                *([key.key_arn] if key is not None else []),
            ],
        )


def _home(
    scope: Construct, region: str | None, other_regions: Sequence[str], secret_name: str | None, fields: SmtpFields
) -> Construct:
    """Where user and secret are: another place for all that an access key in use cannot serve.

    CloudFormation then makes a new user with a new secret beside the old ones, which work until it is through.
    """
    parts = [region or "", *sorted(other_regions), secret_name or "", fields.secret_access_key or ""]
    if not any(parts):
        return scope
    return Construct(scope, "For" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:8])


def _check_operators(operators: sns.ITopic, rotation: SmtpRotation | None) -> None:
    check_topic("operators", operators)
    if rotation is None:
        raise InvalidSettingError(
            "operators", operators.node.path, "hears of nothing without a rotation", fix="leave it out, or rotate"
        )


def _check_port(port: int) -> None:
    if port == PORT_25:
        raise InvalidSettingError(
            "port",
            port,
            "is throttled by Amazon EC2, and so for Lambda and Fargate",
            fix="use 587 (STARTTLS) or 465 (TLS from the start)",
            see="Connecting to an Amazon SES SMTP endpoint",
        )
    if port not in _PORTS:
        raise InvalidSettingError(
            "port",
            port,
            "is no port of SES",
            fix="use 587 or 2587 (STARTTLS), 465 or 2465 (TLS from the start)",
            see="Connecting to an Amazon SES SMTP endpoint",
        )
