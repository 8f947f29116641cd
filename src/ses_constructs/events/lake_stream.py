"""The Firehose stream of an event lake: JSON of SES in, Parquet files out."""

from __future__ import annotations

from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct

from ses_constructs.facts.lake_columns import DAY, TABLE
from ses_constructs.shared import Aws
from ses_constructs.shared.wildcards import acknowledge_objects

from .lake_table import LakeTable

EVENTS, ERRORS = "events", "errors"
"""Folders of the bucket."""
_SERVICE = "firehose.amazonaws.com"
_MEGABYTES = 128
"""The most there is; with format conversion it may not be less than 64. Firehose guide: Enable record format
conversion."""
_LOG_STREAM = "Delivery"
_Stream = firehose.CfnDeliveryStream


@dataclass(frozen=True, slots=True, kw_only=True)
class LakeStream:
    """What writes to a lake.

    Args:
        made: The stream.
        errors: Where it says why it could not write.
    """

    made: firehose.CfnDeliveryStream
    errors: logs.LogGroup


def lake_stream(scope: Construct, *, bucket: s3.Bucket, table: LakeTable, seconds: int) -> LakeStream:
    """Makes the stream, its role, and the log of what goes wrong.

    Args:
        scope: The lake.
        bucket: Files go to its folders ``events`` and ``errors``.
        table: Its columns are the files' columns.
        seconds: How long events are collected for a file.

    Source: Firehose guide, Grant Firehose access to AWS Glue, and to an Amazon S3 destination.
    """
    errors = logs.LogGroup(
        scope, "Errors", retention=logs.RetentionDays.ONE_MONTH, removal_policy=cdk.RemovalPolicy.DESTROY
    )
    role = _role(scope, bucket, table, errors)
    made = _Stream(
        scope,
        "Stream",
        delivery_stream_type="DirectPut",
        delivery_stream_encryption_configuration_input=(
            _Stream.DeliveryStreamEncryptionConfigurationInputProperty(key_type="AWS_OWNED_CMK")
        ),
        extended_s3_destination_configuration=_Stream.ExtendedS3DestinationConfigurationProperty(
            bucket_arn=bucket.bucket_arn,
            role_arn=role.role_arn,
            prefix=f"{EVENTS}/{DAY}=!{{timestamp:yyyy-MM-dd}}/",
            error_output_prefix=f"{ERRORS}/!{{firehose:error-output-type}}/{DAY}=!{{timestamp:yyyy-MM-dd}}/",
            # The Parquet files are compressed inside; a format conversion refuses anything else here.
            compression_format="UNCOMPRESSED",
            buffering_hints=_Stream.BufferingHintsProperty(interval_in_seconds=seconds, size_in_m_bs=_MEGABYTES),
            encryption_configuration=_encryption(bucket),
            cloud_watch_logging_options=_Stream.CloudWatchLoggingOptionsProperty(
                enabled=True, log_group_name=errors.log_group_name, log_stream_name=_log_stream(scope, errors)
            ),
            data_format_conversion_configuration=_conversion(table, role),
        ),
    )
    made.add_resource_dependency(table.made)
    return LakeStream(made=made, errors=errors)


def _log_stream(scope: Construct, errors: logs.LogGroup) -> str:
    made = logs.CfnLogStream(
        scope, "ErrorsStream", log_group_name=errors.log_group_name, log_stream_name=_LOG_STREAM
    )
    return made.ref


def _conversion(table: LakeTable, role: iam.Role) -> _Stream.DataFormatConversionConfigurationProperty:
    return _Stream.DataFormatConversionConfigurationProperty(
        enabled=True,
        input_format_configuration=_Stream.InputFormatConfigurationProperty(
            deserializer=_Stream.DeserializerProperty(
                open_x_json_ser_de=_Stream.OpenXJsonSerDeProperty(
                    case_insensitive=True, convert_dots_in_json_keys_to_underscores=False
                )
            )
        ),
        output_format_configuration=_Stream.OutputFormatConfigurationProperty(
            serializer=_Stream.SerializerProperty(
                parquet_ser_de=_Stream.ParquetSerDeProperty(compression="SNAPPY")
            )
        ),
        schema_configuration=_Stream.SchemaConfigurationProperty(
            database_name=table.database, table_name=TABLE, role_arn=role.role_arn, version_id="LATEST"
        ),
    )


def _encryption(bucket: s3.Bucket) -> _Stream.EncryptionConfigurationProperty:
    key = bucket.encryption_key
    if key is None:
        return _Stream.EncryptionConfigurationProperty(no_encryption_config="NoEncryption")
    return _Stream.EncryptionConfigurationProperty(
        kms_encryption_config=_Stream.KMSEncryptionConfigProperty(awskms_key_arn=key.key_arn)
    )


def _role(scope: Construct, bucket: s3.Bucket, table: LakeTable, errors: logs.LogGroup) -> iam.Role:
    aws = Aws.of(scope)
    files = [bucket.arn_for_objects(f"{folder}/*") for folder in (EVENTS, ERRORS)]
    log_stream = f"log-group:{errors.log_group_name}:log-stream:{_LOG_STREAM}"
    # Inline, for the role's rights are looked at when the stream is made.
    allowed = {
        "Bucket": (
            ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
            [bucket.bucket_arn],
        ),
        "Files": (["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], files),
        "Table": (["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"], table.arns(scope)),
        "Errors": (["logs:PutLogEvents"], [aws.arn("logs", log_stream)]),
    }
    if bucket.encryption_key is not None:
        allowed["Key"] = (["kms:Decrypt", "kms:GenerateDataKey"], [bucket.encryption_key.key_arn])
    trust = {
        "StringEquals": {"aws:SourceAccount": aws.account},
        "ArnLike": {"aws:SourceArn": aws.arn("firehose", "deliverystream/*")},
    }
    role = iam.Role(
        scope,
        "Writer",
        assumed_by=iam.ServicePrincipal(_SERVICE, conditions=trust),
        description="Firehose writes events of Amazon SES to their lake",
        inline_policies={
            name: iam.PolicyDocument(statements=[iam.PolicyStatement(actions=actions, resources=resources)])
            for name, (actions, resources) in allowed.items()
        },
    )
    for one in files:
        acknowledge_objects(role, one, "Firehose invents the names of its files")
    return role
