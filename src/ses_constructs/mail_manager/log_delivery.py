"""How logs of Mail Manager come to a log group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from ses_constructs.facts import mail_manager_logs as facts
from ses_constructs.facts.mail_manager_logs import LogFields, LogType
from ses_constructs.shared import Aws
from ses_constructs.shared.generated_name import generated_name

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_logs as logs


class LogDelivery:
    """A log group as a destination, which lets in who writes the logs.

    API: ``PutDeliverySource``, ``PutDeliveryDestination``, ``CreateDelivery`` of CloudWatch Logs.
    """

    def __init__(self, scope: Construct, log_group: logs.ILogGroup, *, addresses: bool) -> None:
        from aws_cdk import aws_logs as logs

        self._scope = scope
        self._addresses = addresses
        self._destination = logs.CfnDeliveryDestination(
            scope,
            "Destination",
            name=generated_name(scope, "Destination", longest=facts.NAME_LENGTH),
            destination_resource_arn=log_group.log_group_arn,
            output_format="json",
        )
        allowed = log_group.add_to_resource_policy(_may_write(Aws.of(scope), log_group))
        if allowed.policy_dependable is not None:
            self._destination.node.add_dependency(allowed.policy_dependable)

    def add(self, id: str, arn: str, log_type: LogType, fields: LogFields) -> None:
        """Delivers one kind of log of one resource."""
        from aws_cdk import aws_logs as logs

        name = generated_name(self._scope, id, longest=facts.NAME_LENGTH)
        source = logs.CfnDeliverySource(
            self._scope, f"{id}Source", name=name, resource_arn=arn, log_type=str(log_type)
        )
        logs.CfnDelivery(
            self._scope,
            id,
            delivery_source_name=source.ref,
            delivery_destination_arn=self._destination.attr_arn,
            record_fields=fields.chosen(with_people=self._addresses),
        )


def _may_write(aws: Aws, log_group: logs.ILogGroup) -> iam.PolicyStatement:
    from aws_cdk import aws_iam as iam

    streams = f"log-group:{log_group.log_group_name}:log-stream:*"
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal(facts.WRITER)],
        actions=list(facts.WRITE_ACTIONS),
        resources=[aws.arn("logs", streams)],
        conditions={
            "StringEquals": {"aws:SourceAccount": aws.account},
            "ArnLike": {"aws:SourceArn": aws.arn("logs", "*")},
        },
    )
