"""Which suppression list counts for a tenant."""

from __future__ import annotations

import pytest

from ses_constructs.account import SuppressionReason, TenantSuppression
from ses_constructs.errors import InvalidSettingError

BOTH = ["BOUNCE", "COMPLAINT"]


def test_scope_and_reasons_go_together() -> None:
    for suppression, scope in ((TenantSuppression.of_account(), "ACCOUNT"), (TenantSuppression.own(), "TENANT")):
        assert suppression.attributes.suppression_scope == scope
        assert suppression.attributes.suppressed_reasons == BOTH
    assert TenantSuppression.own(reasons=[]).attributes.suppressed_reasons == []


def test_a_reason_given_twice_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="has one twice"):
        TenantSuppression.own(reasons=[SuppressionReason.BOUNCE] * 2)
