"""Pauses sending when bounces or complaints rise, before AWS does, and tells the operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct, IDependable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import Aws, located

from .alarms import Action, ReputationAlarms, failure_alarms
from .commands import TARGET, pause_command, resume_command, trial_command
from .functions import admit_alarms, dead_letter_queue, pause_function, resume_function
from .guard_scope import GuardScope
from .operators import Operators
from .rates import PAUSE, WARN, Rates, check_levels
from .watched import watched_by

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_
    from aws_cdk import aws_sqs as sqs


class ReputationGuard(Construct):
    """Watches bounce and complaint rates: warns people at one level, pauses sending at a higher one.

    Creates: for each thing watched two alarms that warn and two that pause; the pause function with a dead-letter
    queue and three alarms on its own failure; the resume function, for people to invoke; outputs with the
    commands that resume and that try the guard out.
    Costs or waits: seven alarms for the first thing watched, four for each further one. SES publishes the rates
    only after a first mail, and mail to the mailbox simulator does not count.

    Who may resume is who may invoke the resume function: ``guard.resume_function.grant_invoke(role)``.
    A pause is outside CloudFormation: deployments leave it, and drift detection shows it.

    Args:
        watch: ``GuardScope.account()`` or ``GuardScope.configuration_sets(...)``.
        operators: Standard topic that people listen to; gets warnings, notices of pauses and failures.
        warn: Left out: 5 % bounces, 0.1 % complaints, where AWS may put the account under review.
        pause: Left out: 8 % bounces, 0.4 % complaints; AWS may pause the account at 10 % and 0.5 %.
        period: Over how long a rate is averaged. Left out: 5 minutes.

    Raises:
        InvalidSettingError: for rates at or above AWS's own, a FIFO topic or one under ``alias/aws/sns``, a set
            without reputation metrics, a period that alarms do not know.
        ConflictingSettingsError: for a warn rate not below the pause rate, a set whose template states
            ``sending_enabled``, a set or topic in another region.

    Guide: Monitoring your sender reputation; Automatically pausing sending.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        watch: GuardScope,
        operators: sns.ITopic,
        warn: Rates | None = None,
        pause: Rates | None = None,
        period: cdk.Duration | None = None,
    ) -> None:
        super().__init__(scope, id)
        warn = warn if warn is not None else WARN
        pause = pause if pause is not None else PAUSE
        period = period if period is not None else cdk.Duration.minutes(5)
        with located(self):
            check_levels(warn=warn, pause=pause)
            _check_period(period)
            self._watched = watched_by(self, watch)
            people = Operators(self, operators)
        self._region: str = Aws.of(self).region

        resume = resume_function(self, watched=self._watched, people=people)
        self.resume_function: lambda_.Function = resume.function
        self._resume_name: str = resume.function.function_name
        self.resume_command: str = self._resume(self._only)
        """Resumes; where there are several sets ``<target>`` stands for the name, and the outputs have each."""
        self.dead_letter_queue: sqs.Queue = dead_letter_queue(self)
        self.pause_function: lambda_.Function = pause_function(
            self,
            watched=self._watched,
            people=people,
            queue=self.dead_letter_queue,
            resume_command=self._resume(TARGET),
        ).function
        tell, stop = Action(people.arn), Action(self.pause_function.function_arn)
        # An alarm acts once, when it changes; what its actions need must be there before it.
        before = [admit_alarms(self, self.pause_function), *people.admit_alarms()]
        maker = ReputationAlarms(warn=warn, pause=pause, period=period, tell=tell, stop=stop)
        self.warn_alarms, self.pause_alarms = self._watch(maker, before)
        self.failure_alarms: list[cloudwatch.Alarm] = self._watch_itself(tell, before)
        self._print_trial()

    @property
    def _only(self) -> str:
        return self._watched[0].name if len(self._watched) == 1 else TARGET

    def _resume(self, target: str) -> str:
        return resume_command(function=self._resume_name, region=self._region, target=target)

    def _watch(
        self, maker: ReputationAlarms, before: list[IDependable]
    ) -> tuple[list[cloudwatch.Alarm], list[cloudwatch.Alarm]]:
        group = Construct(self, "Watch")
        warning: list[cloudwatch.Alarm] = []
        pausing: list[cloudwatch.Alarm] = []
        for one in self._watched:
            place = Construct(group, one.id)
            command = self._resume(one.name)
            warns, pauses = maker.watch(place, one, resume=command)
            warning += warns
            pausing += pauses
            cdk.CfnOutput(place, "Resume", value=command, description="Resumes sending after a pause")
        group.node.add_dependency(*before)
        return warning, pausing

    def _watch_itself(self, tell: Action, before: list[IDependable]) -> list[cloudwatch.Alarm]:
        group = Construct(self, "Failures")
        name = None if self._watched[0].is_account else self._only
        alarms = failure_alarms(
            group,
            function=self.pause_function,
            queue=self.dead_letter_queue,
            tell=tell,
            by_hand=pause_command(configuration_set=name, region=self._region),
        )
        group.node.add_dependency(*before)
        return alarms

    def _print_trial(self) -> None:
        cdk.CfnOutput(
            self,
            "TryOut",
            value=trial_command(alarm=self.pause_alarms[0].alarm_name, region=self._region),
            description="Tries the guard out: really pauses sending, so resume afterwards",
        )


def _check_period(period: cdk.Duration) -> None:
    if period.is_unresolved():
        return
    seconds = period.to_seconds(integral=False)
    if seconds % 60 != 0 or not 60 <= seconds <= 86_400:
        raise InvalidSettingError(
            "period",
            f"{seconds:g} seconds",
            "is no period for an alarm on these metrics",
            fix="give whole minutes, from Duration.minutes(1) to Duration.days(1)",
        )
