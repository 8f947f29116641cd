"""The account's sending switch and quota."""

from __future__ import annotations

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pace import sent_last_day


@operation("ses", "GetAccountSendingEnabled")
def get_sending_enabled(call: Call) -> Document:
    """Whether the account may send."""
    return {"Enabled": call.state.account.sending_enabled}


@operation("ses", "UpdateAccountSendingEnabled")
def update_sending_enabled(call: Call) -> None:
    """Pauses or resumes sending; left out pauses, as the API's boolean does."""
    call.state.account.sending_enabled = call.parameters.get("Enabled", False)


@operation("ses", "GetSendQuota")
def get_send_quota(call: Call) -> Document:
    """The quota and what was used of it."""
    account = call.state.account
    return {
        "Max24HourSend": account.max_24_hour_send,
        "MaxSendRate": account.max_send_rate,
        "SentLast24Hours": sent_last_day(call.state),
    }
