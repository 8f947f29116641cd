"""Contact lists, and files of contacts and of suppressed addresses.

Guide: Using list management; Using the Amazon SES account-level suppression list. Names and lengths: the schema of
``AWS::SES::ContactList``. Actions: the AWS service reference.
"""

from __future__ import annotations

import re
from enum import StrEnum

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""Of a list, and of a topic."""
MOST_TOPICS = 20
LONGEST_DESCRIPTION = 500
LONGEST_DISPLAY_NAME = 128
LIST_HEADER = "X-SES-LIST-MANAGEMENT-OPTIONS"
"""Says to SES for which list and topic a raw message is."""
MOST_CONTACTS = 1_000_000
MOST_SUPPRESSED = 100_000
MOST_RELEASED = 10_000
"""These three: records of one file."""
ADDRESS_COLUMN = "emailAddress"
TOPIC_COLUMN = "topicPreferences."
"""Begins the name of a column of a CSV file; the name of the topic follows."""
CONTACT_COLUMNS = frozenset({ADDRESS_COLUMN, "unsubscribeAll", "attributesData"})
READ_CONTACTS: tuple[str, ...] = ("ses:GetContact", "ses:GetContactList", "ses:ListContacts")
MANAGE_CONTACTS: tuple[str, ...] = (
    *READ_CONTACTS,
    "ses:CreateContact",
    "ses:DeleteContact",
    "ses:UpdateContact",
)
"""They apply to contact lists."""
IMPORT: tuple[str, ...] = ("ses:CreateImportJob", "ses:GetImportJob", "ses:ListImportJobs")
"""They apply to no resource but the second, which applies to import jobs, whose ids SES invents."""


class SubscriptionStatus(StrEnum):
    """Whether a contact wants mail about a topic. API: ``SubscriptionStatus``."""

    OPT_IN = "OPT_IN"
    OPT_OUT = "OPT_OUT"


class ImportAction(StrEnum):
    """What an import does with what a file lists. API: ``ContactListImportAction`` and the like."""

    PUT = "PUT"
    """Adds it; what is there already is replaced."""
    DELETE = "DELETE"
    """Takes it away."""


class DataFormat(StrEnum):
    """How a file is written. API: ``DataFormat``."""

    CSV = "CSV"
    JSON = "JSON"
    """One object a line."""


SUPPRESSION_REASONS = frozenset({"BOUNCE", "COMPLAINT"})
"""API: ``SuppressionListReason``."""


def contact_list_arn(*, partition: str, region: str, account: str, name: str) -> str:
    """The ARN of a contact list."""
    return f"arn:{partition}:ses:{region}:{account}:contact-list/{name}"
