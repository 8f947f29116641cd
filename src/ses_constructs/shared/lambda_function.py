"""A Lambda function whose code ships with this package, with a log group and a role of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from .lambda_code import with_modules

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_
    from aws_cdk import aws_sqs as sqs

_CODE = Path(__file__).resolve().parent.parent / "lambdas"
_LEFT_OUT = ["__pycache__", "**/__pycache__", "*.pyc", "**/*.pyc"]
"""Caches appear when tests import the code, and would change the asset's hash."""


def runtime() -> lambda_.Runtime:
    """The one Lambda runtime of this package: the newest Python that aws-cdk-lib 2.275 knows."""
    from aws_cdk import aws_lambda as lambda_

    return lambda_.Runtime.PYTHON_3_14


class LambdaFunction(Construct):
    """Runs ``lambdas/<code>/handler.py``.

    Creates: a function, a role that may write to its own log group and nothing else, and the log group.

    Args:
        code: Folder below ``lambdas/``.
        modules: Modules of this package that the code imports, see ``lambda_code``. Left out: none.
        description: What the function does, for the console's list.
        environment: Environment variables. Never a secret.
        timeout: Left out: 30 seconds.
        dead_letter_queue: Where an asynchronous invocation goes that failed for good. Left out: nowhere.
        memory_mib: Memory, which also decides on the share of a processor.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        code: str,
        description: str,
        modules: tuple[str, ...] = (),
        environment: Mapping[str, str] | None = None,
        timeout: cdk.Duration | None = None,
        dead_letter_queue: sqs.IQueue | None = None,
        memory_mib: int = 256,
    ) -> None:
        super().__init__(scope, id)
        # Imported only where a function is made: aws_lambda pulls in aws_ec2, a tenth of a second.
        from aws_cdk import aws_iam as iam
        from aws_cdk import aws_lambda as lambda_
        from aws_cdk import aws_logs as logs

        self.log_group = logs.LogGroup(
            self, "Logs", retention=logs.RetentionDays.SIX_MONTHS, removal_policy=cdk.RemovalPolicy.DESTROY
        )
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=description,
        )
        self.log_group.grant_write(self.role)
        folder = with_modules(_CODE / code, modules) if modules else _CODE / code
        self.function = lambda_.Function(
            self,
            "Function",
            code=lambda_.Code.from_asset(str(folder), exclude=_LEFT_OUT),
            handler="handler.handler",
            runtime=runtime(),
            description=description,
            environment=dict(environment) if environment is not None else None,
            timeout=timeout if timeout is not None else cdk.Duration.seconds(30),
            memory_size=memory_mib,
            role=self.role,
            log_group=self.log_group,
            dead_letter_queue=dead_letter_queue,
        )

    def allow(self, *actions: str, resources: list[str]) -> None:
        """Lets the function call these actions on these resources."""
        from aws_cdk import aws_iam as iam

        self.role.add_to_policy(iam.PolicyStatement(actions=list(actions), resources=resources))
