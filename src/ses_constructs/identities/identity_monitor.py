"""Tells operators when identities lose their verification, or never get it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct, IDependable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import Aws, LambdaFunction, located
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.wildcards import acknowledge_wildcard

from .identity import Identity

if TYPE_CHECKING:
    from aws_cdk import aws_cloudwatch as cloudwatch
    from aws_cdk import aws_sns as sns

NAMESPACE = "SesConstructs"
_ALARMS = "cloudwatch.amazonaws.com"
_LONGEST_LIST = 3500
"""Characters: the environment of a function holds 4 KB."""
_SHORTEST_MINUTES = 5
_LONGEST_MINUTES = 7 * 24 * 60
"""An alarm looks back no further. API reference, ``PutMetricAlarm``."""


@checks_types
class IdentityMonitor(Construct):
    """Looks at identities at fixed intervals, counts those that are not verified, and alarms.

    SES notices a missing record within days, and mails the owner of the account; mail goes unsigned or is refused
    meanwhile. The log of the function says which identity it is and why, in the words of SES.

    Creates: a function with a schedule, and two alarms: an identity is not verified; the monitor itself fails.
    Costs: two alarms, and one custom metric for each identity and one for the monitor.

    A new domain raises the alarm until SES has found its records.

    Args:
        identities: What to look at: of this account and region.
        operators: Gets the alarms. It lets them in by itself.
        every: Whole minutes, from 5 to 7 days. Left out: 30 minutes.
        recover_mail_from: Tells SES the same MAIL FROM domain again when it has given up looking for its MX
            record, so that it recovers as soon as the record is there. Left out: true.

    Raises:
        InvalidSettingError: for no identities, or more than one function can be told; or another interval.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        identities: Sequence[Identity],
        operators: sns.ITopic,
        every: cdk.Duration | None = None,
        recover_mail_from: bool = True,
    ) -> None:
        # Imported only where a topic is used: aws_sns takes time to load.
        from ses_constructs.shared.topics import check_topic, let_service_publish

        names = [identity.identity_name for identity in identities]
        every = every if every is not None else cdk.Duration.minutes(30)
        with located(scope, id):
            _check(names, every)
            check_topic("operators", operators)
        super().__init__(scope, id)
        self._every = every
        self._monitor = cdk.Names.unique_resource_name(self, max_length=255)
        self.function = LambdaFunction(
            self,
            "WatchIdentities",
            code="watch_identities",
            description="Looks whether Amazon SES identities are verified",
            environment={
                "IDENTITIES": ",".join(names),
                "MONITOR": self._monitor,
                "NAMESPACE": NAMESPACE,
                "RECOVER_MAIL_FROM": "yes" if recover_mail_from else "no",
            },
            timeout=cdk.Duration.minutes(15),
        )
        """The function that looks."""
        self._allow(identities, recover_mail_from)
        self._schedule()
        aws = Aws.of(self)
        arn = aws.arn("cloudwatch", "alarm:*")
        first = let_service_publish(self, operators, service=_ALARMS, source_account=aws.account, source_arn=arn)
        self.alarm = self._alarm_on_identities(operators, first)
        """Fires while an identity is not verified."""
        self._alarm_on_errors(operators, first)

    def metric_unverified(self, identity: Identity) -> cloudwatch.Metric:
        """1 while one identity is not verified, else 0."""
        return self._metric("Unverified", {"Identity": identity.identity_name})

    def metric_unverified_identities(self) -> cloudwatch.Metric:
        """How many identities are not verified."""
        return self._metric("UnverifiedIdentities", {"Monitor": self._monitor})

    def _metric(self, name: str, dimensions: dict[str, str]) -> cloudwatch.Metric:
        from aws_cdk import aws_cloudwatch as cloudwatch

        return cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name=name,
            dimensions_map=dimensions,
            period=self._every,
            statistic="Maximum",
        )

    def _allow(self, identities: Sequence[Identity], recover_mail_from: bool) -> None:
        from aws_cdk import aws_iam as iam

        actions = ["ses:GetEmailIdentity"]
        if recover_mail_from:
            actions.append("ses:PutEmailIdentityMailFromAttributes")
        self.function.allow(*actions, resources=[identity.identity_arn for identity in identities])
        self.function.role.add_to_policy(
            iam.PolicyStatement(
                actions=["cloudwatch:PutMetricData"],
                resources=["*"],
                conditions={"StringEquals": {"cloudwatch:namespace": NAMESPACE}},
            )
        )
        reason = "cloudwatch:PutMetricData has no resource type; a condition limits it to one namespace"
        acknowledge_wildcard(self.function.role, "*", reason)

    def _schedule(self) -> None:
        from aws_cdk import aws_events as events
        from aws_cdk import aws_events_targets as targets

        target = targets.LambdaFunction(self.function.function)
        events.Rule(self, "Schedule", schedule=events.Schedule.rate(self._every), targets=[target])

    def _alarm_on_identities(self, operators: sns.ITopic, first: tuple[IDependable, ...]) -> cloudwatch.Alarm:
        from aws_cdk import aws_cloudwatch as cloudwatch

        return self._tell(
            cloudwatch.Alarm(
                self,
                "Unverified",
                metric=self.metric_unverified_identities(),
                threshold=0,
                comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
                evaluation_periods=1,
                treat_missing_data=cloudwatch.TreatMissingData.IGNORE,
                alarm_description="An identity of Amazon SES is not verified: its mail is unsigned or refused. "
                f"Log group {self.function.log_group.log_group_name} says which and why.",
            ),
            operators,
            first,
        )

    def _alarm_on_errors(self, operators: sns.ITopic, first: tuple[IDependable, ...]) -> None:
        from aws_cdk import aws_cloudwatch as cloudwatch

        self._tell(
            cloudwatch.Alarm(
                self,
                "Failing",
                metric=self.function.function.metric_errors(period=self._every),
                threshold=0,
                comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
                evaluation_periods=1,
                treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
                alarm_description="The function that looks at identities of Amazon SES fails. Log group "
                f"{self.function.log_group.log_group_name} says why.",
            ),
            operators,
            first,
        )

    def _tell(
        self, alarm: cloudwatch.Alarm, operators: sns.ITopic, first: tuple[IDependable, ...]
    ) -> cloudwatch.Alarm:
        from aws_cdk import aws_cloudwatch_actions as actions

        action = actions.SnsAction(operators)
        alarm.add_alarm_action(action)
        alarm.add_ok_action(action)
        alarm.node.add_dependency(*first)
        return alarm


def _check(names: Sequence[str], every: cdk.Duration) -> None:
    if not names:
        raise InvalidSettingError("identities", [], "watches nothing", fix="list at least one")
    if len(",".join(names)) > _LONGEST_LIST:
        raise InvalidSettingError(
            "identities", len(names), "are too many for one function", fix="make two monitors"
        )
    minutes = 0 if every.is_unresolved() else every.to_minutes(integral=False)
    if not (_SHORTEST_MINUTES <= minutes <= _LONGEST_MINUTES and minutes == int(minutes)):
        raise InvalidSettingError(
            "every",
            every.to_string(),
            f"is not a number of whole minutes from {_SHORTEST_MINUTES} to {_LONGEST_MINUTES}",
            fix="give a time such as Duration.minutes(30)",
        )
