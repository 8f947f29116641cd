"""Pauses sending when bounces or complaints rise, before AWS does, and tells the operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct, IDependable

from ses_constructs.shared import Aws, LambdaFunction, located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types

from .alarms import Action, FailureAlarms, ReputationAlarms
from .auto_resume import AutoResume, add_auto_resume, check_gate
from .commands import TARGET, pause_command, resume_command, trial_command
from .drill import Drill
from .functions import PauseSettings, admit_alarms, dead_letter_queue, pause_function, resume_function
from .guard_scope import GuardScope
from .heartbeat import beat
from .operators import Operators
from .rates import PAUSE, WARN, Rates, check_levels
from .resume_document import resume_document
from .runbook import Runbook
from .timing import check_timing
from .volume import Volume, count_mail
from .watched import Watched, watched_by

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_
    from aws_cdk import aws_sqs as sqs
    from aws_cdk import aws_ssm as ssm


@checks_types
class ReputationGuard(Construct):
    """Watches bounce and complaint rates: warns people at one level, pauses sending at a higher one.

    Creates: for each thing watched two alarms that warn and two that pause, and for a set the counts that its gate
    needs; the pause function with a dead-letter queue; the check function, which on a schedule has it pause a
    sender of the guard's own, the drill, by an alarm of its own; six alarms on the guard itself; the resume
    function, for people to invoke; outputs with the commands that resume and that try the guard out. The logs of
    pauses and resumes outlive the stack.
    Costs or waits: eleven alarms for the first thing watched, four for each further one, and four metrics for each
    set. SES publishes the rates only after a first mail, and mail to the mailbox simulator does not count.

    Who may resume is who may invoke the resume function: ``guard.resume_function.grant_invoke(role)``. Unless told
    so nothing resumes by itself: an alarm falls silent because nothing is sent, not because all is well.
    A pause is outside CloudFormation: deployments leave it, and drift detection shows it.

    Args:
        watch: ``GuardScope.account()``, ``GuardScope.configuration_sets(...)`` or ``GuardScope.tenants(...)``.
        operators: Standard topic that people listen to; gets warnings, notices of pauses and failures.
        warn: Left out: 5 % bounces, 0.1 % complaints, where AWS may put the account under review.
        pause: Left out: 8 % bounces, 0.4 % complaints; AWS may pause the account at 10 % and 0.5 %.
        period: Over how long a rate is averaged for warnings. Left out: 5 minutes.
        volume: How much mail a pause needs. Left out: ``Volume.at_least()``.
        datapoints: M of N: so many of the last periods have to breach. Left out: ``(1, 1)``.
        confirm: Asks CloudWatch whether the alarm really is in ALARM before it pauses. Left out: no; nothing but
            this account's alarms may invoke the function.
        dry_run: Tells people what would be paused, and pauses nothing. Left out: no.
        heartbeat: How often the guard is checked, in whole minutes. Left out: 15 minutes.
        auto_resume: Resumes by itself what the guard paused, within limits; adds a function and two alarms. Left
            out: no.
        runbook: URL of your own runbook, up to 300 characters. Left out: the command that prints this package's.
        removal_policy: Of the logs of pauses and resumes. Left out: RETAIN.

    Raises:
        InvalidSettingError: for rates at or above AWS's own, a FIFO topic or one under ``alias/aws/sns``, a set
            without reputation metrics, a period, window or number of datapoints that alarms do not know, or
            SNAPSHOT.
        ConflictingSettingsError: for a warn rate not below the pause rate, a set whose template states
            ``sending_enabled``, a set of another guard, a set that has ten destinations already (the guard adds
            one, which counts its mail), a set or topic in another region.

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
        volume: Volume | None = None,
        datapoints: tuple[int, int] | None = None,
        confirm: bool = False,
        dry_run: bool = False,
        heartbeat: cdk.Duration | None = None,
        auto_resume: AutoResume | None = None,
        runbook: str | None = None,
        removal_policy: cdk.RemovalPolicy | None = None,
    ) -> None:
        super().__init__(scope, id)
        warn = warn if warn is not None else WARN
        pause = pause if pause is not None else PAUSE
        period = period if period is not None else cdk.Duration.minutes(5)
        volume = volume if volume is not None else Volume.at_least()
        datapoints = datapoints if datapoints is not None else (1, 1)
        keep = removal_policy if removal_policy is not None else cdk.RemovalPolicy.RETAIN
        every = heartbeat if heartbeat is not None else cdk.Duration.minutes(15)
        with located(self):
            self._runbook = Runbook(runbook)
            check_removal(keep)
            check_levels(warn=warn, pause=pause)
            check_gate(auto_resume, gated=volume.window is not None)
            check_timing(period=period, window=volume.window, datapoints=datapoints, heartbeat=every)
            self.watched: list[Watched] = watched_by(self, watch)
            people = Operators(self, operators)
        self.warn, self.pause, self.gated = warn, pause, volume.window is not None
        self._region: str = Aws.of(self).region

        self._drill = Drill(
            self, "Drill", operators=operators, tenants=any(one.tenant_arn is not None for one in self.watched)
        )
        both = self._make_functions(people, keep=keep, dry_run=dry_run, confirm=confirm, auto_resume=auto_resume)
        tell, stop = Action(people.arn), Action(self.pause_function.function_arn)
        self.drill_alarm: cloudwatch.Alarm = self._drill.alarm(stop)
        self.check_function: lambda_.Function = beat(
            self,
            pause=both[0],
            drill=self.drill_alarm,
            every=every,
            dry_run=dry_run,
            account=watch.whole_account,
        ).function
        # An alarm acts once, when it changes; what its actions need must be there before it.
        before = [admit_alarms(self, self.pause_function), *people.admit_alarms()]
        self.drill_alarm.node.add_dependency(before[0])
        maker = ReputationAlarms(
            warn=warn,
            pause=pause,
            period=period,
            volume=volume,
            datapoints=datapoints,
            tell=tell,
            stop=stop,
            runbook=self._runbook,
        )
        self.warn_alarms, self.pause_alarms = self._watch(maker, before)
        self.failure_alarms: list[cloudwatch.Alarm] = self._watch_itself(tell, every, before)
        if auto_resume is not None:
            pause_made, resume_made = both
            self.failure_alarms += add_auto_resume(
                self, auto_resume, pause=pause_made, resume=resume_made, tell=tell, runbook=self._runbook
            )
        self._print_trial()

    def add_resume_document(self) -> ssm.CfnDocument:
        """Lets people resume by Systems Manager Automation, where roles, approvals and a trail are at hand.

        Creates: an Automation document that invokes the resume function as whoever starts it, with a target and a
        reason.
        """
        return resume_document(
            self,
            function=self.resume_function,
            targets=[one.name for one in self.watched],
            runbook=self._runbook.at(),
        )

    def _make_functions(
        self,
        people: Operators,
        *,
        keep: cdk.RemovalPolicy,
        dry_run: bool,
        confirm: bool,
        auto_resume: AutoResume | None,
    ) -> tuple[LambdaFunction, LambdaFunction]:
        """The one that pauses, and the one that resumes."""
        resume = resume_function(self, watched=self.watched, people=people, keep=keep)
        self.resume_function: lambda_.Function = resume.function
        self._resume_name: str = resume.function.function_name
        self.resume_command: str = self._resume(self._only)
        """Resumes; where there are several senders ``<target>`` stands for the name, and the outputs have each."""
        self.dead_letter_queue: sqs.Queue = dead_letter_queue(self)
        command = self._resume(TARGET)
        if auto_resume is not None:
            command += auto_resume.announcement(function=self._resume_name, region=self._region)
        settings = PauseSettings(
            resume_command=command, runbook=self._runbook.at("PauseBounce"), dry_run=dry_run, confirm=confirm
        )
        made = pause_function(
            self,
            watched=self.watched,
            people=people,
            queue=self.dead_letter_queue,
            drill=self._drill,
            settings=settings,
            keep=keep,
        )
        self.pause_function: lambda_.Function = made.function
        return made, resume

    @property
    def _only(self) -> str:
        return self.watched[0].name if len(self.watched) == 1 else TARGET

    def _resume(self, target: str) -> str:
        return resume_command(function=self._resume_name, region=self._region, target=target)

    def _watch(
        self, maker: ReputationAlarms, before: list[IDependable]
    ) -> tuple[list[cloudwatch.Alarm], list[cloudwatch.Alarm]]:
        group = Construct(self, "Watch")
        warning: list[cloudwatch.Alarm] = []
        pausing: list[cloudwatch.Alarm] = []
        for one in self.watched:
            place = Construct(group, one.id)
            command = self._resume(one.name)
            warns, pauses = maker.watch(place, one, resume=command)
            warning += warns
            pausing += pauses
            if maker.volume.window is not None:
                count_mail(place, one)
            cdk.CfnOutput(place, "Resume", value=command, description="Resumes sending after a pause")
        group.node.add_dependency(*before)
        return warning, pausing

    def _watch_itself(
        self, tell: Action, every: cdk.Duration, before: list[IDependable]
    ) -> list[cloudwatch.Alarm]:
        group = Construct(self, "Failures")
        first = self.watched[0]
        name = None if first.is_account else first.set_name if len(self.watched) == 1 else TARGET
        maker = FailureAlarms(
            tell=tell,
            by_hand=pause_command(configuration_set=name, region=self._region),
            runbook=self._runbook,
            interval=every,
        )
        alarms = maker.watch(
            group, function=self.pause_function, check=self.check_function, queue=self.dead_letter_queue
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
