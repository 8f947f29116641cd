"""The account's sending switch and quota."""

from __future__ import annotations

from tests.local.ses.aws import Account


def test_the_switch_is_read_back(account: Account) -> None:
    assert account.v1.get_account_sending_enabled()["Enabled"] is True
    account.v1.update_account_sending_enabled(Enabled=False)
    assert account.v1.get_account_sending_enabled()["Enabled"] is False
    account.v1.update_account_sending_enabled(Enabled=True)
    account.v1.update_account_sending_enabled()
    assert account.v1.get_account_sending_enabled()["Enabled"] is False


def test_the_quota_is_told(account: Account) -> None:
    quota = account.v1.get_send_quota()
    assert quota["Max24HourSend"] > 200
    assert (quota["MaxSendRate"], quota["SentLast24Hours"]) == (14, 0)
