"""The answer that CloudFormation waits for, and its delivery."""

from __future__ import annotations

import http.client
import json
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field

LIMIT_BYTES = 4096
"""CloudFormation ignores a longer answer, and waits an hour for another."""
_REASON_CHARACTERS = 1200
_PAUSES_SECONDS = (1, 2, 4, 8, 16)


class UndeliveredError(Exception):
    """The answer could not be delivered. Raised, so that Lambda runs the same event again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is told to CloudFormation.

    Args:
        physical_id: Never empty.
        reason: Why it failed, and the cure. Empty: it succeeded.
        attributes: Only of a success.
        no_echo: True hides the attributes.
    """

    physical_id: str
    reason: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    no_echo: bool = False

    def body(self, event: Mapping[str, object]) -> bytes:
        """The answer to one event as JSON, within CloudFormation's limit."""
        fields: dict[str, object] = {
            "Status": "FAILED" if self.reason else "SUCCESS",
            "PhysicalResourceId": self.physical_id,
            "StackId": event.get("StackId"),
            "RequestId": event.get("RequestId"),
            "LogicalResourceId": event.get("LogicalResourceId"),
            "NoEcho": self.no_echo,
            "Data": dict(self.attributes),
        }
        if self.reason:
            # ASCII, so that a character is a byte and the limit is kept.
            fields["Reason"] = self.reason[:_REASON_CHARACTERS].encode("ascii", "replace").decode()
        encoded = json.dumps(fields).encode()
        if len(encoded) > LIMIT_BYTES and self.attributes:
            reason = (
                "the attributes are longer than the 4 KB that CloudFormation takes. Fix: shorten the properties"
            )
            return Answer(physical_id=self.physical_id, reason=reason).body(event)
        return encoded


def deliver(url: str, body: bytes) -> None:
    """Puts the answer where CloudFormation looks for it, trying again when the network fails.

    Raises:
        UndeliveredError: after the last attempt; its text does not hold the URL, which is as good as a password.
    """
    # CloudFormation signs the URL for an empty content type.
    request = urllib.request.Request(url, data=body, method="PUT", headers={"content-type": ""})  # noqa: S310
    problem = ""
    for pause in (*_PAUSES_SECONDS, 0):
        try:
            with urllib.request.urlopen(request, timeout=10):  # noqa: S310 - CloudFormation's own URL
                return
        except (OSError, http.client.HTTPException) as error:
            problem = type(error).__name__
            time.sleep(pause)
    raise UndeliveredError(f"CloudFormation did not take the answer: {problem}")
