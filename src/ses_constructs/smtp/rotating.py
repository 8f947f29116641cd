"""The function that rotates SMTP credentials, its schedule, and the rule that ends the grace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.facts.hosts import smtp_host
from ses_constructs.shared import Aws, LambdaFunction
from ses_constructs.shared.told_alarm import Measure, tell_when

from .smtp_fields import SmtpFields
from .smtp_rotation import SmtpRotation
from .smtp_software import SmtpField

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_secretsmanager as secretsmanager
    from aws_cdk import aws_sns as sns

_PERMISSION = "BySecretsManager"
_IAM_ACTIONS = ("iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:ListAccessKeys")
_SECRET_ACTIONS = (
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue",
    "secretsmanager:UpdateSecretVersionStage",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretLayout:
    """What a secret says, and under which names."""

    fields: SmtpFields
    region: str
    other_regions: tuple[str, ...]
    host: str
    port: int

    def names(self) -> dict[str, str]:
        """The names in the secret by field, for who reads the template later."""
        fields = self.fields
        return {
            SmtpField.HOST: fields.host,
            SmtpField.PORT: fields.port,
            SmtpField.USERNAME: fields.username,
            SmtpField.PASSWORD: fields.password,
            SmtpField.SENDER: fields.sender,
        }

    def constants(self, sender: str | None) -> dict[str, str]:
        """What is no secret."""
        found = {
            self.fields.host: self.host,
            self.fields.port: str(self.port),
            self.fields.region: self.region,
        }
        found |= {f"{self.fields.host}_{region}": smtp_host(region) for region in self.other_regions}
        if sender is not None:
            found[self.fields.sender] = sender
        return found


def rotate(
    scope: Construct,
    secret: secretsmanager.Secret,
    layout: SecretLayout,
    rotation: SmtpRotation,
    user: iam.IUser,
    written: cdk.CustomResource,
    operators: sns.ITopic | None,
) -> LambdaFunction:
    """Has Secrets Manager rotate the secret, once it is written, and tells operators when that fails."""
    from aws_cdk import aws_events as events
    from aws_cdk import aws_events_targets as targets
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_secretsmanager as secretsmanager

    rotating = LambdaFunction(
        scope,
        "Rotation",
        code="rotate_smtp_credentials",
        description="Renews the SMTP password of an IAM user",
        environment={
            "USER_NAME": user.user_name,
            "SECRET_ARN": secret.secret_arn,
            "REGION": layout.region,
            "OTHER_REGIONS": " ".join(layout.other_regions),
            "USERNAME_KEY": layout.fields.username,
            "PASSWORD_KEY": layout.fields.password,
            "SECRET_ACCESS_KEY_KEY": layout.fields.secret_access_key or "",
            "HOST": layout.host,
            "PORT": str(layout.port),
            "GRACE_SECONDS": str(int(rotation.grace.total_seconds())),
        },
        # A login with a new access key is tried for a minute, each time for ten seconds at most.
        timeout=cdk.Duration.minutes(5),
    )
    rotating.allow(*_IAM_ACTIONS, resources=[user.user_arn])
    rotating.allow(*_SECRET_ACTIONS, resources=[secret.secret_arn])
    if secret.encryption_key is not None:
        rotating.allow("kms:Decrypt", "kms:GenerateDataKey", resources=[secret.encryption_key.key_arn])
    rotating.function.add_permission(
        _PERMISSION,
        principal=iam.ServicePrincipal("secretsmanager.amazonaws.com"),
        source_account=Aws.of(scope).account,
    )
    schedule = secretsmanager.CfnRotationSchedule(
        scope,
        "Schedule",
        secret_id=secret.secret_arn,
        rotation_lambda_arn=rotating.function.function_arn,
        rotation_rules=secretsmanager.CfnRotationSchedule.RotationRulesProperty(
            automatically_after_days=rotation.interval.days
        ),
        rotate_immediately_on_update=False,
    )
    schedule.node.add_dependency(written, rotating.function.node.find_child(_PERMISSION), rotating.role)
    events.Rule(
        scope,
        "EndOfGrace",
        description="Deletes the older access key once the grace of a rotation is over",
        schedule=events.Schedule.rate(cdk.Duration.hours(1)),
        targets=[targets.LambdaFunction(rotating.function)],
    )
    if operators is not None:
        _tell_of_failures(scope, rotating, operators)
    return rotating


def _tell_of_failures(scope: Construct, rotating: LambdaFunction, operators: sns.ITopic) -> None:
    tell_when(
        scope,
        "RotationFails",
        measure=Measure(
            namespace="AWS/Lambda",
            name="Errors",
            dimensions={"FunctionName": rotating.function.function_name},
            statistic="Sum",
            at_least=1,
            period=cdk.Duration.minutes(5),
        ),
        operators=operators,
        what="The SMTP password was not renewed, or an old one not deleted; the current one works on. The log of "
        "the function says why and what to do, then rotate the secret again",
    )
