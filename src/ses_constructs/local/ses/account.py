"""The settings of an account in a region."""

from __future__ import annotations

from dataclasses import dataclass, field

from ses_constructs.local.ses.documents import Document

BOTH_REASONS = ("BOUNCE", "COMPLAINT")


@dataclass(slots=True)
class Account:
    """Account settings; a fresh account here is out of the sandbox, as an old real one would be.

    The quota is an ordinary production quota, and only reported until somebody gives the account another one:
    what is sent then is held to it.
    """

    sending_enabled: bool = True
    production_access: bool = True
    # Accounts that began after 2019-11-25 suppress for both reasons (guide, "account-level suppression list").
    suppressed_reasons: list[str] = field(default_factory=lambda: list(BOTH_REASONS))
    validation: Document | None = None
    vdm: Document = field(default_factory=lambda: {"VdmEnabled": "DISABLED"})
    details: Document | None = None
    auto_warmup: bool = True
    max_24_hour_send: float = 50_000.0
    max_send_rate: float = 14.0
    quota_enforced: bool = False
