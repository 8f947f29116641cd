"""Who paused sending, as the guard's own history tells."""

from __future__ import annotations

from collections.abc import Iterable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.reputation.deployed_guard import DeployedGuards

from .deployed_stack import DeployedStack


def who_paused(stack: DeployedStack, what: str) -> str:
    """In words, who made the pause that still stands.

    Args:
        stack: Whose guard is asked.
        what: As the history names it: ``the account``, ``configuration set NAME`` or ``tenant NAME``.
    """
    try:
        history = DeployedGuards(stack.session, stack.name).history()
    except InvalidSettingError:
        return "and the stack has no guard that could tell by whom; CloudTrail can"
    standing, kept = None, ""
    for time, entry in history:
        did = entry.get("did") if entry.get("what") == what else None
        if did == "resumed":
            standing, kept = None, ""
        elif did == "paused" and not entry.get("paused_before"):
            standing, kept = (time, entry), ""
        elif did == "held":
            kept = f"; kept so by {entry.get('by')}: {entry.get('reason')}"
    if standing is None:
        return f"not by the guard; CloudTrail tells by whom{kept}"
    time, entry = standing
    why = entry.get("why")
    reasons = "; ".join(str(one) for one in why) if isinstance(why, Iterable) and not isinstance(why, str) else ""
    told = f" ({reasons})" if reasons else ""
    return f"by the guard at {time:%Y-%m-%d %H:%M} UTC for alarm {entry.get('alarm')}{told}{kept}"
