"""Which sets a guard takes, and what it calls them."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.reputation import GuardScope
from ses_constructs.reputation.watched import watched_by

from .conftest import Warnings

UNKNOWN = "whether the configuration set of"


@pytest.fixture
def guard(stack: cdk.Stack) -> Construct:
    return Construct(stack, "Guard")


def test_the_account_has_no_dimension_and_no_arn(guard: Construct) -> None:
    (account,) = watched_by(guard, GuardScope.account())
    assert (account.name, account.dimensions, account.arn) == ("account", {}, None)
    assert account.is_account


def test_a_set_has_its_dimension_and_its_arn(stack: cdk.Stack, guard: Construct) -> None:
    named = ConfigurationSet(stack, "Receipts", configuration_set_name="shop-receipts")
    (one,) = watched_by(guard, GuardScope.configuration_sets(named))
    resolved = stack.resolve([one.name, one.dimensions, one.arn])
    assert resolved[0] == {"Ref": stack.resolve(named.configuration_set_name)["Ref"]}
    assert resolved[1] == {"ses:configuration-set": resolved[0]}
    assert resolved[2]["Fn::Join"][1][-1] == resolved[0]
    assert not one.is_account


def test_sets_of_every_making_are_taken(stack: cdk.Stack, guard: Construct, warnings_in: Warnings) -> None:
    on = ses.CfnConfigurationSet.ReputationOptionsProperty(reputation_metrics_enabled=True)
    ours = ConfigurationSet(stack, "Ours")
    cdks = ses.ConfigurationSet(stack, "Cdks", reputation_metrics=True)
    low = ses.CfnConfigurationSet(stack, "Low", reputation_options=on)
    watched = watched_by(guard, GuardScope.configuration_sets(ours, cdks, low))
    assert [one.id for one in watched] == ["Ours", "Cdks", "Low"]
    assert warnings_in(stack) == []


def test_an_id_is_the_set_s_path_so_that_it_is_nobody_else_s(guard: Construct) -> None:
    app = guard.node.root
    assert isinstance(app, Construct)
    other = cdk.Stack(app, "Other")
    shop = Construct(cdk.Stack.of(guard), "Shop")
    sets = [ConfigurationSet(place, "Set") for place in (shop, cdk.Stack.of(guard), other)]
    watched = watched_by(guard, GuardScope.configuration_sets(*sets))
    assert [one.id for one in watched] == ["Shop.Set", "Set", "Other.Set"]


@pytest.mark.parametrize("metrics", [None, False])
def test_a_set_without_reputation_metrics_is_refused(
    stack: cdk.Stack, guard: Construct, metrics: bool | None
) -> None:
    silent = ses.ConfigurationSet(stack, "Silent", reputation_metrics=metrics)
    with pytest.raises(InvalidSettingError, match=f"reputation_metrics={metrics} .*'Mail/Silent'") as refused:
        watched_by(guard, GuardScope.configuration_sets(silent))
    assert "write reputation_metrics=True" in refused.value.fix


def test_a_low_level_set_without_reputation_metrics_is_refused(stack: cdk.Stack, guard: Construct) -> None:
    silent = ses.CfnConfigurationSet(stack, "Silent")
    with pytest.raises(InvalidSettingError, match="would sleep"):
        watched_by(guard, GuardScope.configuration_sets(silent))


@pytest.mark.parametrize("enabled", [True, False])
def test_a_set_whose_template_could_undo_a_pause_is_refused(
    stack: cdk.Stack, guard: Construct, enabled: bool
) -> None:
    stubborn = ses.ConfigurationSet(stack, "Stubborn", reputation_metrics=True, sending_enabled=enabled)
    with pytest.raises(ConflictingSettingsError, match=r"'Mail/Stubborn' .* could undo a pause") as refused:
        watched_by(guard, GuardScope.configuration_sets(stubborn))
    assert "leave sending_enabled" in refused.value.fix


def test_a_set_that_is_changed_after_its_guard_was_made_stops_the_synthesis(
    app: cdk.App, stack: cdk.Stack, guard: Construct
) -> None:
    on = ses.CfnConfigurationSet.ReputationOptionsProperty(reputation_metrics_enabled=True)
    low = ses.CfnConfigurationSet(stack, "Low", reputation_options=on)
    watched_by(guard, GuardScope.configuration_sets(low, ConfigurationSet(stack, "Other")))
    low.sending_options = ses.CfnConfigurationSet.SendingOptionsProperty(sending_enabled=True)
    with pytest.raises(RuntimeError, match="'Mail/Low' has sending_enabled") as refused:
        app.synth()
    assert "Mail/Other" not in str(refused.value)
    assert "fix: leave sending_enabled" in str(refused.value)


def test_an_imported_set_is_taken_with_a_warning(
    stack: cdk.Stack, guard: Construct, warnings_in: Warnings
) -> None:
    imported = ses.ConfigurationSet.from_configuration_set_name(stack, "Imported", "shop")
    (one,) = watched_by(guard, GuardScope.configuration_sets(imported))
    assert one.name == "shop"
    (warning,) = warnings_in(stack)
    assert warning.startswith(UNKNOWN)
    assert "ses-constructs:reputation-metrics-unknown" in warning


@pytest.fixture
def wanted(stack: cdk.Stack) -> str:
    """A condition that only the deployment knows."""
    here = cdk.Fn.condition_equals(cdk.Aws.REGION, "eu-west-1")
    return str(cdk.CfnCondition(stack, "Wanted", expression=here).logical_id)


def test_options_that_are_decided_at_deployment_are_taken_with_a_warning(
    stack: cdk.Stack, guard: Construct, wanted: str, warnings_in: Warnings
) -> None:
    options = cdk.Fn.condition_if(wanted, {"ReputationMetricsEnabled": True}, cdk.Aws.NO_VALUE)
    maybe = ses.CfnConfigurationSet(stack, "Maybe", reputation_options=options)
    watched_by(guard, GuardScope.configuration_sets(maybe))
    assert warnings_in(stack)[0].startswith(UNKNOWN)


def test_metrics_that_are_decided_at_deployment_are_taken_with_a_warning(
    stack: cdk.Stack, guard: Construct, wanted: str, warnings_in: Warnings
) -> None:
    chosen = cdk.Fn.condition_if(wanted, True, False)
    options = ses.CfnConfigurationSet.ReputationOptionsProperty(reputation_metrics_enabled=chosen)
    maybe = ses.CfnConfigurationSet(stack, "Maybe", reputation_options=options)
    watched_by(guard, GuardScope.configuration_sets(maybe))
    assert warnings_in(stack)[0].startswith(UNKNOWN)


def test_a_set_of_another_region_is_refused() -> None:
    app = cdk.App()
    here, there = (
        cdk.Stack(app, name, env=cdk.Environment(account="111122223333", region=region))
        for name, region in (("Here", "eu-west-1"), ("There", "us-east-1"))
    )
    guard = Construct(here, "Guard")
    with pytest.raises(
        ConflictingSettingsError, match=r"is in us-east-1, what watches it in eu-west-1"
    ) as refused:
        watched_by(guard, GuardScope.configuration_sets(ConfigurationSet(there, "Set")))
    assert "from its own region" in refused.value.fix


def test_a_region_that_is_not_known_yet_is_not_compared(guard: Construct) -> None:
    app = guard.node.root
    assert isinstance(app, Construct)
    there = cdk.Stack(app, "There", env=cdk.Environment(account="111122223333", region="us-east-1"))
    assert watched_by(guard, GuardScope.configuration_sets(ConfigurationSet(there, "Set")))
