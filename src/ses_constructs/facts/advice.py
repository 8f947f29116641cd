"""What SES says about identities and senders on the event bus, beside the events of messages.

EventBridge reference: Amazon Simple Email Service events. It is sent with best effort, perhaps out of order.
"""

from __future__ import annotations

from enum import StrEnum


class AdviceStatus(StrEnum):
    """Whether advice is new or has been followed, as ``detail-type`` says it."""

    OPEN = "Advisor Recommendation Status Open"
    RESOLVED = "Advisor Recommendation Status Resolved"

    @property
    def of_a_tenant(self) -> tuple[str, ...]:
        """How events about tenants say it: as their guide spells it, and as the EventBridge reference does.

        Guide: Tenants, Setting up EventBridge notifications.
        """
        closed = "Advisor Recommendation Status Closed"
        return (str(self), closed) if self is AdviceStatus.RESOLVED else (str(self),)


class AdvisorFinding(StrEnum):
    """What the advisor finds, letter by letter as ``detail.data`` says it.

    Guide: Virtual Deliverability Manager advisor events on EventBridge.
    """

    DKIM_NOT_ENABLED = "DKIM verification is not enabled."
    DKIM_FAILED = "DKIM verification has failed."
    DKIM_KEY_SHORT = "DKIM signing key length is below 2048 bits."
    DMARC_MISSING = "DMARC configuration was not found."
    DMARC_MALFORMED = "DMARC configuration could not be parsed."
    DKIM_RECORD_MISSING = "DKIM record was not found."
    DKIM_NOT_ALIGNED = "DKIM record is not aligned."
    MAIL_FROM_NOT_ALIGNED = "MAIL FROM record is not aligned."
    SPF_MISSING = "SPF record was not found."
    SPF_WITHOUT_SES = "SPF record for Amazon SES was not found."
    SPF_WITHOUT_ALL = "SPF all qualifier is missing."
    SPF_ISSUE = "An SPF configuration issue was found."
    BIMI_MISSING = "BIMI record not found or configured without default selector."
    BIMI_MALFORMED = "BIMI has malformed TXT record."


class SendingStatus(StrEnum):
    """Whether somebody may send again or no more, as ``detail-type`` says it."""

    ENABLED = "Sending Status Enabled"
    DISABLED = "Sending Status Disabled"
