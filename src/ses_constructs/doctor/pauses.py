"""Who paused sending, as the guard's own history tells."""

from __future__ import annotations

from collections.abc import Iterable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.reputation.deployed_guard import DeployedGuards

from .deployed_stack import DeployedStack


def who_paused(stack: DeployedStack, what: str) -> str:
    """In words, who paused something last.

    Args:
        stack: Whose guard is asked.
        what: As the history names it: ``the account``, ``configuration set NAME`` or ``tenant NAME``.
    """
    try:
        history = DeployedGuards(stack.session, stack.name).history()
    except InvalidSettingError:
        return "and the stack has no guard that could tell by whom; CloudTrail can"
    last = next((pair for pair in reversed(history) if pair[1].get("what") == what), None)
    if last is None or last[1].get("did") != "paused":
        return "not by the guard; CloudTrail tells by whom"
    time, entry = last
    why = entry.get("why")
    reasons = "; ".join(str(one) for one in why) if isinstance(why, Iterable) and not isinstance(why, str) else ""
    told = f" ({reasons})" if reasons else ""
    return f"by the guard at {time:%Y-%m-%d %H:%M} UTC for alarm {entry.get('alarm')}{told}"
