"""SMTP credentials of a deployed stack, read through the AWS API. Loads without the CDK."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ses_constructs.errors import SesConstructsError

from .smtp_software import (
    SmtpField,
    SmtpSoftware,
    address_variable,
    mailer_address,
    plain_variables,
    secret_variables,
)

METADATA = "ses-constructs:smtp"
"""Where the template says the names in the secret."""


class NoCredentialsError(SesConstructsError):
    """The stack, its secret, or the permission to read them is not there."""


@dataclass(frozen=True, slots=True)
class DeployedCredentials:
    """What a secret holds."""

    values: Mapping[SmtpField, str]

    def variables(self, software: SmtpSoftware, *, hidden: str | None) -> Iterator[tuple[str, str]]:
        """Name and value of each variable; ``hidden`` stands in place of the password unless it is ``None``."""
        yield from plain_variables(software, self.values).items()
        for name, field in secret_variables(software).items():
            hide = hidden is not None and field is SmtpField.PASSWORD
            yield name, str(hidden) if hide else self.values[field]
        whole = address_variable(software)
        if whole is not None:
            yield whole, hidden if hidden is not None else mailer_address(self.values)


def find_credentials(*, stack: str, id: str, region: str | None) -> DeployedCredentials:
    """The one secret of a stack whose logical id begins with ``id``.

    Raises:
        NoCredentialsError: when there is none, several, or AWS refuses.
    """
    try:
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:
        raise NoCredentialsError(
            "boto3 is not installed, and reads the stack",
            fix="pip install 'ses-constructs[local]', or boto3 alone",
        ) from None
    try:
        session = boto3.Session(region_name=region)
        names, arn = _located(session.client("cloudformation"), stack, id)
        content = session.client("secretsmanager").get_secret_value(SecretId=arn).get("SecretString", "")
    except (BotoCoreError, ClientError) as error:
        raise NoCredentialsError(
            f"stack {stack!r}: {error}", fix="check --stack, --region and who you are"
        ) from None
    return DeployedCredentials(_held(content, names, stack))


def _held(content: str, names: Mapping[str, str], stack: str) -> dict[SmtpField, str]:
    """What the secret holds of the fields that have a name; all but the From address must be there."""
    try:
        read = json.loads(content)
    except ValueError:
        read = None
    read = read if isinstance(read, dict) else {}
    held = {SmtpField(field): str(read[name]) for field, name in names.items() if name in read}
    missing = [names.get(field, field) for field in SmtpField if field not in (SmtpField.SENDER, *held)]
    if missing or not held[SmtpField.PORT].isdecimal():
        wrong = f"holds no {', '.join(missing)}" if missing else "holds a port that is no number"
        raise NoCredentialsError(
            f"stack {stack!r}: its secret {wrong}: the deployment is not through, or somebody wrote it by hand",
            fix="wait for the deployment; otherwise make the version before (AWSPREVIOUS) the current one",
        )
    return held


def _located(cloudformation: Any, stack: str, id: str) -> tuple[dict[str, str], str]:
    """The names in the secret by field, and its ARN."""
    body = cloudformation.get_template(StackName=stack, TemplateStage="Processed")["TemplateBody"]
    found = {
        name: resource["Metadata"][METADATA]
        for name, resource in _resources(body).items()
        if name.startswith(id) and METADATA in resource.get("Metadata", {})
    }
    if len(found) != 1:
        known = ", ".join(sorted(found)) or "none"
        raise NoCredentialsError(
            f"stack {stack!r} has not one SmtpCredentials but these: {known}",
            fix="give --id with the beginning of one of them" if found else "give the stack that has them",
        )
    ((logical_id, names),) = found.items()
    resource = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=logical_id)
    return names, resource["StackResourceDetail"]["PhysicalResourceId"]


def _resources(body: str | Mapping[str, Any]) -> Mapping[str, Any]:
    """Of a template; none of one in YAML, which no app of the CDK writes."""
    try:
        template = json.loads(body) if isinstance(body, str) else body
    except ValueError:
        return {}
    resources: Mapping[str, Any] = template["Resources"]
    return resources
