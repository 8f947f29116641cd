"""What Mail Manager does with each message, written down and counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import mail_manager_logs as facts
from ses_constructs.facts.mail_manager_logs import ActionStatus, Counter, LogType, PolicyVerdict
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .log_delivery import LogDelivery
from .physical_names import check_region

if TYPE_CHECKING:
    from aws_cdk import aws_cloudwatch as cloudwatch
    from aws_cdk import aws_logs as logs


@checks_types
class MailManagerLog(Construct):
    """Writes an entry for each message of ingress points, and for what rule sets do with it, and counts them.

    Mail Manager has metrics of its own, but the guide does not name them, and an alarm on a name that does not
    exist never fires. These are counted from the log, under names of this library. A metric appears with its first
    entry.

    Creates: ``AWS::Logs::LogGroup``, unless one is given, with an ``AWS::Logs::ResourcePolicy`` that lets the
    service write; an ``AWS::Logs::DeliveryDestination``; for each kind of log an ``AWS::Logs::DeliverySource`` and
    an ``AWS::Logs::Delivery``; for each metric an ``AWS::Logs::MetricFilter``.

    Costs or waits: CloudWatch bills what is written and kept, and each combination of dimensions as a metric.

    Whoever deploys it needs ``ses:AllowVendedLogDeliveryForResource`` on the ingress points and rule sets, beside
    the rights of CloudWatch Logs: the role of the CDK's bootstrap stack has all that, a narrower one may not.

    Args:
        ingress_points: Whose messages are written down.
        rule_sets: Whose work is written down: an entry for each action of each message, and one without
            ``action_metadata`` for a rule that is not for a message.
        decisions: True also writes what the traffic policies of the ingress points say of each recipient, with
            those they turn away: a message that is refused has no other entry. Left out: false.
        addresses: True also writes who sent a message and for whom. Left out: false, no address of a person is
            kept, unless SES's own words on an action that failed have one.
        log_group: Of this account and region. Left out: one is made that keeps entries for a month, and goes with
            its stack.

    Raises:
        ConflictingSettingsError: for neither ingress points nor rule sets, or decisions without ingress points.
        InvalidSettingError: for one that is given twice.
        UnavailableInRegionError: where there is no Mail Manager.

    Guide: Mail Manager logging. API: ``PutDeliverySource``, ``CreateDelivery``, ``PutMetricFilter`` of CloudWatch
    Logs.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        ingress_points: Sequence[refs.IMailManagerIngressPointRef] = (),
        rule_sets: Sequence[refs.IMailManagerRuleSetRef] = (),
        decisions: bool = False,
        addresses: bool = False,
        log_group: logs.ILogGroup | None = None,
    ) -> None:
        with located(scope, id):
            check_region(scope)
            _check(ingress_points, rule_sets, decisions=decisions)
        super().__init__(scope, id)
        from aws_cdk import aws_logs as logs

        self.log_group: logs.ILogGroup = (
            log_group
            if log_group is not None
            else logs.LogGroup(
                self, "Logs", retention=logs.RetentionDays.ONE_MONTH, removal_policy=cdk.RemovalPolicy.DESTROY
            )
        )
        """Where the entries are, as JSON."""
        self._ingress_points = tuple(ingress_points)
        self._rule_sets = tuple(rule_sets)
        self._has_decisions = decisions
        delivery = LogDelivery(self, self.log_group, addresses=addresses)
        for at, point in enumerate(ingress_points):
            arn = point.mail_manager_ingress_point_ref.ingress_point_arn
            delivery.add(f"Messages{at}", arn, LogType.APPLICATION, facts.MESSAGES)
            if decisions:
                delivery.add(f"Decisions{at}", arn, LogType.TRAFFIC_POLICY, facts.DECISIONS)
        for at, rule_set in enumerate(rule_sets):
            arn = rule_set.mail_manager_rule_set_ref.rule_set_arn
            delivery.add(f"Rules{at}", arn, LogType.APPLICATION, facts.RULES)
        counters = (
            *(facts.OF_INGRESS_POINTS if ingress_points else ()),
            *(facts.OF_DECISIONS if decisions else ()),
        )
        for counter in (*counters, *(facts.OF_RULE_SETS if rule_sets else ())):
            self._count(counter)

    def metric_messages(
        self, ingress_point: refs.IMailManagerIngressPointRef, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Messages that an ingress point accepted.

        Args:
            ingress_point: One of those of this log.
            period: Left out: 5 minutes.

        Raises:
            ConflictingSettingsError: for another one.
        """
        return _metric(facts.MESSAGES_COUNTER, period, self._point_arn(ingress_point))

    def metric_bytes(
        self, ingress_point: refs.IMailManagerIngressPointRef, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """The size of those messages together; as :meth:`metric_messages`.

        Raises:
            ConflictingSettingsError: as :meth:`metric_messages`.
        """
        return _metric(facts.BYTES_COUNTER, period, self._point_arn(ingress_point))

    def metric_recipients(
        self,
        ingress_point: refs.IMailManagerIngressPointRef,
        *,
        verdict: PolicyVerdict,
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """Recipients for whom an ingress point accepted or refused mail: each of a message counts.

        Args:
            ingress_point: One of those of this log.
            verdict: Which of them.
            period: Left out: 5 minutes.

        Raises:
            ConflictingSettingsError: for another one, or when decisions are not written.
        """
        self._check_decisions()
        return _metric(facts.RECIPIENTS_COUNTER, period, self._point_arn(ingress_point), str(verdict))

    def metric_decisions(
        self,
        traffic_policy: refs.IMailManagerTrafficPolicyRef,
        *,
        verdict: PolicyVerdict,
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """What a traffic policy said, of each recipient, at all ingress points of this log that have it.

        Args:
            traffic_policy: Of an ingress point of this log.
            verdict: Which of its words.
            period: Left out: 5 minutes.

        Raises:
            ConflictingSettingsError: when decisions are not written.
        """
        self._check_decisions()
        policy = traffic_policy.mail_manager_traffic_policy_ref.traffic_policy_id
        return _metric(facts.DECISIONS_COUNTER, period, policy, str(verdict))

    def metric_rule_executions(
        self, rule_set: refs.IMailManagerRuleSetRef, rule_name: str, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Messages that a rule was for: those whose conditions did not hold are not counted.

        Args:
            rule_set: One of those of this log.
            rule_name: Of the rule.
            period: Left out: 5 minutes.

        Raises:
            ConflictingSettingsError: for a rule set that is none of this log.
        """
        return _metric(facts.RULES_COUNTER, period, self._rules_arn(rule_set), rule_name)

    def metric_actions(
        self,
        rule_set: refs.IMailManagerRuleSetRef,
        rule_name: str,
        *,
        status: ActionStatus,
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """Actions of one rule that ended so.

        Args:
            rule_set: One of those of this log.
            rule_name: Of the rule.
            status: Which of them.
            period: Left out: 5 minutes.

        Raises:
            ConflictingSettingsError: for a rule set that is none of this log.
        """
        return _metric(facts.ACTIONS_COUNTER, period, self._rules_arn(rule_set), rule_name, str(status))

    def metric_failed_actions(
        self, rule_set: refs.IMailManagerRuleSetRef, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Actions of all rules that failed; of one rule: :meth:`metric_actions`.

        Args:
            rule_set: One of those of this log.
            period: Left out: 5 minutes.

        Raises:
            ConflictingSettingsError: for a rule set that is none of this log.
        """
        return _metric(facts.FAILURES_COUNTER, period, self._rules_arn(rule_set))

    def _point_arn(self, point: refs.IMailManagerIngressPointRef) -> str:
        if not any(point is one for one in self._ingress_points):
            raise self._not_counted(f"the mail of {point.node.path} is", "ingress_points")
        return point.mail_manager_ingress_point_ref.ingress_point_arn

    def _rules_arn(self, rule_set: refs.IMailManagerRuleSetRef) -> str:
        if not any(rule_set is one for one in self._rule_sets):
            raise self._not_counted(f"what {rule_set.node.path} does is", "rule_sets")
        return rule_set.mail_manager_rule_set_ref.rule_set_arn

    def _check_decisions(self) -> None:
        if not self._has_decisions:
            with located(self):
                raise ConflictingSettingsError("decisions are not written to this log", fix="give decisions=True")

    def _not_counted(self, what: str, setting: str) -> ConflictingSettingsError:
        error = ConflictingSettingsError(
            f"{what} not written to {self.node.path}, so that nothing counts it",
            fix=f"name it among {setting} of the MailManagerLog",
        )
        error.at = self.node.path
        return error

    def _count(self, counter: Counter) -> None:
        from aws_cdk import aws_logs as logs

        logs.CfnMetricFilter(
            self,
            f"{counter.metric}Metric",
            log_group_name=self.log_group.log_group_name,
            filter_pattern=counter.pattern,
            metric_transformations=[
                logs.CfnMetricFilter.MetricTransformationProperty(
                    metric_namespace=facts.NAMESPACE,
                    metric_name=counter.metric,
                    metric_value=counter.value,
                    dimensions=[
                        logs.CfnMetricFilter.DimensionProperty(key=name, value=field)
                        for name, field in counter.dimensions.items()
                    ],
                )
            ],
        )


def _metric(counter: Counter, period: cdk.Duration | None, *values: str) -> cloudwatch.Metric:
    from aws_cdk import aws_cloudwatch as cloudwatch

    return cloudwatch.Metric(
        namespace=facts.NAMESPACE,
        metric_name=counter.metric,
        dimensions_map=dict(zip(counter.dimensions, values, strict=True)),
        statistic="Sum",
        period=period if period is not None else cdk.Duration.minutes(5),
    )


def _check(
    ingress_points: Sequence[refs.IMailManagerIngressPointRef],
    rule_sets: Sequence[refs.IMailManagerRuleSetRef],
    *,
    decisions: bool,
) -> None:
    if not ingress_points and not rule_sets:
        raise ConflictingSettingsError(
            "there is nothing to write down", fix="name ingress_points, rule_sets or both"
        )
    if decisions and not ingress_points:
        raise ConflictingSettingsError("decisions are those of ingress points", fix="name ingress_points")
    for setting, given in (("ingress_points", ingress_points), ("rule_sets", rule_sets)):
        if len(set(map(id, given))) < len(given):
            raise InvalidSettingError(setting, len(given), "name one twice", fix="name each once")
