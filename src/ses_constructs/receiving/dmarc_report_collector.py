"""Who sends mail in the name of a domain, by the reports of those who receive it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.domains import checked_domain
from ses_constructs.facts.received_mail.stored_reports import EXPIRES_AT, PARTITION_KEY, SORT_KEY
from ses_constructs.shared import located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.wildcards import acknowledge_key_use

from .mail_handler import MailHandler, Work, check_size

if TYPE_CHECKING:
    from aws_cdk import aws_dynamodb as dynamodb
    from aws_cdk import aws_kms as kms

_DAYS = 400


@checks_types
class DmarcReportCollector(MailHandler):
    """Puts the aggregate reports that ``rua=`` of a DMARC record asks for into a table that can be asked.

    Creates: a function, the table, a dead-letter queue, two alarms.
    Costs: one write for each row of a report; a report comes once a day from each mail provider.

    >>> collector = DmarcReportCollector(
    ...     stack,
    ...     "Collector",
    ...     bucket=s3.Bucket(stack, "Bucket"),
    ...     domains=["example.com"],
    ...     operators=sns.Topic(stack, "Operators"),
    ... )
    >>> collector.table.node.path
    'Mail/Collector/Table'

    ``StoredDmarcReports`` of ``ses_constructs.events`` knows the keys: all rows about a domain, of a day, or since
    one. The same report coming twice is one. Anybody can write such a report: ``authentic`` says whether its
    sender is who the message says. XML with a document type, archives that grow beyond 50 MB, and reports on
    other domains are left alone; they stay in the bucket, and the log says why.

    Args:
        bucket: Where the mail is kept, below ``prefix``.
        domains: Whose reports are stored, with those of their subdomains.
        operators: Gets the alarms.
        prefix: Left out: ``dmarc/``.
        keep: Whole days after the end of a report, after which its rows are deleted. Left out: 400 days.
        encryption_key: Of the table. Left out: a key of DynamoDB's own.
        removal_policy: Of the table. Left out: RETAIN.

    Raises:
        InvalidSettingError: for no domain, one that is none, a time that is not whole days, or SNAPSHOT.

    Guide: Complying with DMARC authentication protocol. RFC 7489, section 7.2.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        bucket: s3.IBucket,
        domains: Sequence[str],
        operators: sns.ITopic,
        prefix: str = "dmarc/",
        keep: cdk.Duration | None = None,
        encryption_key: kms.IKey | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            named = [checked_domain("domains", domain) for domain in domains]
            if not named:
                raise InvalidSettingError(
                    "domains", [], "would store nothing", fix="name the domains whose DMARC records point here"
                )
            check_size("domains", json.dumps(named))
            days = _days(keep)
            check_removal(removal_policy)
        work = Work(
            code="collect_dmarc_reports",
            description="Stores aggregate reports of DMARC",
            environment={"DOMAINS": json.dumps(named), "KEEP_DAYS": str(days)},
        )
        super().__init__(scope, id, bucket=bucket, prefix=prefix, operators=operators, work=work)
        self._let_read()
        self._key = encryption_key
        self.table = self._made(removal_policy)
        """One item for each row, and one for each report."""
        self.function.function.add_environment("TABLE", self.table.table_name)
        self.function.allow("dynamodb:BatchWriteItem", resources=[self.table.table_arn])
        if encryption_key is not None:
            encryption_key.grant_encrypt_decrypt(self.function.role)
            acknowledge_key_use(self.function.role)

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets somebody ask the table."""
        if self._key is not None:
            self._key.grant_decrypt(grantee)
        actions = ["dynamodb:GetItem", "dynamodb:Query"]
        return iam.Grant.add_to_principal(grantee=grantee, actions=actions, resource_arns=[self.table.table_arn])

    def _made(self, removal_policy: cdk.RemovalPolicy) -> dynamodb.Table:
        from aws_cdk import aws_dynamodb as dynamodb

        text = dynamodb.AttributeType.STRING
        return dynamodb.Table(
            self,
            "Table",
            partition_key=dynamodb.Attribute(name=PARTITION_KEY, type=text),
            sort_key=dynamodb.Attribute(name=SORT_KEY, type=text),
            time_to_live_attribute=EXPIRES_AT,
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=None if self._key is None else dynamodb.TableEncryption.CUSTOMER_MANAGED,
            encryption_key=self._key,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            removal_policy=removal_policy,
        )


def _days(keep: cdk.Duration | None) -> int:
    if keep is None:
        return _DAYS
    days = None if keep.is_unresolved() else keep.to_days(integral=False)
    if days is None or days != int(days) or days < 1:
        raise InvalidSettingError(
            "keep", keep.to_string(), "is not a number of whole days", fix="give a time such as Duration.days(400)"
        )
    return int(days)
