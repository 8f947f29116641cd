"""A domain whose mail lands in a bucket."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import Dmarc, DomainIdentity
from ses_constructs.receiving import (
    Activation,
    InboundMx,
    LambdaAction,
    ReceiptRule,
    ReceiptRuleSet,
    ReceivingAlarms,
    Recipient,
    S3Action,
    StopAction,
)
from ses_constructs.shared import located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.topics import check_topic

_DAYS_OF_OLD_VERSIONS = 30
_DAYS_OF_BROKEN_UPLOADS = 7
_WHY_NO_ACCESS_LOG = "an access log is for who gives access_logs=; CloudTrail's data events say the same"


@checks_types
class Inbox(Construct):
    """Receives the mail of a domain: verified, with its MX record, its rules, a bucket, notices and alarms.

    Creates: a :class:`DomainIdentity`, an :class:`InboundMx`, an active :class:`ReceiptRuleSet` with a rule
    ``Mail`` that saves each message below ``mail/``, a private, encrypted, versioned bucket without Object Lock,
    a topic that tells of each message without its content, and :class:`ReceivingAlarms`.

    Mail that went elsewhere so far comes here from then on. SES refuses mail for addresses that no rule is for.

    >>> inbox = Inbox(
    ...     stack, "Inbox", domain="inbox.example", dns=Dns.by_hand(), operators=sns.Topic(stack, "Operators")
    ... )
    >>> inbox.mx.dns_records[0].type
    'MX'

    Args:
        domain: What stands after the ``@``.
        dns: Where the records go.
        operators: Gets the alarms.
        recipients: Whose mail is saved. Left out: all addresses of the domain, none of its subdomains.
        keep: Whole days after which saved mail is deleted. Left out: it is kept, and moves to cheaper storage by
            how often it is read.
        verify: False for a domain that is an identity already. Left out: true.
        dmarc: What receivers do with mail that only claims to come from the domain. Left out: no DMARC record is
            published.
        bucket: Left out: one is made.
        access_logs: Gets the access log of the bucket that is made. Left out: none is written.
        arrived: Told of each message. Left out: a topic is made.
        activation: Left out: ``Activation.exclusive()``.
        require_tls: True bounces mail that did not come over TLS. Left out: false.
        removal_policy: Of the bucket and of the identity. Left out: RETAIN. CloudFormation deletes no bucket with
            mail in it: empty it before, or DESTROY fails.

    Raises:
        InvalidSettingError: for a domain, recipients or days that do not work, ``keep`` for a bucket that is
            given, or SNAPSHOT.
        ConflictingSettingsError: when another rule set of the app is active in the same place; for ``dmarc`` of a
            domain that is not verified here.
        UnavailableInRegionError: when the region receives no mail.

    Guide: Setting up Amazon SES email receiving.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        domain: str,
        dns: Dns,
        operators: sns.ITopic,
        recipients: Sequence[str | Recipient] | None = None,
        keep: cdk.Duration | None = None,
        verify: bool = True,
        dmarc: Dmarc | None = None,
        bucket: s3.IBucket | None = None,
        access_logs: s3.IBucket | None = None,
        arrived: sns.ITopic | None = None,
        activation: Activation | None = None,
        require_tls: bool = False,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            _check_keep(keep, bucket)
            _check_dmarc(dmarc, verify=verify)
            check_topic("operators", operators)
            check_removal(removal_policy)
        super().__init__(scope, id)
        self.identity: DomainIdentity | None = None
        """The domain; None when it is verified elsewhere."""
        if verify:
            self.identity = DomainIdentity(
                self, "Domain", domain=domain, dns=dns, dmarc=dmarc, removal_policy=removal_policy
            )
        self.mx = InboundMx(self, "Mx", domain=domain, dns=dns)
        """The MX record."""
        self.bucket: s3.IBucket = (
            bucket if bucket is not None else _bucket(self, keep, access_logs, removal_policy)
        )
        """Where the mail is, below ``mail/``."""
        self.arrived: sns.ITopic = arrived if arrived is not None else sns.Topic(self, "Arrived", enforce_ssl=True)
        """Told of each message."""
        self.rule_set = ReceiptRuleSet(self, "Rules", activation=activation)
        """For rules after the inbox's own: ``add_rule``."""
        self._tls = require_tls
        self.rule = self.rule_set.add_rule(
            "Mail",
            recipients=recipients if recipients is not None else [Recipient.domain(domain)],
            actions=[S3Action(bucket=self.bucket, prefix="mail/", topic=self.arrived)],
            require_tls=require_tls,
        )
        """The rule that saves."""
        self.alarms = ReceivingAlarms(self, "Alarms", operators=operators, of=self.rule_set)
        """On actions that fail, and messages that are lost to them."""

    def add_function(
        self, id: str, action: LambdaAction, *, recipients: Sequence[str | Recipient], stop: bool = False
    ) -> ReceiptRule:
        """A rule that saves mail for some recipients below a folder of its own, then hands it to a function.

        What the inbox's own rule is for too is saved below ``mail/`` besides.

        Args:
            id: Of the rule, and name of the folder.
            action: The function, which is let read that folder.
            recipients: Whose mail.
            stop: True keeps the mail from rules that are added later. Left out: false.
        """
        self.bucket.grant_read(action.function, f"{id}/*")
        saving = S3Action(bucket=self.bucket, prefix=f"{id}/")
        return self.rule_set.add_rule(
            id,
            recipients=recipients,
            actions=[saving, action, StopAction()] if stop else [saving, action],
            require_tls=self._tls,
        )


def _check_keep(keep: cdk.Duration | None, bucket: s3.IBucket | None) -> None:
    if keep is None:
        return
    if bucket is not None:
        raise InvalidSettingError(
            "keep",
            keep.to_string(),
            "is for the bucket that is made, and one is given",
            fix="give the bucket a lifecycle rule, or leave one of the two out",
        )
    seconds = keep.to_seconds()
    if seconds < 86_400 or seconds % 86_400:
        raise InvalidSettingError(
            "keep", keep.to_string(), "is not whole days", fix="give a time such as Duration.days(90)"
        )


def _check_dmarc(dmarc: Dmarc | None, *, verify: bool) -> None:
    if dmarc is not None and not verify:
        raise ConflictingSettingsError(
            "dmarc is for a domain that is verified here",
            fix="give it to the DomainIdentity that verifies the domain",
        )


def _bucket(
    scope: Construct,
    keep: cdk.Duration | None,
    access_logs: s3.IBucket | None,
    removal_policy: cdk.RemovalPolicy,
) -> s3.Bucket:
    cheaper = s3.Transition(
        storage_class=s3.StorageClass.INTELLIGENT_TIERING, transition_after=cdk.Duration.days(0)
    )
    made = s3.Bucket(
        scope,
        "Bucket",
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        encryption=s3.BucketEncryption.S3_MANAGED,
        enforce_ssl=True,
        versioned=True,
        lifecycle_rules=[
            s3.LifecycleRule(
                abort_incomplete_multipart_upload_after=cdk.Duration.days(_DAYS_OF_BROKEN_UPLOADS),
                expiration=keep,
                noncurrent_version_expiration=cdk.Duration.days(_DAYS_OF_OLD_VERSIONS),
                transitions=[cheaper] if keep is None else None,
            )
        ],
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        removal_policy=removal_policy,
        server_access_logs_bucket=access_logs,
        server_access_logs_prefix=None if access_logs is None else "inbox/",
    )
    if access_logs is None:
        cdk.Validations.of(made).acknowledge(cdk.Acknowledgment(id="AwsSolutions-S1", reason=_WHY_NO_ACCESS_LOG))
    return made
