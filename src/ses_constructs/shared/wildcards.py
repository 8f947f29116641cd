"""Says to cdk-nag why a permission has a ``*`` among its resources."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import IConstruct

from .aws import Aws


def acknowledge_wildcard(construct: IConstruct, resource: str, reason: str) -> None:
    """Acknowledges the finding about one resource of the policies of a construct.

    Args:
        construct: A role or a policy.
        resource: ``*``, or an ARN with one; pseudo parameters in it are spelt as cdk-nag does.
        reason: Why it cannot be narrower.
    """
    for token, name in (
        (cdk.Aws.PARTITION, "Partition"),
        (cdk.Aws.REGION, "Region"),
        (cdk.Aws.ACCOUNT_ID, "AccountId"),
    ):
        resource = resource.replace(token, f"<AWS::{name}>")
    finding = cdk.Acknowledgment(id=f"AwsSolutions-IAM5[Resource::{resource}]", reason=reason)
    cdk.Validations.of(construct).acknowledge(finding)


def acknowledge_objects(construct: IConstruct, objects: str, reason: str) -> None:
    """Acknowledges the finding about all objects below a prefix of a bucket.

    Args:
        construct: A role or a policy.
        objects: Their ARN, which may hold references to resources; cdk-nag spells those by their names.
        reason: Why it cannot be narrower.
    """
    spelt = _spelt(Aws.of(construct).stack.resolve(objects))
    finding = cdk.Acknowledgment(id=f"AwsSolutions-IAM5[Resource::{spelt}]", reason=reason)
    cdk.Validations.of(construct).acknowledge(finding)


def acknowledge_key_use(construct: IConstruct) -> None:
    """Acknowledges the findings about what the CDK grants of an encryption key, which it writes with wildcards.

    Args:
        construct: A role or a policy.
    """
    reason = "the CDK's grant for what a key encrypts; it names that key only"
    found = [
        cdk.Acknowledgment(id=f"AwsSolutions-IAM5[Action::kms:{action}*]", reason=reason)
        for action in ("GenerateDataKey", "ReEncrypt")
    ]
    cdk.Validations.of(construct).acknowledge(*found)


def _spelt(value: object) -> str:
    match value:
        case {"Fn::Join": [str(between), list(parts)]}:
            return between.join(_spelt(part) for part in parts)
        case {"Fn::GetAtt": [str(resource), str(attribute)]}:
            return f"<{resource}.{attribute}>"
        case {"Ref": str(name)}:
            return f"<{name}>"
    return str(value)
