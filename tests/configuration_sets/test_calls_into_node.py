"""What a configuration set costs in calls into Node: settings that are left out cost none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aws_cdk as cdk
import pytest
from jsii._kernel.providers.process import _NodeProcess

from ses_constructs.configuration_sets import ConfigurationSet, SendingPool, VdmOverrides


class Counter:
    def __init__(self) -> None:
        self.calls = 0


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    found, send = Counter(), _NodeProcess.send

    def counted(process: _NodeProcess, *given: object, **named: object) -> object:
        found.calls += 1
        return send(process, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(_NodeProcess, "send", counted)
    return found


@contextmanager
def costing(counter: Counter, calls: int) -> Iterator[None]:
    before = counter.calls
    yield
    assert counter.calls - before == calls


def test_a_plain_set_is_made_and_kept(stack: cdk.Stack, counter: Counter) -> None:
    with costing(counter, 2):
        ConfigurationSet(stack, "Plain")


def test_what_aws_ses_knows_costs_nothing_more(stack: cdk.Stack, counter: Counter) -> None:
    with costing(counter, 2):
        ConfigurationSet(stack, "Set", configuration_set_name="shop", vdm_overrides=VdmOverrides.transactional())


def test_what_it_lacks_costs_three(stack: cdk.Stack, counter: Counter) -> None:
    with costing(counter, 5):
        ConfigurationSet(stack, "Set", sending_pool=SendingPool.shared())
