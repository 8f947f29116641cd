"""Configuration sets: option groups and their checks."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses import configuration_sets, identities
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.state import PlaceState
from tests.local.ses.aws import FakeWorld


def test_a_name_is_taken_once(state: PlaceState) -> None:
    configuration_sets.create(state, "news", {})
    with pytest.raises(RefusedError) as refusal:
        configuration_sets.create(state, "news", {})
    assert refusal.value.v1 == "ConfigurationSetAlreadyExistsException"


def test_a_pool_must_be_there(state: PlaceState) -> None:
    options = {"DeliveryOptions": {"SendingPoolName": "pool"}}
    with pytest.raises(RefusedError, match="pool <pool> does not exist"):
        configuration_sets.create(state, "news", options)
    assert state.configuration_sets == {}
    state.kept("DedicatedIpPool")["pool"] = {}
    configuration_sets.create(state, "news", options)


@pytest.mark.parametrize("pool", ["ses-default-dedicated-pool", "ses-shared-pool"])
def test_the_pools_of_ses_are_always_there(state: PlaceState, pool: str) -> None:
    made = configuration_sets.create(state, "news", {"DeliveryOptions": {"SendingPoolName": pool}})
    assert made.options["DeliveryOptions"] == {"SendingPoolName": pool}


def test_how_long_ses_tries_is_the_sets_own_or_fourteen_hours(state: PlaceState) -> None:
    plain = configuration_sets.create(state, "plain", {})
    hasty = configuration_sets.create(state, "hasty", {"DeliveryOptions": {"MaxDeliverySeconds": 600}})
    assert (plain.max_delivery_seconds, hasty.max_delivery_seconds) == (50_400, 600)


def test_a_tracking_domain_must_be_verified(state: PlaceState, world: FakeWorld) -> None:
    options = {"TrackingOptions": {"CustomRedirectDomain": "go.example.com"}}
    with pytest.raises(RefusedError, match="not verified"):
        configuration_sets.create(state, "news", options)
    for token in identities.tokens_of(state, identities.create(state, "example.com")):
        world.dns[f"{token}._domainkey.example.com", "CNAME"] = [f"{token}.dkim.amazonses.com"]
    configuration_sets.create(state, "news", options)


def test_an_empty_group_goes_back_to_the_defaults(state: PlaceState) -> None:
    created = configuration_sets.create(state, "news", {"SendingOptions": {"SendingEnabled": False}})
    configuration_sets.put_options(state, "news", "SendingOptions", {})
    assert created.sending_enabled
    assert created.last_fresh_start == state.now()


def test_a_deleted_set_is_gone_with_its_tags(state: PlaceState) -> None:
    configuration_sets.create(state, "news", {})
    state.tags[configuration_sets.arn(state, "news")] = {"a": "b"}
    configuration_sets.delete(state, "news")
    assert state.tags == {}
    with pytest.raises(RefusedError, match="<news> does not exist"):
        configuration_sets.delete(state, "news")
