"""Tenants and their sending switch."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses import tenants
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.state import PlaceState


def test_a_tenant_sends_until_its_entity_is_disabled(state: PlaceState) -> None:
    state.kept(tenants.KIND)["acme"] = {"TenantName": "acme", "TenantArn": "arn"}
    tenants.check_sending(state, "acme")
    tenants.entity(state, "arn")["SendingStatusAggregate"] = "DISABLED"
    with pytest.raises(RefusedError) as refusal:
        tenants.check_sending(state, "acme")
    assert refusal.value.code == "SendingPausedException"


def test_what_is_not_there_is_not_found(state: PlaceState) -> None:
    for look in (
        lambda: tenants.check_sending(state, "none"),
        lambda: tenants.entity(state, "none"),
        lambda: tenants.associations(state, "none"),
    ):
        with pytest.raises(RefusedError, match="does not exist"):
            look()
