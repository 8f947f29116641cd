"""A configuration set and its event destinations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.reputation import Counts

# The longest MaxDeliverySeconds of the schema: how long SES keeps trying when a set names no limit.
LONGEST_DELIVERY_SECONDS = 50_400


@dataclass(frozen=True, slots=True)
class EventDestination:
    """Where the events of a configuration set go.

    ``kind`` is the member of the SES v2 shape that names the target (``SnsDestination``, ...), ``target`` its
    content.
    """

    name: str
    enabled: bool
    event_types: frozenset[str]
    kind: str
    target: Document


@dataclass(slots=True)
class ConfigurationSet:
    """One configuration set; ``options`` holds option groups by their SES v2 name, unset ones are absent."""

    name: str
    options: dict[str, Document] = field(default_factory=dict)
    destinations: dict[str, EventDestination] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    last_fresh_start: datetime | None = None

    @property
    def sending_enabled(self) -> bool:
        """Whether the set lets mail out."""
        return bool(self.options.get("SendingOptions", {}).get("SendingEnabled", True))

    @property
    def metrics_enabled(self) -> bool:
        """Whether reputation metrics are published (off unless asked for, as in the API)."""
        return bool(self.options.get("ReputationOptions", {}).get("ReputationMetricsEnabled", False))

    @property
    def suppressed_reasons(self) -> list[str] | None:
        """Reasons of the set's own; ``None`` inherits the account's, an empty list switches suppression off."""
        reasons: list[str] | None = self.options.get("SuppressionOptions", {}).get("SuppressedReasons")
        return reasons

    @property
    def max_delivery_seconds(self) -> int:
        """How long SES keeps trying."""
        return int(self.options.get("DeliveryOptions", {}).get("MaxDeliverySeconds", LONGEST_DELIVERY_SECONDS))
