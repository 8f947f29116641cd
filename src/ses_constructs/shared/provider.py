"""The one function of a stack that does what CloudFormation cannot say, by custom resource."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct, IConstruct

from .aws import Aws
from .lambda_function import LambdaFunction
from .wildcards import acknowledge_wildcard

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

_ID = "SesConstructsProvider"


class Provider(LambdaFunction):
    """Answers the custom resources of this package in one stack; ask for it with :meth:`of`."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(
            scope,
            id,
            code="provide_resources",
            description="Amazon SES settings that CloudFormation has no resource for",
            # The longest there is: SES takes one call a second of an account, so the function has to wait.
            timeout=cdk.Duration.minutes(15),
        )
        # A request does not say whether CloudFormation is undoing a deployment; the stack does.
        self.allow("cloudformation:DescribeStacks", resources=[Aws.of(scope).stack.stack_id])

    @classmethod
    def of(cls, construct: IConstruct) -> Provider:
        """The provider of the construct's stack, made at the first call."""
        stack = Aws.of(construct).stack
        found = stack.node.try_find_child(_ID)
        if isinstance(found, Provider):
            return found
        return cls(stack, _ID)

    def resource(
        self,
        scope: Construct,
        id: str,
        *,
        type: str,
        properties: Mapping[str, object],
        actions: Sequence[str],
        resources: Sequence[str],
        why_all_resources: str | None = None,
    ) -> cdk.CustomResource:
        """A custom resource ``Custom::<type>``, which may call these IAM actions on these resources.

        The permission is a policy of its own that the custom resource waits for, and outlives it on delete.

        Args:
            type: A key of ``RESOURCE_TYPES`` in ``lambdas/provide_resources/handler.py``, without ``Custom::``.
            properties: As the function reads them.
            actions: IAM actions.
            resources: Their ARNs.
            why_all_resources: Why ``*`` is among the resources; cdk-nag's finding is acknowledged with it.
                Left out: ``*`` is a finding.
        """
        from aws_cdk import aws_iam as iam

        policy = iam.Policy(
            scope,
            f"{id}Policy",
            statements=[iam.PolicyStatement(actions=list(actions), resources=list(resources))],
            roles=[self.role],
        )
        if why_all_resources is not None:
            acknowledge_wildcard(policy, "*", why_all_resources)
        made = cdk.CustomResource(
            scope,
            id,
            service_token=self.function.function_arn,
            resource_type=f"Custom::{type}",
            properties=dict(properties),
        )
        made.node.add_dependency(policy)
        return made

    def permission(
        self, id: str, statements: Sequence[iam.PolicyStatement], *, wildcards: Mapping[str, str]
    ) -> iam.Policy:
        """A permission that all resources of one kind in the stack share, made at the first call for an ``id``.

        Of what it allows, nothing may depend on a single resource: CloudFormation narrows a policy before it
        deletes the resource that still needs it.

        Args:
            statements: Of the first call; what later calls give is taken to be the same.
            wildcards: Why each resource with a ``*`` is there, for cdk-nag.
        """
        from aws_cdk import aws_iam as iam

        found = self.node.try_find_child(id)
        if isinstance(found, iam.Policy):
            return found
        policy = iam.Policy(self, id, statements=list(statements), roles=[self.role])
        for resource, reason in wildcards.items():
            acknowledge_wildcard(policy, resource, reason)
        return policy
