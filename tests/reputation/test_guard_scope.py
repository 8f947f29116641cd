"""What a guard can be given to watch."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.reputation import GuardScope, TenantStream
from ses_constructs.reputation.guard_scope import MOST_SETS, MOST_TENANTS


def test_no_set_at_all_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="watches nothing") as refused:
        GuardScope.configuration_sets()
    assert "GuardScope.account()" in refused.value.fix


def test_the_same_set_twice_is_refused(receipts: ses.ConfigurationSet) -> None:
    with pytest.raises(ConflictingSettingsError, match="'Mail/Receipts' twice") as refused:
        GuardScope.configuration_sets(receipts, receipts)
    assert refused.value.fix == "give each set once"


def test_the_same_name_imported_twice_is_refused(stack: cdk.Stack) -> None:
    first, second = (
        ses.ConfigurationSet.from_configuration_set_name(stack, id, "shop") for id in ("First", "Second")
    )
    with pytest.raises(ConflictingSettingsError, match="'Mail/Second' twice"):
        GuardScope.configuration_sets(first, second)


def test_the_same_low_level_set_twice_is_refused(stack: cdk.Stack) -> None:
    low = ses.CfnConfigurationSet(stack, "Low")
    with pytest.raises(ConflictingSettingsError, match="twice"):
        GuardScope.configuration_sets(low, low)


def test_more_sets_than_a_function_s_environment_holds_are_refused(stack: cdk.Stack) -> None:
    sets = [
        ses.ConfigurationSet.from_configuration_set_name(stack, f"Set{n}", f"set-{n}")
        for n in range(MOST_SETS + 1)
    ]
    assert GuardScope.configuration_sets(*sets[:-1]).sets == tuple(sets[:-1])
    with pytest.raises(InvalidSettingError, match="more sets than one guard can list") as refused:
        GuardScope.configuration_sets(*sets)
    assert refused.value.fix == "share them out among several guards"


def test_the_account_is_no_list_of_sets() -> None:
    assert GuardScope.account().whole_account
    assert GuardScope.account().sets == ()


def streams(stack: cdk.Stack, count: int) -> list[TenantStream]:
    return [
        TenantStream(
            tenant=ses.CfnTenant(stack, f"Tenant{n}", tenant_name=f"tenant-{n}"),
            configuration_set=ses.ConfigurationSet.from_configuration_set_name(stack, f"Set{n}", f"set-{n}"),
        )
        for n in range(count)
    ]


def test_tenants_stand_beside_their_sets(stack: cdk.Stack) -> None:
    listed = streams(stack, 2)
    scope = GuardScope.tenants(*listed)
    assert scope.tenant_of == (listed[0].tenant, listed[1].tenant)
    assert scope.sets == (listed[0].configuration_set, listed[1].configuration_set)


def test_no_tenant_at_all_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="watches nothing"):
        GuardScope.tenants()


def test_more_tenants_than_a_guard_can_list_are_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match=f"tenants={MOST_TENANTS + 1} are more"):
        GuardScope.tenants(*streams(stack, MOST_TENANTS + 1))
