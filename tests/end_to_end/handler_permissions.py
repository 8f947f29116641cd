"""The functions for received mail with one permission less: each fails loudly without any of them."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from ses_constructs.local.platform import NotSeenError
from tests.corpus.reports import report
from tests.end_to_end.account import Account, Record
from tests.end_to_end.fewer_permissions import Permission, permissions_of, role_named, without
from tests.lambdas.mail_world import notice

UNTRIED = frozenset(
    {
        ("Forwarder", "dynamodb:DeleteItem"),
        ("Responder", "dynamodb:DeleteItem"),
        ("Responder", "sqs:SendMessage"),
        ("Unsubscribe", "sqs:SendMessage"),
        ("Collector", "sqs:SendMessage"),
    }
)
"""Used after another failure, which is what is heard then: freeing a claim, and Lambda's own dead letters."""


@dataclass
class Tried:
    """The handlers of a stack, each with a message that makes it do all it can."""

    account: Account
    stack: str
    bucket: str
    box: str
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def each_permission(self) -> list[tuple[str, str]]:
        """Handler and action of each permission that was taken away; without it the function failed."""
        makers: dict[str, Callable[[], list[Any]]] = {
            "Forwarder": self._forwarded,
            "Responder": lambda: [self._saved("answered/", self._letter())],
            "Unsubscribe": self._unsubscribed,
            "Collector": lambda: [self._saved("dmarc/", self._report())],
            "Parser": lambda: [self._saved("received/", self._letter(attached=True))],
        }
        return [(name, one.action) for name, events in makers.items() for one in self._tried(name, events)]

    def _tried(self, name: str, events: Callable[[], list[Any]]) -> Iterator[Permission]:
        function = self.account.physical_id(self.stack, "AWS::Lambda::Function", name)
        self._invoke(function, events())
        for permission in permissions_of(self.account, role_named(self.account, name, "FunctionRole")):
            if permission.action.startswith("logs:") or (name, permission.action) in UNTRIED:
                continue
            with without(self.account, permission), pytest.raises(NotSeenError, match="AccessDenied"):
                self._invoke(function, events())
            yield permission

    def _invoke(self, function: str, events: list[Any]) -> None:
        for event in events:
            self.account.invoke(function, event)

    def _forwarded(self) -> list[Any]:
        """A message, the same again, and its return."""
        event = self._saved("forwarded/", self._letter())
        id = event["Records"][0]["ses"]["mail"]["messageId"]
        return [event, event, self._returned(id)]

    def _unsubscribed(self) -> list[Any]:
        """Somebody the list does not know yet, and then does."""
        raw = self._letter()
        return [self._saved("unsubscribed/", raw), self._saved("unsubscribed/", raw)]

    def _returned(self, id: str) -> Record:
        function = self.account.physical_id(self.stack, "AWS::Lambda::Function", "Forwarder")
        config = self.account.emulator.client("lambda").get_function_configuration(FunctionName=function)
        forwarder = config["Environment"]["Variables"]["FORWARDER"]
        mail = {
            "tags": {"forwarder": [forwarder], "forwarded-message": [id], "forwarded-sender": ["tell"]},
            "headers": [{"name": "X-Original-To", "value": self.box}],
        }
        bounced = [{"emailAddress": "reader@corp.example", "action": "failed", "status": "5.1.1"}]
        bounce = {"bounceType": "Permanent", "bouncedRecipients": bounced}
        detail = {"eventType": "Bounce", "mail": mail, "bounce": bounce}
        return {"source": "aws.ses", "detail-type": "Email Bounced", "detail": detail}

    def _saved(self, prefix: str, raw: bytes) -> Any:
        number = next(self._numbers)
        id = f"tried{number:035}"
        self.account.emulator.client("s3").put_object(Bucket=self.bucket, Key=f"{prefix}{id}", Body=raw)
        return notice(id, source=f"ada{number}@author.test", recipients=(self.box,))

    def _letter(self, *, attached: bool = False) -> bytes:
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"] = f"ada{next(self._numbers)}@author.test", self.box
        message.set_content("Hello.")
        if attached:
            message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
        return message.as_bytes()

    def _report(self) -> bytes:
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"] = "reports@receiver.test", self.box
        packed = gzip.compress(report(domain=self.box.partition("@")[2], rows=[("192.0.2.7", 1, "pass", "pass")]))
        message.add_attachment(packed, maintype="application", subtype="gzip", filename="r.xml.gz")
        return message.as_bytes()
