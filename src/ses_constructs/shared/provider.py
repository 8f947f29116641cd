"""The one function of a stack that does what CloudFormation cannot say, by custom resource."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct, IConstruct

from .aws import Aws
from .lambda_function import LambdaFunction

_ID = "SesConstructsProvider"


class Provider(LambdaFunction):
    """Answers the custom resources of this package in one stack; ask for it with :meth:`of`."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(
            scope,
            id,
            code="provide_resources",
            description="Amazon SES settings that CloudFormation has no resource for",
            timeout=cdk.Duration.minutes(5),
        )

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
        actions: list[str],
        resources: list[str],
    ) -> cdk.CustomResource:
        """A custom resource ``Custom::<type>``, which may call these IAM actions on these resources.

        The permission is a policy of its own that the custom resource waits for, and outlives it on delete.
        """
        policy = iam.Policy(
            scope,
            f"{id}Policy",
            statements=[iam.PolicyStatement(actions=actions, resources=resources)],
            roles=[self.role],
        )
        made = cdk.CustomResource(
            scope,
            id,
            service_token=self.function.function_arn,
            resource_type=f"Custom::{type}",
            properties=dict(properties),
        )
        made.node.add_dependency(policy)
        return made
