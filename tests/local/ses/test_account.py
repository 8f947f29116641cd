"""What a fresh account is like."""

from __future__ import annotations

from ses_constructs.local.ses.account import Account


def test_a_fresh_account_may_send_and_suppresses_both_kinds() -> None:
    fresh = Account()
    assert fresh.sending_enabled
    assert fresh.production_access
    assert fresh.suppressed_reasons == ["BOUNCE", "COMPLAINT"]


def test_accounts_do_not_share_their_reasons() -> None:
    Account().suppressed_reasons.clear()
    assert Account().suppressed_reasons
