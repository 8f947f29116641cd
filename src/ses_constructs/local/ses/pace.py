"""The sending quota: how much an account may send in a second, and in a day."""

from __future__ import annotations

from datetime import timedelta

from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.outcomes import is_simulated
from ses_constructs.local.ses.state import PlaceState


def sent_last_day(state: PlaceState) -> float:
    """Recipients of the last 24 hours; the mailbox simulator is free."""
    return _recipients(state, timedelta(hours=24), simulated=False)


def check(state: PlaceState, recipients: int) -> None:
    """Refuses what is too much, once somebody has given the account a quota.

    :raises RefusedError: with the texts the guide names; the simulator counts for the rate, not for the day
    """
    account = state.account
    if not account.quota_enforced:
        return
    if sent_last_day(state) + recipients > account.max_24_hour_send:
        raise _throttled("Daily message quota exceeded.")
    if _recipients(state, timedelta(seconds=1), simulated=True) + recipients > account.max_send_rate:
        raise _throttled("Maximum sending rate exceeded.")


def _recipients(state: PlaceState, window: timedelta, *, simulated: bool) -> float:
    start, total = state.now() - window, 0
    for sent in reversed(state.sent):
        if sent.timestamp <= start:
            break
        total += sum(simulated or not is_simulated(address) for address in sent.recipients)
    return float(total)


def _throttled(text: str) -> RefusedError:
    return RefusedError("TooManyRequestsException", text, v1="Throttling")
