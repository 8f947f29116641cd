"""A morning of two streams on the emulator: one is list-bombed, paused, and resumed; the other never notices."""

from __future__ import annotations

import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from botocore.exceptions import ClientError

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.local.emulator import Emulator
from ses_constructs.reputation import (
    AccountMonitor,
    GuardScope,
    ReputationDashboard,
    ReputationGuard,
    Volume,
)
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

if TYPE_CHECKING:
    from types_boto3_sesv2.type_defs import MessageTypeDef

SPEED = 60.0
"""What the alarms take for a minute is a second."""
STACK = "Morning"
SENDER = "hello@morning.test"
MINUTES = 70
BOMB, SNAPSHOT, RESUMED = range(20, 40), 28, 50
"""In minutes: when the newsletter's form is abused, when the alarms are looked at, when somebody resumes."""


class Morning(cdk.Stack):
    """Two guarded streams, the account, and the dashboard of all that."""

    def __init__(self, app: cdk.App) -> None:
        super().__init__(app, STACK)
        operators = sns.Topic(self, "Operators")
        sets = [
            ConfigurationSet(self, name.title(), configuration_set_name=name)
            for name in ("receipts", "newsletter")
        ]
        guard = ReputationGuard(
            self,
            "Guard",
            watch=GuardScope.configuration_sets(*sets),
            operators=operators,
            volume=Volume.at_least(sends=30, bounces=8, complaints=5, window=cdk.Duration.minutes(15)),
        )
        monitor = AccountMonitor(self, "Monitor", operators=operators, sandbox=True)
        ReputationDashboard(
            self, "Dashboard", guards=[guard], monitor=monitor, dashboard_name="is-our-mail-welcome"
        )


@dataclass
class Told:
    """The story as it is being told."""

    account: Account
    began: float = field(default_factory=time.time)
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    refused: int = 0
    states: dict[str, str] = field(default_factory=dict)
    """Of each alarm, at one moment."""

    @property
    def minute(self) -> float:
        """Since it began, as the alarms count."""
        return time.time() - self.began

    def send_a_second(self) -> None:
        """What both streams send within a minute of the alarms."""
        bombed = int(self.minute) in BOMB
        for _ in range(12):
            self._send("receipts", "bounce.test" if self.chance.random() < 0.01 else "mail.test")
        for _ in range(20 if bombed else 8):
            bounces = self.chance.random() < (0.4 if bombed else 0.01)
            self._send("newsletter", "bounce.test" if bounces else "mail.test")

    def _send(self, configuration_set: str, domain: str) -> None:
        text: MessageTypeDef = {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}
        try:
            self.account.ses.send_email(
                FromEmailAddress=SENDER,
                # Nobody twice: an address that bounced is suppressed, and does not bounce again.
                Destination={"ToAddresses": [f"{self.chance.getrandbits(48):x}@{domain}"]},
                Content={"Simple": text},
                ConfigurationSetName=configuration_set,
            )
        except ClientError as refusal:
            if refusal.response["Error"]["Code"] != "SendingPausedException":
                raise
            self.refused += 1

    def look(self, *names: str) -> None:
        """Runs scheduled functions, whose schedules take real minutes."""
        for name in names:
            function = self.account.physical_id(STACK, "AWS::Lambda::Function", name)
            self.account.emulator.client("lambda").invoke(FunctionName=function, Payload=b"{}")

    def note_alarms(self) -> None:
        """Keeps the states that the alarms have now."""
        alarms = self.account.emulator.client("cloudwatch").describe_alarms(MaxRecords=100)["MetricAlarms"]
        self.states = {alarm["AlarmName"]: alarm["StateValue"] for alarm in alarms}

    def resume(self) -> None:
        """As the command does."""
        function = self.account.physical_id(STACK, "AWS::Lambda::Function", "GuardResumeSending")
        self.account.invoke(function, {"resume": "newsletter", "reason": "form closed", "by": "ann"})


@contextmanager
def told() -> Iterator[Told]:
    """The emulator after that morning, with everything that CloudWatch knows of it."""
    with Emulator(alarm_speed=SPEED) as emulator, tempfile.TemporaryDirectory() as folder:
        Assembly(emulator, Path(folder) / "cdk.out").deploy(Morning)
        account = Account(emulator)
        account.ses.create_email_identity(EmailIdentity=SENDER)
        emulator.confirm_address(SENDER)
        story = Told(account)
        watching = threading.Thread(target=_watch, args=(story,))
        watching.start()
        resumed = False
        while story.minute < MINUTES:
            ends = time.time() + 1
            if not story.states and story.minute >= SNAPSHOT:
                story.note_alarms()
            if not resumed and story.minute >= RESUMED:
                story.resume()
                resumed = True
            story.send_a_second()
            time.sleep(max(0, ends - time.time()))
        watching.join()
        yield story


def _watch(story: Told) -> None:
    while story.minute < MINUTES:
        story.look("GuardCheckGuard", "MonitorWatchAccount")
        time.sleep(1)


def values(story: Told, line: list[Any]) -> list[tuple[float, float]]:
    """Minute and value of a line of a metric widget."""
    *named, last = line
    options: dict[str, Any] = last if isinstance(last, dict) else {}
    namespace, name, *pairs = named if isinstance(last, dict) else line
    statistic = options.get("stat", "Average")
    points = story.account.emulator.client("cloudwatch").get_metric_statistics(
        Namespace=namespace,
        MetricName=name,
        Dimensions=[{"Name": key, "Value": value} for key, value in zip(pairs[::2], pairs[1::2], strict=True)],
        StartTime=datetime.fromtimestamp(story.began, UTC),
        EndTime=datetime.fromtimestamp(time.time() + 1, UTC),
        Period=1,
        Statistics=[statistic],
    )["Datapoints"]
    found = [(point["Timestamp"].timestamp() - story.began, float(point[statistic])) for point in points]  # type: ignore[literal-required]
    return sorted(found)
