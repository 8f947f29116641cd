"""One message through one handler, as Lambda runs it: again when it fails, and twice at the same time."""

from __future__ import annotations

from typing import Any

from tests.lambdas.mail_handlers import HANDLERS, PREFIX
from tests.lambdas.mail_world import MailWorld, notice

TRIES = 3
"""Lambda tries an asynchronous invocation three times. Lambda guide: Asynchronous invocation."""


def run(world: MailWorld, handler: str, raw: bytes, **given: Any) -> None:
    """Saves the message and invokes the handler once."""
    HANDLERS[handler](notice(world.save(raw, prefix=PREFIX), **given), None)


def run_as_lambda(world: MailWorld, handler: str, raw: bytes, **given: Any) -> bool:
    """The same, again while it fails. Returns whether it ever succeeded; if not, it is a dead letter."""
    event = notice(world.save(raw, prefix=PREFIX), **given)
    for _ in range(TRIES):
        # Whatever it raises, Lambda tries again.
        try:
            HANDLERS[handler](event, None)
        except Exception:
            continue
        return True
    return False


def calls_of(handler: str, raw: bytes, world: MailWorld, **given: Any) -> int:
    """How many calls of AWS the handler makes when nothing fails."""
    run(world, handler, raw, **given)
    return len(world.calls)
