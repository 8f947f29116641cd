"""What is due to be tried again."""

from __future__ import annotations

from ses_constructs.local.ses.state import Retry, Store


def take_due(store: Store) -> list[tuple[list[Retry], Retry]]:
    """Takes what is due out of its list, and says which list that was."""
    found = []
    for state in store:
        due = [retry for retry in state.retries if retry.due <= state.now()]
        state.retries[:] = [retry for retry in state.retries if retry not in due]
        found += [(state.retries, retry) for retry in due]
    return found


def attempt(found: list[tuple[list[Retry], Retry]]) -> None:
    """Tries again; whatever is not over goes back into its list. To be called without the lock."""
    for waiting, retry in found:
        again = retry.attempt()
        if again is not None:
            waiting.append(Retry(again, retry.attempt))
