"""One message through one handler, as Lambda runs it: again when it fails, and twice at the same time."""

from __future__ import annotations

from typing import Any

from ses_constructs.facts.received_mail import HeaderBlock
from tests.lambdas.mail_handlers import HANDLERS, PREFIX
from tests.lambdas.mail_world import MailWorld, Sent, notice

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


def came_back(sent: Sent) -> dict[str, Any]:
    """The event of SES about a message that a reader's server did not take, made of what SES was told."""
    mail = {
        "messageId": "sent",
        "destination": [sent.to],
        "tags": {name: [value] for name, value in sent.tags.items()},
        "headers": [{"name": "X-Original-To", "value": HeaderBlock.of(sent.raw).first("x-original-to")}],
    }
    failed = {"emailAddress": sent.to, "action": "failed", "status": "5.1.1", "diagnosticCode": f"550 <{sent.to}>"}
    bounce = {"bounceType": "Permanent", "bounceSubType": "General", "bouncedRecipients": [failed]}
    detail = {"eventType": "Bounce", "mail": mail, "bounce": bounce}
    return {"source": "aws.ses", "detail-type": "Email Bounced", "detail": detail}
