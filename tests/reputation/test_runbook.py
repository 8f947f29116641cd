"""The runbook has a section for every alarm, and its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from botocore import xform_name
from botocore.session import get_session

from ses_constructs.reputation import AccountMonitor, AutoResume, DeliveryMonitor, GuardScope, ReputationGuard
from ses_constructs.reputation.__main__ import main

RUNBOOK = (Path(__file__).parent.parent.parent / "docs" / "runbook.md").read_text()
HEADINGS = {name for line in re.findall("^## (.*)$", RUNBOOK, re.M) for name in line.split(", ")}


def test_every_alarm_has_its_section(
    stack: cdk.Stack, operators: sns.Topic, receipts: ses.ConfigurationSet
) -> None:
    guard = ReputationGuard(
        stack, "Guard", watch=GuardScope.account(), operators=operators, auto_resume=AutoResume()
    )
    monitor = AccountMonitor(stack, "Monitor", operators=operators, dedicated_ips=True)
    delivery = DeliveryMonitor(stack, "Delivery", configuration_sets=[receipts], operators=operators)
    alarms = [*guard.warn_alarms, *guard.pause_alarms, *guard.failure_alarms, *monitor.alarms, *delivery.alarms]
    assert {str(alarm.node.id) for alarm in alarms} == HEADINGS - {"What you must never do"}


def test_every_aws_command_exists() -> None:
    commands = re.findall(r"aws (\w+) ([a-z0-9-]+)", RUNBOOK)
    assert len(commands) >= 3
    for service, command in commands:
        model = get_session().get_service_model(service)
        assert command in {xform_name(name, "-") for name in model.operation_names}


def test_our_own_commands_are_understood() -> None:
    verbs = set(re.findall(r"python -m ses_constructs\.reputation (\w+)", RUNBOOK))
    assert verbs == {"status", "resume", "hold"}
    for verb in verbs:
        with pytest.raises(SystemExit) as ended:
            main([verb, "--help"])
        assert ended.value.code == 0
