"""What CloudFormation has no property for, of one identity: one custom resource, made at the first setting."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct, IDependable

from ses_constructs.facts import permissions
from ses_constructs.shared import Aws, Provider

_ACTIONS = (
    "ses:CreateEmailIdentityPolicy",
    "ses:DeleteEmailIdentityPolicy",
    "ses:GetEmailIdentity",
    "ses:PutEmailIdentityDkimSigningAttributes",
    "ses:PutEmailIdentityFeedbackAttributes",
    "ses:UpdateEmailIdentityPolicy",
)
_ACTIONS_WITHOUT_RESOURCE = (
    "ses:GetIdentityNotificationAttributes",
    "ses:SetIdentityHeadersInNotificationsEnabled",
    "ses:SetIdentityNotificationTopic",
)
_WHY_ALL_IDENTITIES = (
    "one policy for the identities of the stack: the inline policies of a role end at 10,240 characters, and "
    "a policy that names identities would be narrowed before their settings are taken back"
)
_WHY_ALL_RESOURCES = "IAM has no resource type for the actions on notification topics"


class IdentitySettings:
    """Collects settings into ``Custom::SesIdentitySettings``; nothing is made before the first one.

    Args:
        identity: The construct; the custom resource becomes its child.
        name: The domain or the address.
        template_name: The same as the template says it, so that it comes first. Left out: the Ref of an identity
            made here, or the name.
        id: Of the custom resource.
    """

    def __init__(
        self, identity: Construct, name: str, *, template_name: str | None = None, id: str = "Settings"
    ) -> None:
        self._identity = identity
        self._template_name = template_name
        self._id = id
        self.identity_name = name
        """The domain or the address."""
        self._made: cdk.CfnResource | None = None
        self._is_allowed = False
        self.dkim: object = None
        """What signs the mail, where the template of the identity cannot say it; ``None`` otherwise."""

    @property
    def template_name(self) -> str:
        """The name as the template says it."""
        if self._template_name is not None:
            return self._template_name
        return self._identity.ref if isinstance(self._identity, ses.CfnEmailIdentity) else self.identity_name

    @property
    def resource(self) -> cdk.CfnResource:
        """The custom resource."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def beside(self, id: str) -> IdentitySettings:
        """Further settings of the same identity, in a custom resource of their own."""
        return IdentitySettings(self._identity, self.identity_name, template_name=self._template_name, id=id)

    def put(self, path: str, value: object) -> None:
        """Sets a property, and allows it; a path such as ``Policies.Name`` goes into a mapping."""
        if not self._is_allowed:
            self._is_allowed = True
            self.wait_for(_permission(Provider.of(self._identity), Aws.of(self._identity)))
        if path == "Dkim":
            self.dkim = value
        self.resource.add_property_override(path, value)

    def wait_for(self, *dependables: IDependable) -> None:
        """What must exist before the settings are applied, and outlives them."""
        self.resource.node.add_dependency(*dependables)

    def attribute(self, name: str) -> dict[str, object]:
        """An attribute as the template says it."""
        return {"Fn::GetAtt": [self.resource.logical_id, name]}

    def _make(self) -> cdk.CfnResource:
        token = Provider.of(self._identity).function.function_arn
        return cdk.CfnResource(
            self._identity,
            self._id,
            type="Custom::SesIdentitySettings",
            properties={"ServiceToken": token, "Identity": self.template_name},
        )


def _permission(provider: Provider, aws: Aws) -> IDependable:
    from aws_cdk import aws_iam as iam

    every_identity = permissions.identity_arn(
        partition=aws.partition, region=aws.region, account=aws.account, identity="*"
    )
    return provider.permission(
        "IdentitySettings",
        [
            iam.PolicyStatement(actions=list(_ACTIONS), resources=[every_identity]),
            iam.PolicyStatement(actions=list(_ACTIONS_WITHOUT_RESOURCE), resources=["*"]),
        ],
        wildcards={every_identity: _WHY_ALL_IDENTITIES, "*": _WHY_ALL_RESOURCES},
    )
