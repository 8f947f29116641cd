"""Names that do not fit into a function's variables are refused, or warned of, before they are deployed."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns

from ses_constructs.errors import InvalidSettingError
from ses_constructs.reputation import AutoResume, GuardScope, ReputationGuard, TenantStream

from .conftest import Warnings


def guard(stack: cdk.Stack, watch: GuardScope) -> ReputationGuard:
    operators = sns.Topic.from_topic_arn(stack, "Operators", "arn:aws:sns:eu-west-1:111122223333:operators")
    return ReputationGuard(
        stack, "Guard", watch=watch, operators=operators, auto_resume=AutoResume(), runbook="https://" + "r" * 292
    )


def sets(stack: cdk.Stack, count: int, length: int) -> GuardScope:
    names = [f"{number:0{length}d}" for number in range(count)]
    return GuardScope.configuration_sets(
        *(ses.ConfigurationSet.from_configuration_set_name(stack, f"Set{name}", name) for name in names)
    )


def ours(found: list[str]) -> list[str]:
    return [one for one in found if "do not fit into" in one]


@pytest.mark.parametrize(("count", "length"), [(50, 30), (35, 64), (1, 64)])
def test_what_fits_is_taken_in_silence(count: int, length: int, stack: cdk.Stack, warnings_in: Warnings) -> None:
    guard(stack, sets(stack, count, length))
    assert ours(warnings_in(stack)) == []


def test_names_that_are_known_not_to_fit_are_refused(stack: cdk.Stack) -> None:
    with pytest.raises(
        InvalidSettingError, match=r"watch='50 senders' have names of(.|\n)*at:  .*Guard"
    ) as refused:
        guard(stack, sets(stack, 50, 64))
    assert "several guards" in refused.value.fix


def test_names_that_are_generated_are_warned_of_where_they_may_turn_out_long(
    stack: cdk.Stack, warnings_in: Warnings
) -> None:
    made = [ses.ConfigurationSet(stack, f"Set{n}", reputation_metrics=True) for n in range(50)]
    guard(stack, GuardScope.configuration_sets(*made))
    (warning,) = ours(warnings_in(stack))
    assert "50 senders" in warning


def test_tenants_need_more_room(stack: cdk.Stack, warnings_in: Warnings) -> None:
    streams = [
        TenantStream(
            tenant=ses.CfnTenant(stack, f"Tenant{n}", tenant_name=f"tenant-{n}"),
            configuration_set=ses.ConfigurationSet.from_configuration_set_name(stack, f"Set{n}", f"set-{n}"),
        )
        for n in range(20)
    ]
    guard(stack, GuardScope.tenants(*streams))
    assert len(ours(warnings_in(stack))) == 1
