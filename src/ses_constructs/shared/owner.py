"""One owner for each setting of an account: two constructs would undo each other's work at each deployment."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct, IConstruct

from ses_constructs.errors import ConflictingSettingsError

from .aws import Aws
from .once import once


@once
def _owners_in(app: IConstruct) -> dict[tuple[str, str, str], Construct]:  # noqa: ARG001 - the key
    """Who has claimed what in an app, by account, region and name."""
    return {}


def claim_in_app(scope: Construct, what: str) -> None:
    """Makes ``scope`` the owner of something that an account has once in a region.

    Stacks that do not say where they are deployed are taken to be deployed to one place.

    Args:
        what: Names it, for the error too.

    Raises:
        ConflictingSettingsError: when another construct of the app has claimed it; names that.
    """
    aws = Aws.of(scope)
    owners = _owners_in(aws.app)
    key = (aws.account, aws.region, what)
    other = owners.setdefault(key, scope)
    if other is not scope:
        raise ConflictingSettingsError(
            f"{what} of this account and region has an owner already: {other.node.path!r}",
            fix="keep one of the two, in a stack that others depend on",
        )


def claim(scope: Construct, what: str) -> cdk.CfnResource:
    """The same, and a sign that stops other stacks: a parameter with a fixed name, which exists once.

    SES does not say whose a setting is. A second stack fails while it makes the parameter, before it has changed
    anything; the value of the parameter is the stack that is first.

    Args:
        what: Such as ``suppression``.

    Returns:
        What must be made before the setting is touched.

    Raises:
        ConflictingSettingsError: when another construct of the app has claimed it; names that.
    """
    claim_in_app(scope, what)
    name = what.replace(" ", "-")
    return cdk.CfnResource(
        Aws.of(scope).stack,
        # Below the stack and not below the owner, so that an owner may move within its stack.
        f"SesConstructsOwnerOf{name.title().replace('-', '')}",
        type="AWS::SSM::Parameter",
        properties={
            "Name": f"/ses-constructs/owner-of/{name}",
            "Type": "String",
            "Value": {"Ref": "AWS::StackName"},
            "Description": f"The stack that decides about {what} of Amazon SES in this account and region",
        },
    )
