"""Settings of a wrong type are refused by every construct in words, with what to type instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns

from ses_constructs.errors import InvalidSettingError
from ses_constructs.reputation import (
    AccountMonitor,
    AutoResume,
    Delays,
    DeliveryMonitor,
    GuardScope,
    ReputationGuard,
    Volume,
)

DURATION = "give a Duration"
COUNT = "give a whole number"
WRONG: list[tuple[str, Any, str]] = [
    ("watch", "account", "give a GuardScope"),
    ("operators", "arn:aws:sns:eu-west-1:111122223333:operators", "give a construct, ITopic by type"),
    ("warn", 0.05, "give a Rates"),
    ("warn", {"bounce": 0.05}, "give a Rates"),
    ("pause", "8%", "give a Rates"),
    ("period", 5, DURATION),
    ("volume", 50, "give a Volume"),
    ("datapoints", 2, "give (M, N) with M from 1 to N, such as (2, 3)"),
    ("datapoints", (2,), "give (M, N) with M from 1 to N, such as (2, 3)"),
    ("datapoints", ("2", "3"), "give (M, N) with M from 1 to N, such as (2, 3)"),
    ("confirm", "yes", "give True or False"),
    ("heartbeat", "15 minutes", DURATION),
    ("auto_resume", True, "give an AutoResume"),
    ("runbook", 5, "give text"),
    ("removal_policy", "retain", "give a RemovalPolicy"),
]
VALUES: list[tuple[Callable[..., object], str, Any, str]] = [
    (Volume.at_least, "sends", "50", COUNT),
    (Volume.at_least, "bounces", 2.5, COUNT),
    (Volume.at_least, "complaints", True, COUNT),
    (Volume.at_least, "window", 60, DURATION),
    (AutoResume, "after", 24, DURATION),
    (AutoResume, "quiet", "1 hour", DURATION),
    (AutoResume, "within", 7, DURATION),
    (AutoResume, "most", "1", COUNT),
    (Delays, "share", "10%", "rates are fractions and numbers: give share=0.1"),
    (Delays, "sends", "20", COUNT),
    (Delays, "window", 15, DURATION),
]


@pytest.mark.parametrize(("setting", "given", "fix"), WRONG)
def test_a_guard_refuses_it(setting: str, given: Any, fix: str, stack: cdk.Stack, operators: sns.Topic) -> None:
    settings = {"watch": GuardScope.account(), "operators": operators, setting: given}
    with pytest.raises(InvalidSettingError) as refused:
        ReputationGuard(stack, "Guard", **settings)
    found = refused.value
    assert (found.setting, found.got, found.fix, found.at) == (setting, given, fix, "Mail/Guard")


@pytest.mark.parametrize(("make", "setting", "given", "fix"), VALUES)
def test_a_value_refuses_it(make: Callable[..., object], setting: str, given: Any, fix: str) -> None:
    with pytest.raises(InvalidSettingError) as refused:
        make(**{setting: given})
    assert (refused.value.setting, refused.value.got, refused.value.fix) == (setting, given, fix)


@pytest.mark.parametrize(
    ("setting", "given", "fix"),
    [
        ("quota_percent", "80", "give a number"),
        ("paused_days", 60.5, COUNT),
        ("every", 15, DURATION),
        ("sandbox", "no", "give True or False"),
    ],
)
def test_a_monitor_of_the_account_refuses_it(
    setting: str, given: Any, fix: str, stack: cdk.Stack, operators: sns.Topic
) -> None:
    with pytest.raises(InvalidSettingError) as refused:
        AccountMonitor(stack, "Monitor", **{"operators": operators, setting: given})
    found = refused.value
    assert (found.setting, found.got, found.fix, found.at) == (setting, given, fix, "Mail/Monitor")


@pytest.mark.parametrize(
    ("setting", "given", "fix"),
    [
        ("rejects", "1", COUNT),
        ("rendering_failures", "1", COUNT),
        ("delays", 0.1, "give a Delays"),
        ("configuration_sets", "receipts", "give a list, each of it a construct, IConfigurationSetRef by type"),
    ],
)
def test_a_monitor_of_deliveries_refuses_it(
    setting: str,
    given: Any,
    fix: str,
    stack: cdk.Stack,
    operators: sns.Topic,
    receipts: ses.ConfigurationSet,
) -> None:
    settings: dict[str, Any] = {"configuration_sets": [receipts], "operators": operators, setting: given}
    with pytest.raises(InvalidSettingError) as refused:
        DeliveryMonitor(stack, "Delivery", **settings)
    found = refused.value
    assert (found.setting, found.got, found.fix, found.at) == (setting, given, fix, "Mail/Delivery")
