"""What SES gives to services that are not emulated: kept, so that it can be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ses_constructs.local.ses.state import PlaceState


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A message for WorkMail, Connect or Q Business; nothing happened there.

    ``target`` is the ARN of the organization, the instance or the index, ``role_arn`` who would bring it (empty:
    SES itself).
    """

    timestamp: datetime
    action: str
    target: str
    role_arn: str
    recipients: tuple[str, ...]
    message: bytes


def hand_over(
    state: PlaceState, action: str, target: str, *, recipients: list[str], message: bytes, role_arn: str = ""
) -> None:
    """Keeps a message for a service that is not emulated."""
    entry = HandedOver(state.now(), action, target, role_arn, tuple(recipients), message)
    state.handed_over.append(entry)
