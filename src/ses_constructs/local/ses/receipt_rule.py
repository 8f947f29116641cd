"""Receipt rule sets and their rules, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ses_constructs.local.ses.documents import Document


@dataclass(slots=True)
class RuleSet:
    """An ordered list of rules; each rule is the ``ReceiptRule`` shape of SES v1 with its defaults filled in."""

    name: str
    created: datetime
    rules: list[Document] = field(default_factory=list)

    def position(self, rule_name: str) -> int | None:
        """Where a rule stands, or ``None``."""
        for index, rule in enumerate(self.rules):
            if rule["Name"] == rule_name:
                return index
        return None
