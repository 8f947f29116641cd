"""What is done about a recipient whose mail bounced for good, or who complained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ses_constructs.shared.setting_types import checks_types

if TYPE_CHECKING:
    from aws_cdk.interfaces import aws_ses as ses_interfaces


@checks_types
@dataclass(frozen=True, slots=True)
class FeedbackAction:
    """One of :meth:`suppress` and :meth:`opt_out`."""

    contact_list: ses_interfaces.IContactListRef | None = None

    @classmethod
    def suppress(cls) -> FeedbackAction:
        """Puts the address on the account's suppression list of this region.

        SES does so by itself after most hard bounces and complaints where suppression is on for the reason, and
        looks at the list only there. This adds what is left: the addresses of SES's own list, whose bounces count
        in the bounce rate until they are on the account's list; and feedback that came from elsewhere, for each
        region has a list of its own. An account in the sandbox may not; its events end in the dead-letter queue.

        Guide: Using the Amazon SES account-level suppression list.
        """
        return cls()

    @classmethod
    def opt_out(cls, contact_list: ses_interfaces.IContactListRef) -> FeedbackAction:
        """Unsubscribes the contact from all topics of a contact list; who is not in the list is not added.

        Guide: Using list management.
        """
        return cls(contact_list)
