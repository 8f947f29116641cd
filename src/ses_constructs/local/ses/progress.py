"""How a DNS check moves a status: PENDING, SUCCESS, TEMPORARY_FAILURE, FAILED (guide, verification states)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# SES searches for records for 72 hours before it gives up, and as long again when they vanish later.
_PATIENCE = timedelta(hours=72)


@dataclass(slots=True)
class Progress:
    """One status and since when it holds."""

    since: datetime
    status: str = "PENDING"
    checked: datetime | None = None
    succeeded: datetime | None = None
    error: str | None = None

    @property
    def is_success(self) -> bool:
        """Tells whether the records were there at the last look."""
        return self.status == "SUCCESS"

    def observe(self, error: str | None, now: datetime) -> None:
        """Takes in the result of one look; ``error`` is ``None`` when the records are right.

        FAILED is final: only setting things up again leaves it.
        """
        if self.status == "FAILED":
            return
        self.checked, self.error = now, error
        if error is None:
            self.succeeded = now
            self._become("SUCCESS", now)
        elif self.is_success:
            self._become("TEMPORARY_FAILURE", now)
        elif now - self.since >= _PATIENCE:
            self._become("FAILED", now)

    def _become(self, status: str, now: datetime) -> None:
        if status != self.status:
            self.status, self.since = status, now
