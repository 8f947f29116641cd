"""The handlers of received mail with settings, on one bucket, one table, one SES."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ses_constructs.lambdas.collect_dmarc_reports import handler as collecting
from ses_constructs.lambdas.filter_mail import handler as filtering
from ses_constructs.lambdas.forward_mail import handler as forwarding
from ses_constructs.lambdas.handle_mail import clients
from ses_constructs.lambdas.parse_mail import handler as parsing
from ses_constructs.lambdas.reply_automatically import handler as replying
from ses_constructs.lambdas.unsubscribe_by_mail import handler as unsubscribing
from tests.lambdas.mail_world import BUCKET, TABLE, MailWorld, Wires

PREFIX = "in/"
SETTINGS = {
    "BUCKET": BUCKET,
    "PREFIX": PREFIX,
    "TABLE": TABLE,
    "SENDER": "forwarder@example.com",
    "FORWARD_TO": json.dumps(
        {"support@example.com": ["reader@corp.test"], "all.example": ["a@x.test", "b@x.test"]}
    ),
    "LARGEST_BYTES": str(40 * 1024 * 1024 - 65_536),
    "FORWARD_SPAM": "no",
    "FORWARDER": "TestForwarder",
    "CONFIGURATION_SET": "forwarded",
    "CAME_BACK": "https://sqs.example/came-back",
    "SENDER_NAME": "Support",
    "SUBJECT": "",
    "TEXT": "We will read it.",
    "QUIET_SECONDS": "604800",
    "CONTACT_LIST": "readers",
    "TOPICS": '["News"]',
    "DOMAINS": '["example.com"]',
    "KEEP_DAYS": "400",
    "PARSED_PREFIX": "parsed/",
    "QUEUE": "https://sqs.example/queue",
    "EVENT_BUS": "default",
    "ANSWERS": '{"virus": "drop", "spam": "drop", "dmarc": "bounce", "spf": "pass", "dkim": "pass"}',
    "QUARANTINE_TOO": "no",
    "ALLOWED": "[]",
    "BOUNCE_SENDER": "mailer@example.com",
    "UNBOUNCED": "https://sqs.example/unbounced",
}
Handle = Callable[[object, object], Any]
HANDLERS: dict[str, Handle] = {
    "forward": forwarding.handler,
    "reply": replying.handler,
    "unsubscribe": unsubscribing.handler,
    "collect": collecting.handler,
    "parse": parsing.handler,
    "filter": filtering.handler,
}


def connected(wires: Wires, monkeypatch: pytest.MonkeyPatch) -> MailWorld:
    """An empty world behind the clients of every handler."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    wires.world = MailWorld()
    for name in ("s3", "sqs", "events", "dynamodb", "ses", "sesv2"):
        monkeypatch.setattr(clients, name, lambda name=name: wires.client(name))
    for name in ("ses", "sqs"):
        # SES waits for this one, which has clients of its own.
        monkeypatch.setattr(filtering, name, lambda name=name: wires.client(name))
    return wires.world
