"""Addresses that another provider has known to bounce or to complain."""

from __future__ import annotations

from constructs import Construct

from ses_constructs.facts.audience import MOST_RELEASED, MOST_SUPPRESSED, ImportAction
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .file_checks import check_suppressed
from .list_file import ListFile
from .list_import import ListImport


@checks_types
class SuppressionImport(ListImport):
    """Puts the addresses of a file on the account's suppression list, or takes them off it.

    Creates: a custom resource that waits until SES has read the file; for a file beside the app also a bucket that
    the stack's imports share. On update with a changed file: imports that. On delete, and when a deployment is
    undone: nothing; what is on the list stays there.

    SES refuses imports of an account in the sandbox. Whether mail to the addresses is held back is decided by
    ``account.AccountSuppression`` and by each configuration set.

    Args:
        file: At most 100,000 records to put, 10,000 to delete.
        action: Left out: they are put on the list.
        failures_allowed: The deployment fails when SES refuses more records; the others are imported all the same.
            Left out: none.

    Raises:
        InvalidSettingError: for a file beside the app that holds what SES would refuse; names its line.

    Guide: Adding email addresses in bulk to your account-level suppression list; API: ``CreateImportJob``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        file: ListFile,
        action: ImportAction = ImportAction.PUT,
        failures_allowed: int = 0,
    ) -> None:
        adds = action is ImportAction.PUT
        if file.path is not None:
            with located(scope, id):
                most = MOST_SUPPRESSED if adds else MOST_RELEASED
                check_suppressed(
                    file.path, file.data_format, most=most, with_reason=adds, failures_allowed=failures_allowed
                )
        super().__init__(scope, id, file=file, action=action, destination={}, failures_allowed=failures_allowed)
