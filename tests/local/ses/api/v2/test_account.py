"""Account settings."""

from __future__ import annotations

from tests.local.ses.aws import Account


def test_a_fresh_account(account: Account) -> None:
    found = account.v2.get_account()
    assert found["SendingEnabled"] is True
    assert found["ProductionAccessEnabled"] is True
    assert found["EnforcementStatus"] == "HEALTHY"
    assert found["SuppressionAttributes"]["SuppressedReasons"] == ["BOUNCE", "COMPLAINT"]
    assert found["VdmAttributes"]["VdmEnabled"] == "DISABLED"


def test_settings_are_read_back(account: Account) -> None:
    account.v2.put_account_sending_attributes(SendingEnabled=False)
    account.v2.put_account_suppression_attributes(SuppressedReasons=[])
    account.v2.put_account_dedicated_ip_warmup_attributes(AutoWarmupEnabled=False)
    vdm = {"VdmEnabled": "ENABLED", "GuardianAttributes": {"OptimizedSharedDelivery": "ENABLED"}}
    account.v2.put_account_vdm_attributes(VdmAttributes=vdm)
    found = account.v2.get_account()
    assert found["SendingEnabled"] is False
    assert found["SuppressionAttributes"]["SuppressedReasons"] == []
    assert found["DedicatedIpAutoWarmupEnabled"] is False
    assert found["VdmAttributes"] == vdm


def test_sending_left_out_is_off(account: Account) -> None:
    account.v2.put_account_sending_attributes()
    assert account.v2.get_account()["SendingEnabled"] is False


def test_production_access_is_granted_at_once_or_given_back(account: Account) -> None:
    details = {"MailType": "TRANSACTIONAL", "WebsiteURL": "https://example.com"}
    for wanted, status in ((False, "DENIED"), (True, "GRANTED")):
        account.v2.put_account_details(**details, ProductionAccessEnabled=wanted)
        found = account.v2.get_account()
        assert found["ProductionAccessEnabled"] is wanted
        assert found["Details"] == details | {"ReviewDetails": {"Status": status}}
