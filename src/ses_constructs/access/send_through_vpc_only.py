"""No mail past the VPC endpoints, whatever else allows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.permissions import ACTIONS_OF
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .vpc_endpoint import SesVpcEndpoint

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

_ACTIONS = tuple(dict.fromkeys(action for actions in ACTIONS_OF.values() for action in actions))


@checks_types
class SendThroughVpcOnly(Construct):
    """A managed policy that denies sending unless it comes through one of the endpoints.

    Creates: ``AWS::IAM::ManagedPolicy``. It allows nothing; it takes away what other policies of the same role,
    user or group allow, by API and by SMTP. A grant with ``endpoint.limits`` allows through one endpoint
    without denying what a second grant allows; this denies.

    Args:
        endpoints: Through which mail may come.
        roles: Whom it holds.
        users: Whom it holds, such as ``SmtpCredentials.user``.
        groups: Whom it holds.

    Raises:
        InvalidSettingError: without an endpoint.

    Guide: Controlling access to Amazon SES, the AWS-wide keys; Setting up VPC endpoints with Amazon SES.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoints: Sequence[SesVpcEndpoint],
        roles: Sequence[iam.IRole] = (),
        users: Sequence[iam.IUser] = (),
        groups: Sequence[iam.IGroup] = (),
    ) -> None:
        with located(scope, id):
            if not endpoints:
                raise InvalidSettingError(
                    "endpoints", endpoints, "would deny all mail", fix="give a SesVpcEndpoint at least"
                )
        super().__init__(scope, id)
        from aws_cdk import aws_iam as iam

        ids = [one.endpoint.vpc_endpoint_id for one in endpoints]
        self.policy = iam.ManagedPolicy(
            self,
            "Policy",
            description="Denies mail that does not come through the VPC endpoints of Amazon SES",
            statements=[
                # A request from elsewhere has no such key, and "not equal" holds for a key that is absent.
                iam.PolicyStatement(
                    effect=iam.Effect.DENY,
                    actions=list(_ACTIONS),
                    resources=["*"],
                    conditions={"StringNotEquals": {"aws:SourceVpce": ids}},
                )
            ],
            roles=list(roles),
            users=list(users),
            groups=list(groups),
        )
        """To be attached to others."""
