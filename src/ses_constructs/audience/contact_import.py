"""Contacts that were kept elsewhere before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from ses_constructs.facts.audience import MOST_CONTACTS, ImportAction
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .contact_list import ContactList
from .file_checks import check_contacts
from .list_file import ListFile
from .list_import import ListImport

if TYPE_CHECKING:
    from aws_cdk.interfaces import aws_ses as refs


@checks_types
class ContactImport(ListImport):
    """Puts the contacts of a file into the contact list, or takes them out of it.

    Creates: a custom resource that waits until SES has read the file; for a file beside the app also a bucket that
    the stack's imports share. On update with a changed file: imports that, and whoever has unsubscribed since is
    what the file says. On delete, and when a deployment is undone: nothing; contacts stay.

    SES refuses imports of an account in the sandbox.

    Args:
        contact_list: Where they go.
        file: At most 1,000,000 contacts.
        action: Left out: they are put into the list.
        failures_allowed: The deployment fails when SES refuses more contacts; the others are imported all the
            same. Left out: none.

    Raises:
        InvalidSettingError: for a file beside the app that holds what SES would refuse; names its line or column.

    Guide: Importing contacts in bulk; API: ``CreateImportJob``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        contact_list: refs.IContactListRef,
        file: ListFile,
        action: ImportAction = ImportAction.PUT,
        failures_allowed: int = 0,
    ) -> None:
        if file.path is not None:
            topics = contact_list.topic_names if isinstance(contact_list, ContactList) else None
            with located(scope, id):
                check_contacts(
                    file.path,
                    file.data_format,
                    most=MOST_CONTACTS,
                    topics=topics,
                    failures_allowed=failures_allowed,
                )
        super().__init__(
            scope,
            id,
            file=file,
            action=action,
            destination={"ContactListName": contact_list.contact_list_ref.contact_list_name},
            failures_allowed=failures_allowed,
        )
