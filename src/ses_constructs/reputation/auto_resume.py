"""Resuming without a person, within narrow limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.shared import Aws, LambdaFunction
from ses_constructs.shared.function_rule import invoke_by_rule
from ses_constructs.shared.setting_types import checks_types

from .alarms import NAMESPACE, Action
from .commands import TARGET, hold_command
from .heartbeat import acknowledge_alarms, acknowledge_any_resource, put_own_metrics
from .runbook import Runbook

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_MOST = 10
_EVERY_MINUTES = 15


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class AutoResume:
    """When a guard may resume by itself what it has paused by itself.

    A pause that lasts is the safer mistake: a stream that is paused sends nothing, so that its alarm falls silent
    whether or not the cause is gone. A cool-down only bets that it is, and the limit caps what a lost bet costs.
    Never resumed are a pause made by a person, one that a person has since resumed and made again, one that was
    put on hold (``python -m ses_constructs.reputation hold``), and what AWS itself has stopped. SES remembers when
    a set or a tenant was last switched. Of the account it does not: there a heartbeat in between, or a mail, has
    to tell; who pauses the account by hand within minutes of resuming it does well to say ``hold``.

    Args:
        after: How long a pause lasts at least, from 1 hour to 7 days. Left out: 24 hours.
        quiet: For how long the alarms that pause must have been OK, at least a minute. Left out: 1 hour.
        most: So many automatic resumes of one sender within ``within``, from 1 to 10. Left out: 1.
        within: From 1 to 30 days. Left out: 7 days.

    Raises:
        InvalidSettingError: for a value out of these ranges.
    """

    after: cdk.Duration | None = None
    quiet: cdk.Duration | None = None
    most: int = 1
    within: cdk.Duration | None = None

    def __post_init__(self) -> None:
        _check("after", self.after, _HOUR, 7 * _DAY, "1 hour to 7 days")
        _check("quiet", self.quiet, _MINUTE, 7 * _DAY, "1 minute to 7 days")
        _check("within", self.within, _DAY, 30 * _DAY, "1 to 30 days")
        if not 1 <= self.most <= _MOST:
            raise InvalidSettingError(
                "most", self.most, "is no limit of automatic resumes", fix=f"give 1 to {_MOST}, or leave it out"
            )

    def environment(self) -> dict[str, str]:
        """For the function, in seconds."""
        hours = {"AFTER": (self.after, 24), "QUIET": (self.quiet, 1), "WITHIN": (self.within, 7 * 24)}
        spans = {
            f"{name}_SECONDS": str(_seconds(given if given is not None else cdk.Duration.hours(usual)))
            for name, (given, usual) in hours.items()
        }
        return {**spans, "MOST": str(self.most)}

    def announcement(self, *, function: str, region: str) -> str:
        """For the notice of a pause, after the command that resumes."""
        after = self.after if self.after is not None else cdk.Duration.hours(24)
        hold = hold_command(function=function, region=region, target=TARGET)
        hours = _seconds(after) / _HOUR
        return f"\n\nIt is resumed automatically after {hours:g} hours if all is quiet. To keep it paused:\n{hold}"


def check_gate(auto_resume: AutoResume | None, *, gated: bool) -> None:
    """Without a gate an alarm stays in ALARM while nothing is sent: nothing would ever be resumed."""
    if auto_resume is not None and not gated:
        raise ConflictingSettingsError(
            "auto_resume waits for alarms that are OK, and without a gate they stay as they were while paused",
            fix="leave volume out, or give Volume.at_least(...)",
        )


def add_auto_resume(
    guard: Construct,
    settings: AutoResume,
    *,
    pause: LambdaFunction,
    resume: LambdaFunction,
    tell: Action,
    runbook: Runbook,
) -> list[cloudwatch.Alarm]:
    """The function, its schedule, and the alarms that tell when it fails or has reached its limit."""
    place = Construct(guard, "AutoResume")
    made = LambdaFunction(
        place,
        "ResumeAutomatically",
        code="resume_automatically",
        description="Resumes what the reputation guard paused, after a while and not too often",
        environment={
            "PAUSE_FUNCTION": pause.function.function_name,
            "PAUSE_FUNCTION_ARN": pause.function.function_arn,
            "GUARD": pause.function.function_name,
            "RESUME_FUNCTION": resume.function.function_name,
            "PAUSE_LOG": pause.log_group.log_group_name,
            "RESUME_LOG": resume.log_group.log_group_name,
            **settings.environment(),
        },
        timeout=cdk.Duration.minutes(5),
    )
    made.allow("lambda:InvokeFunction", resources=[pause.function.function_arn, resume.function.function_arn])
    groups = (pause.log_group, resume.log_group)
    # The group's own ARN, and the one that CloudFormation gives, which ends in ":*" for its streams.
    named = [Aws.of(guard).arn("logs", f"log-group:{one.log_group_name}") for one in groups]
    made.allow("logs:FilterLogEvents", resources=[*named, *(one.log_group_arn for one in groups)])
    made.allow("cloudwatch:DescribeAlarms", resources=[Aws.of(guard).arn("cloudwatch", "alarm:*")])
    acknowledge_alarms(made, guard, "Which alarms pause can only be asked of all alarms.")
    made.allow("cloudwatch:GetMetricStatistics", resources=["*"])
    put_own_metrics(made)
    acknowledge_any_resource(
        made, "Metrics have no resource type; a condition holds what is put to one namespace."
    )
    every = cdk.Duration.minutes(_EVERY_MINUTES)
    invoke_by_rule(
        place, "Schedule", made.function, every=every, description="Looks whether a pause has lasted long enough"
    )
    return _alarms(place, made.function, pause.function, every=every, tell=tell, runbook=runbook)


def _alarms(
    place: Construct,
    function: lambda_.Function,
    pause: lambda_.Function,
    *,
    every: cdk.Duration,
    tell: Action,
    runbook: Runbook,
) -> list[cloudwatch.Alarm]:
    used_up = cloudwatch.Metric(
        namespace=NAMESPACE,
        metric_name="ResumesUsedUp",
        dimensions_map={"Guard": pause.function_name},
        statistic="Maximum",
        period=every,
    )
    alarms = []
    for id, metric, what in (
        ("ResumeErrors", function.metric_errors(period=every), "An automatic resume failed: sending stays paused"),
        (
            "ResumesUsedUp",
            used_up,
            "Paused again after as many automatic resumes as allowed: a person has to look",
        ),
    ):
        alarm = cloudwatch.Alarm(
            place,
            id,
            metric=metric,
            threshold=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=runbook.after(f"{what}.", id),
        )
        alarm.add_alarm_action(tell)
        alarms.append(alarm)
    return alarms


def _check(setting: str, given: cdk.Duration | None, least: int, most: int, words: str) -> None:
    if given is None or given.is_unresolved():
        return
    if not least <= _seconds(given) <= most:
        raise InvalidSettingError(
            setting, f"{_seconds(given):g} seconds", "is out of range", fix=f"give {words}, or leave it out"
        )


def _seconds(duration: cdk.Duration) -> float:
    seconds: float = duration.to_seconds(integral=False)
    return seconds
