"""Whether SES takes mail."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doctor.conftest import Found

SET = """
Orders: {Type: AWS::SES::ConfigurationSet, Properties: {ReputationOptions: {ReputationMetricsEnabled: true},
  DeliveryOptions: {TlsPolicy: REQUIRE}, SuppressionOptions: {SuppressedReasons: [BOUNCE]}}}
"""


def answers(account: dict[str, Any] | None = None, **of_set: object) -> dict[str, Any]:
    well: dict[str, Any] = {"SendingEnabled": True, "ProductionAccessEnabled": True}
    well_set = {
        "SendingOptions": {"SendingEnabled": True},
        "ReputationOptions": {"ReputationMetricsEnabled": True},
        "DeliveryOptions": {"TlsPolicy": "REQUIRE"},
        "SuppressionOptions": {"SuppressedReasons": ["BOUNCE"]},
    }
    return {"sesv2.get_account": well | (account or {}), "sesv2.get_configuration_set": well_set | of_set}


def test_all_is_well(found: Found) -> None:
    assert found(SET, answers()) == []


@pytest.mark.parametrize(
    ("account", "rules"),
    [
        ({"EnforcementStatus": "PROBATION"}, ["account-held-by-aws"]),
        # AWS switches the account off itself: nobody else paused it.
        ({"EnforcementStatus": "SHUTDOWN", "SendingEnabled": False}, ["account-held-by-aws"]),
        ({"SendingEnabled": False}, ["account-paused"]),
        ({"ProductionAccessEnabled": False}, ["account-in-sandbox"]),
        ({"SendQuota": {"Max24HourSend": 100.0, "SentLast24Hours": 80.0}}, ["sending-quota-nearly-used"]),
        ({"SendQuota": {"Max24HourSend": 100.0, "SentLast24Hours": 79.0}}, []),
        ({"SendQuota": {"Max24HourSend": -1.0, "SentLast24Hours": 79.0}}, []),
    ],
)
def test_the_accounts_state_is_told(found: Found, account: dict[str, Any], rules: list[str]) -> None:
    assert [rule for rule, _ in found(SET, answers(account))] == rules


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"ReputationOptions": {}}, ("reputation-metrics-are-off", "its reputation metrics are off")),
        (
            {"DeliveryOptions": {}},
            ("configuration-set-differs", "TlsPolicy is OPTIONAL, and should be REQUIRE"),
        ),
        (
            {"SuppressionOptions": {"SuppressedReasons": []}},
            ("configuration-set-differs", "it suppresses nothing, and should suppress BOUNCE"),
        ),
    ],
)
def test_a_setting_that_somebody_changed_is_told(
    found: Found, change: dict[str, Any], told: tuple[str, str]
) -> None:
    assert found(SET, answers(**change)) == [told]


def test_a_set_that_the_stack_itself_switched_off_is_meant(found: Found) -> None:
    off = SET.replace("Properties: {", "Properties: {SendingOptions: {SendingEnabled: false}, ")
    assert found(off, answers(SendingOptions={"SendingEnabled": False})) == []


TENANT = "Acme: {Type: AWS::SES::Tenant, Properties: {TenantName: acme}}"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"Tenant": {"SendingStatus": "ENABLED"}}, []),
        ({"Tenant": {"SendingStatus": "DISABLED"}}, ["tenant-paused"]),
        ("NotFoundException", ["tenant-missing"]),
    ],
)
def test_a_tenants_state_is_told(found: Found, answer: object, told: list[str]) -> None:
    assert [rule for rule, _ in found(TENANT, answers() | {"sesv2.get_tenant": answer})] == told
