"""What a domain costs, counted: the guard of the benchmark that needs no clock."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template
from jsii._kernel.providers.process import _NodeProcess

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc, DomainIdentity

CALLS = ["CreateRequest", "GetRequest", "CreateRequest"]
"""The identity, its logical id, and the record group."""
RETAINING = ["InvokeRequest", "InvokeRequest"]
"""The removal policy of each of the two."""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    send = _NodeProcess.send

    def counting(self: Any, request: Any, *rest: Any) -> Any:
        made.append(type(request).__name__)
        return send(self, request, *rest)

    monkeypatch.setattr(_NodeProcess, "send", counting)
    return made


def add(stack: cdk.Stack, name: str, configuration_set: ConfigurationSet, policy: cdk.RemovalPolicy) -> None:
    DomainIdentity(
        stack,
        name,
        domain=f"{name}.example",
        dns=Dns.in_zone_with_id(f"Z{name}", zone_name=f"{name}.example"),
        mail_from_domain=f"bounce.{name}.example",
        dmarc=Dmarc.none(reports_to=f"dmarc@{name}.example"),
        configuration_set=configuration_set,
        removal_policy=policy,
    )


def test_a_domain_costs_three_calls_into_node(stack: cdk.Stack, calls: list[str]) -> None:
    configuration_set = ConfigurationSet(stack, "Set")
    add(stack, "first", configuration_set, cdk.RemovalPolicy.DESTROY)
    calls.clear()
    add(stack, "second", configuration_set, cdk.RemovalPolicy.DESTROY)
    assert calls == CALLS


def test_keeping_a_domain_costs_two_more(stack: cdk.Stack, calls: list[str]) -> None:
    configuration_set = ConfigurationSet(stack, "Set")
    add(stack, "first", configuration_set, cdk.RemovalPolicy.RETAIN)
    calls.clear()
    add(stack, "second", configuration_set, cdk.RemovalPolicy.RETAIN)
    assert sorted(calls) == sorted(CALLS + RETAINING)


def test_a_domain_is_two_resources(stack: cdk.Stack) -> None:
    configuration_set = ConfigurationSet(stack, "Set")
    for number in range(5):
        add(stack, f"d{number}", configuration_set, cdk.RemovalPolicy.RETAIN)
    resources = Template.from_stack(stack).to_json()["Resources"]
    assert len(resources) == 2 * 5 + 1
