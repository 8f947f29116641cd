"""The runbook: a section for every alarm, commands that exist, and the way to it from every alarm."""

from __future__ import annotations

import re

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from botocore import xform_name
from botocore.session import get_session

from ses_constructs.errors import InvalidSettingError
from ses_constructs.reputation import AccountMonitor, AutoResume, DeliveryMonitor, GuardScope, ReputationGuard
from ses_constructs.reputation.__main__ import main
from ses_constructs.reputation.runbook import Runbook, printed

from .conftest import OfType

RUNBOOK = printed(None)
HEADINGS = {name for line in re.findall("^## (.*)$", RUNBOOK, re.M) for name in line.split(", ")}


def test_every_alarm_has_its_section(
    stack: cdk.Stack, operators: sns.Topic, receipts: ses.ConfigurationSet, of_type: OfType
) -> None:
    guard = ReputationGuard(
        stack, "Guard", watch=GuardScope.account(), operators=operators, auto_resume=AutoResume()
    )
    monitor = AccountMonitor(stack, "Monitor", operators=operators, dedicated_ips=True)
    delivery = DeliveryMonitor(stack, "Delivery", configuration_sets=[receipts], operators=operators)
    alarms = [*guard.warn_alarms, *guard.pause_alarms, *guard.failure_alarms, *monitor.alarms, *delivery.alarms]
    alarms.append(guard.drill_alarm)
    assert {str(alarm.node.id) for alarm in alarms} == HEADINGS - {"What you must never do"}
    assert len(alarms) == len(of_type(stack, "AWS::CloudWatch::Alarm"))


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("PauseBounce", "PauseBounce, PauseComplaint"),
        ("pausecomplaint", "PauseBounce, PauseComplaint"),
        ("Mail-GuardWatchReceiptsPauseBounce-4TQZ0W7B1XKD", "PauseBounce, PauseComplaint"),
        ("Mail-GuardFailuresCheckErrorsC6D7-ABCDEF", "CheckErrors, Heartbeat"),
        ("Mail-GuardFailuresErrors12AB-ABCDEF", "Errors, Throttles, DeadLetters"),
        ("Mail-MonitorAlarmsWatchErrors12AB-ABCDEF", "WatchErrors, Watched"),
        ("Mail-HeartbeatGuardWatchRejectWarnBounce-ABC", "WarnBounce, WarnComplaint"),
    ],
)
def test_a_section_is_found_by_the_name_an_alarm_has(name: str, heading: str) -> None:
    section = printed(name)
    assert section.startswith(f"## {heading}\n")
    assert section.count("\n## ") == 0


def test_an_alarm_of_somebody_else_has_none() -> None:
    with pytest.raises(InvalidSettingError, match="alarm='cpu' has no section") as refused:
        printed("cpu")
    assert "PauseBounce" in refused.value.fix


def test_a_runbook_of_one_s_own_is_told_instead() -> None:
    own = Runbook("https://wiki.example/mail")
    assert (own.at("Errors"), own.at()) == ("https://wiki.example/mail",) * 2
    assert own.after("It failed.", "Errors") == "It failed. Runbook: https://wiki.example/mail"
    ours = Runbook(None)
    assert ours.at("Errors") == "python -m ses_constructs.reputation runbook Errors"
    assert ours.at() == "python -m ses_constructs.reputation runbook"


@pytest.mark.parametrize(
    ("given", "wrong"),
    [("", "is no link"), (" ", "is no link"), ("a\nb", "is no link"), ("r" * 301, "does not fit")],
)
def test_a_runbook_that_would_break_an_alarm_is_refused(given: str, wrong: str, stack: cdk.Stack) -> None:
    operators = sns.Topic(stack, "Operators")
    for make in (
        lambda: ReputationGuard(stack, "G", watch=GuardScope.account(), operators=operators, runbook=given),
        lambda: AccountMonitor(stack, "M", operators=operators, runbook=given),
    ):
        with pytest.raises(InvalidSettingError, match=wrong) as refused:
            make()
        assert refused.value.setting == "runbook"


def test_every_aws_command_exists() -> None:
    commands = re.findall(r"aws (\w+) ([a-z0-9-]+)", RUNBOOK)
    assert len(commands) >= 3
    for service, command in commands:
        model = get_session().get_service_model(service)
        assert command in {xform_name(name, "-") for name in model.operation_names}


def test_our_own_commands_are_understood() -> None:
    verbs = set(re.findall(r"python -m ses_constructs\.reputation (\w+)", RUNBOOK))
    assert verbs == {"status", "resume", "hold", "runbook"}
    for verb in verbs:
        with pytest.raises(SystemExit) as ended:
            main([verb, "--help"])
        assert ended.value.code == 0
