"""For which contact list, and for which of its topics, a message is sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubscriptionOptions:
    """``ListManagementOptions`` of a request, or the header ``X-SES-LIST-MANAGEMENT-OPTIONS``."""

    contact_list: str
    topic: str | None = None
