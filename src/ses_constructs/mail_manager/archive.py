"""Mail that is kept, searched and exported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts.mail_manager import Retention
from ses_constructs.shared import Aws, located
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types

from .archive_access import ArchiveGrants, ImportedArchive, let_archive_use
from .physical_names import cfn_tags, check_name, check_region

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


@checks_types
class Archive(ArchiveGrants, ses.CfnMailManagerArchive):
    """An archive, which an :class:`ArchiveAction` writes to.

    Creates: ``AWS::SES::MailManagerArchive``. It is an ``aws_ses.CfnMailManagerArchive``.

    Costs or waits: SES bills what comes in and what is kept. An archive that is deleted is first pending deletion.

    Args:
        archive_name: 2 to 64 letters, digits, ``-`` and ``_``, with a letter or digit at both ends. Left out:
            generated.
        retention: How long a message is kept; a change holds for mail that comes later. Left out: six months.
        encryption_key: A key of this account, whose policy lets SES use it; another key is another archive. Left
            out: a key that AWS owns.
        tags: Left out: those of the stack.
        removal_policy: Left out: RETAIN, since the mail is deleted with the archive.

    Raises:
        InvalidSettingError: for a name or tags that SES refuses.
        UnavailableInRegionError: where there is no Mail Manager.

    Guide: Email archiving; Permission policies for Mail Manager. API: ``CreateArchive`` of Mail Manager.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        archive_name: str | None = None,
        retention: Retention = Retention.SIX_MONTHS,
        encryption_key: kms.IKey | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            check_region(scope)
            check_name(
                "archive_name",
                archive_name,
                facts.ARCHIVE_NAME,
                fix="use 2 to 64 letters, digits, '-' and '_', a letter or digit at both ends, or leave it out",
            )
            given = cfn_tags(tags)
            check_removal(removal_policy)
        self._key = encryption_key
        kept = ses.CfnMailManagerArchive.ArchiveRetentionProperty(retention_period=str(Retention(retention)))
        super().__init__(
            scope,
            id,
            archive_name=archive_name,
            retention=kept,
            kms_key_arn=None if encryption_key is None else encryption_key.key_arn,
            tags=given,
        )
        apply_removal(self, removal_policy)
        if encryption_key is not None:
            let_archive_use(self, encryption_key)

    @classmethod
    def from_archive_id(
        cls, scope: Construct, id: str, archive_id: str, *, encryption_key: kms.IKey | None = None
    ) -> ImportedArchive:
        """An archive of this account and region that something else made.

        Args:
            scope: Where the construct goes.
            id: Of the construct.
            archive_id: Such as ``a-...``; may be a token.
            encryption_key: What it is written with, which readers need too. Left out: a key that AWS owns.
        """
        return ImportedArchive(scope, id, archive_id=archive_id, encryption_key=encryption_key)

    def _place(self) -> Aws:
        return Aws.of(self)

    def _arn(self) -> str:
        return self.attr_archive_arn

    def _encryption_key(self) -> kms.IKey | None:
        return self._key
