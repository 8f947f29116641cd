"""Files of everything that happened to the mail, to be asked in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.lake_columns import columns
from ses_constructs.shared import Aws, located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.told_alarm import Measure, tell_when
from ses_constructs.shared.topics import check_topic
from ses_constructs.shared.wildcards import acknowledge_key_use, acknowledge_objects

from .keeping import whole_days
from .lake_queries import RESULTS, lake_workgroup
from .lake_stream import ERRORS, EVENTS, LakeStream, lake_stream
from .lake_table import lake_table

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

_DAYS, _RESULT_DAYS = 365, 7
_SECONDS, _FEWEST_SECONDS, _MOST_SECONDS = 900, 60, 900
_LATE_SECONDS = 3600
_PERIOD = cdk.Duration.minutes(5)
_ASK = (
    "athena:GetNamedQuery",
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
    "athena:GetWorkGroup",
    "athena:ListNamedQueries",
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
)


@checks_types
class EventLake(Construct):
    """Keeps events as Parquet files in a bucket, with a table that Athena asks.

    Creates: a bucket, a Firehose stream with its role and a log of errors, a Glue database with one table, an
    Athena workgroup with six saved queries, two alarms. There is no crawler and no partition to add: each day's
    folder is found by its name.
    Costs: Firehose and its format conversion by the gigabyte, which counts each event as 5 KB at least; storage;
    what queries read.

    >>> lake = EventLake(stack, "Lake", operators=sns.Topic(stack, "Operators"))
    >>> lake.bucket.node.path
    'Mail/Lake/Bucket'

    Give :attr:`stream` to ``Destination.delivery_stream(...)`` of any configuration set. All ten event types go
    into one table with a column for what is special to each; ``mail.tags`` is a map, so that tags may have any
    name, in lower case: Firehose lowers every key, and two tags that differ in case only become one. What does not
    fit the table lands below ``errors/`` with the record inside. The same event may be in two rows: the saved
    queries count messages.

    People's data: addresses are in the files, which go when their time is over. Headers and
    subjects, and IP address and user agent of readers, are not written unless asked for.

    Args:
        operators: Gets the alarms. It lets them in by itself.
        keep: Whole days after which files are deleted. Left out: 365 days. Results of queries: always 7 days.
        keep_headers: Keeps headers, and so subjects. Left out: false.
        keep_engagement: Keeps the IP address and the user agent of opens and clicks. Left out: false.
        collect: How long events are collected for a file, from 1 to 15 minutes; longer makes fewer files, which
            Athena reads faster. Left out: 15 minutes.
        encryption_key: Of files and results. Left out: S3's own keys.
        removal_policy: Of the bucket. Left out: RETAIN. CloudFormation deletes no bucket with files in it:
            empty it before, or DESTROY fails.

    Raises:
        InvalidSettingError: for a time out of these limits, a topic that alarms cannot reach, or SNAPSHOT.

    Guide: Set up a Data Firehose event destination for event publishing.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        operators: sns.ITopic,
        keep: cdk.Duration | None = None,
        keep_headers: bool = False,
        keep_engagement: bool = False,
        collect: cdk.Duration | None = None,
        encryption_key: kms.IKey | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            check_topic("operators", operators)
            days = whole_days("keep", keep, _DAYS)
            seconds = _seconds(collect)
            check_removal(removal_policy)
        super().__init__(scope, id)
        self.bucket = _bucket(self, days, encryption_key, removal_policy)
        """The files: below ``events/`` a folder for each day, below ``errors/`` what could not be converted."""
        self._table = lake_table(
            self,
            columns=columns(headers=keep_headers, readers=keep_engagement),
            location=f"s3://{self.bucket.bucket_name}/{EVENTS}",
            days=days,
        )
        self.database_name = self._table.database
        """The Glue database; its table is ``events``."""
        written = lake_stream(self, bucket=self.bucket, table=self._table, seconds=seconds)
        self.stream: firehose.IDeliveryStream = firehose.DeliveryStream.from_delivery_stream_attributes(
            self,
            "Events",
            delivery_stream_arn=written.made.attr_arn,
            delivery_stream_name=written.made.ref,
        )
        """Takes the events."""
        reason = "a mapping that aws_kinesisfirehose always writes"
        cdk.Validations.of(cdk.Stack.of(self)).acknowledge(
            cdk.Acknowledgment(id="CloudFormation-Validate::W7001", reason=reason)
        )
        self.workgroup = lake_workgroup(self, bucket=self.bucket, database=self.database_name)
        """Where queries run."""
        self._watch(operators, written)

    def grant_query(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets somebody run queries in the workgroup and read their results.

        Source: Athena guide, Control access to workgroups, and to Amazon S3 from Athena.
        """
        aws, bucket = Aws.of(self), self.bucket
        results = bucket.arn_for_objects(f"{RESULTS}/*")
        readable = [bucket.arn_for_objects(f"{EVENTS}/*"), results]
        workgroup = aws.arn("athena", f"workgroup/{self.workgroup.ref}")
        permissions = [
            (_ASK, [workgroup]),
            (("glue:GetDatabase", "glue:GetTable"), self._table.arns(self)),
            (("s3:GetBucketLocation", "s3:ListBucket"), [bucket.bucket_arn]),
            (("s3:GetObject",), readable),
            (("s3:AbortMultipartUpload", "s3:PutObject"), [results]),
        ]
        if bucket.encryption_key is not None:
            bucket.encryption_key.grant_encrypt_decrypt(grantee)
        grants = [
            iam.Grant.add_to_principal(grantee=grantee, actions=list(actions), resource_arns=arns)
            for actions, arns in permissions
        ]
        if isinstance(grantee, Construct):
            if bucket.encryption_key is not None:
                acknowledge_key_use(grantee)
            for objects in readable:
                acknowledge_objects(grantee, objects, "files of the lake, and of results, get generated names")
        first, *rest = grants
        for grant in rest:
            first = first.combine(grant)
        return first

    def _watch(self, operators: sns.ITopic, written: LakeStream) -> None:
        alarms = (
            (
                "Lost",
                "FailedConversion.Records",
                "Sum",
                1,
                f"Events of Amazon SES could not be converted. They are below {ERRORS}/ of bucket "
                f"{self.bucket.bucket_name}, with the reason.",
            ),
            (
                "Late",
                "DeliveryToS3.DataFreshness",
                "Maximum",
                _LATE_SECONDS,
                f"Events of Amazon SES have waited for more than an hour in Firehose. Log group "
                f"{written.errors.log_group_name} says why; after 24 hours they are lost.",
            ),
        )
        for id, name, statistic, limit, what in alarms:
            measure = Measure(
                namespace="AWS/Firehose",
                name=name,
                dimensions={"DeliveryStreamName": written.made.ref},
                statistic=statistic,
                at_least=limit,
                period=_PERIOD,
            )
            tell_when(self, id, measure=measure, operators=operators, what=what)


def _seconds(collect: cdk.Duration | None) -> int:
    if collect is None:
        return _SECONDS
    given = -1.0 if collect.is_unresolved() else collect.to_seconds(integral=False)
    if given != int(given) or not _FEWEST_SECONDS <= given <= _MOST_SECONDS:
        raise InvalidSettingError(
            "collect",
            collect.to_string(),
            "is not from 1 to 15 minutes",
            fix="give a time such as Duration.minutes(5)",
            see="Firehose guide: Configure buffering hints",
        )
    return int(given)


def _bucket(
    scope: Construct, days: int, encryption_key: kms.IKey | None, removal_policy: cdk.RemovalPolicy
) -> s3.Bucket:
    own = s3.BucketEncryption.S3_MANAGED
    rules = [
        s3.LifecycleRule(
            prefix=f"{folder}/",
            expiration=cdk.Duration.days(kept),
            abort_incomplete_multipart_upload_after=cdk.Duration.days(_RESULT_DAYS),
        )
        for folder, kept in ((EVENTS, days), (ERRORS, days), (RESULTS, min(days, _RESULT_DAYS)))
    ]
    made = s3.Bucket(
        scope,
        "Bucket",
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        encryption=own if encryption_key is None else s3.BucketEncryption.KMS,
        encryption_key=encryption_key,
        bucket_key_enabled=None if encryption_key is None else True,
        enforce_ssl=True,
        lifecycle_rules=rules,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        removal_policy=removal_policy,
    )
    reason = "only Firehose and Athena write here; who else reads is a matter of data events of CloudTrail"
    cdk.Validations.of(made).acknowledge(cdk.Acknowledgment(id="AwsSolutions-S1", reason=reason))
    return made
