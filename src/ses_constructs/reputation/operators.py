"""The operators' topic: fit for alarms or refused, and opened to the account's alarms."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct, IDependable

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.shared import Aws, LambdaFunction, is_known
from ses_constructs.shared.topics import check_topic, let_service_publish

_ALARMS = "cloudwatch.amazonaws.com"


class Operators:
    """The topic that people listen to.

    Raises:
        InvalidSettingError: for a FIFO topic, or one under the key that AWS manages for SNS.
        ConflictingSettingsError: for a topic in another region.
    """

    def __init__(self, guard: Construct, topic: sns.ITopic) -> None:
        check_topic("operators", topic)
        self._aws = Aws.of(guard)
        _check_region(topic, self._aws)
        self._guard = guard
        self._topic = topic
        self.arn: str = topic.topic_arn

    def admit_alarms(self) -> tuple[IDependable, ...]:
        """Lets this account's alarms publish; returns what alarms have to wait for.

        A topic without a policy admits its own account, but the first statement that anybody adds,
        ``enforce_ssl`` among them, replaces that: so the alarms get a statement of their own in any case.
        """
        return let_service_publish(
            self._guard,
            self._topic,
            service=_ALARMS,
            source_account=self._aws.account,
            source_arn=self._aws.arn("cloudwatch", "alarm:*"),
        )

    def grant_publish(self, function: LambdaFunction) -> None:
        """Lets a function publish notices."""
        self._topic.grant_publish(function.role)
        if self._topic.master_key is not None:
            cdk.Validations.of(function.role).acknowledge(
                cdk.Acknowledgment(
                    id="AwsSolutions-IAM5[Action::kms:GenerateDataKey*]",
                    reason="The CDK's grant for publishing to an encrypted topic; it names the topic's key only.",
                )
            )


def _check_region(topic: sns.ITopic, aws: Aws) -> None:
    region = topic.env.region
    if is_known(region) and is_known(aws.region) and region != aws.region:
        raise ConflictingSettingsError(
            f"the operators topic is in {region}, the guard in {aws.region}",
            fix="give a topic of the guard's own region: alarms publish nowhere else",
        )
