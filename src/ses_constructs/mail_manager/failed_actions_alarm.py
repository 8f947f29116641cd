"""An alarm on rules that fail to do what they are for."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct

from ses_constructs.facts import mail_manager_logs as facts
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.told_alarm import Measure, tell_when
from ses_constructs.shared.topics import check_topic

from .mail_manager_log import MailManagerLog


@checks_types
class FailedActionsAlarm(Construct):
    """Tells operators when an action of any rule of a rule set has failed.

    The sender was told that the message is accepted, and an action that fails ends neither the rule nor the rule
    set unless it says so: a bucket that lets nobody write loses mail without a word.

    Creates: ``AWS::CloudWatch::Alarm`` on the failures that the log counts. One within five minutes is enough.

    Args:
        log: Of the rule set. Which action failed and why is in its entries with the ``action_status``
            ``FAILURE``.
        rule_set: One of those of the log.
        operators: Gets the alarm, and word when five minutes went by without another. It lets the alarm in by
            itself.

    Raises:
        InvalidSettingError: for a topic that alarms cannot reach.
        ConflictingSettingsError: for a rule set that the log is not of.

    Guide: Mail Manager logging (rule set logs).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        log: MailManagerLog,
        rule_set: refs.IMailManagerRuleSetRef,
        operators: sns.ITopic,
    ) -> None:
        with located(scope, id):
            check_topic("operators", operators)
            counted = log.metric_failed_actions(rule_set)
        super().__init__(scope, id)
        measure = Measure(
            namespace=facts.NAMESPACE,
            name=facts.FAILURES_COUNTER.metric,
            dimensions={name: str(value) for name, value in (counted.dimensions or {}).items()},
            statistic="Sum",
            at_least=1,
            period=cdk.Duration.minutes(5),
        )
        self.alarm = tell_when(
            self,
            "Alarm",
            measure=measure,
            operators=operators,
            what="An action of a rule of Mail Manager has failed, and the message may be lost. Look into the log "
            "for entries with action_status FAILURE: action_failure says why.",
        )
        """The alarm."""
