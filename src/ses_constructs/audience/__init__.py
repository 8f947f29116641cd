"""Audiences: the contact list with its topics, and imports of contacts and of addresses that get no more mail.

Whether suppression is on at all is the account's: ``account.AccountSuppression``; what a configuration set does
otherwise is its own: ``configuration_sets.Suppression``.
"""

from ses_constructs.facts.audience import DataFormat, ImportAction, SubscriptionStatus

from .contact_import import ContactImport
from .contact_list import ContactList
from .list_file import ListFile
from .suppression_import import SuppressionImport
from .topic import Topic

__all__ = [
    "ContactImport",
    "ContactList",
    "DataFormat",
    "ImportAction",
    "ListFile",
    "SubscriptionStatus",
    "SuppressionImport",
    "Topic",
]
