"""The table of an event lake in the Glue Data Catalog, with partitions that nobody has to add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_glue as glue
from constructs import Construct

from ses_constructs.facts.lake_columns import DAY, TABLE
from ses_constructs.shared import Aws

_LONGEST_NAME = 200
_HIVE = "org.apache.hadoop.hive.ql.io.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class LakeTable:
    """A database with one table.

    Args:
        database: Its name, in lower case.
        made: The table.
    """

    database: str
    made: glue.CfnTable

    def arns(self, scope: Construct) -> list[str]:
        """What policies have to name for somebody to read the table's description."""
        aws = Aws.of(scope)
        tails = ("catalog", f"database/{self.database}", f"table/{self.database}/{TABLE}")
        return [aws.arn("glue", tail) for tail in tails]


def lake_table(scope: Construct, *, columns: Mapping[str, str], location: str, days: int) -> LakeTable:
    """Makes database and table; the table's partitions are reckoned by Athena (partition projection).

    Args:
        scope: The lake.
        columns: Hive types by name.
        location: ``s3://bucket/prefix``, without a slash at the end.
        days: For how many days there are files.

    Source: Athena guide, Supported types for partition projection.
    """
    name = cdk.Names.unique_resource_name(
        scope, max_length=_LONGEST_NAME, separator="_", allowed_special_characters="_"
    ).lower()
    account = Aws.of(scope).account
    database = glue.CfnDatabase(
        scope,
        "Database",
        catalog_id=account,
        database_input=glue.CfnDatabase.DatabaseInputProperty(
            name=name, description="Events of mail that Amazon SES has sent"
        ),
    )
    made = glue.CfnTable(
        scope,
        "Table",
        catalog_id=account,
        database_name=name,
        table_input=glue.CfnTable.TableInputProperty(
            name=TABLE,
            description="An event of Amazon SES a row; delivered at least once, so count distinct messages",
            table_type="EXTERNAL_TABLE",
            parameters=_projection(location, days),
            partition_keys=[glue.CfnTable.ColumnProperty(name=DAY, type="string")],
            storage_descriptor=glue.CfnTable.StorageDescriptorProperty(
                columns=[glue.CfnTable.ColumnProperty(name=name, type=type) for name, type in columns.items()],
                location=f"{location}/",
                input_format=f"{_HIVE}.MapredParquetInputFormat",
                output_format=f"{_HIVE}.MapredParquetOutputFormat",
                serde_info=glue.CfnTable.SerdeInfoProperty(
                    serialization_library=f"{_HIVE}.serde.ParquetHiveSerDe"
                ),
            ),
        ),
    )
    made.add_resource_dependency(database)
    return LakeTable(database=name, made=made)


def _projection(location: str, days: int) -> dict[str, str]:
    return {
        "classification": "parquet",
        "EXTERNAL": "TRUE",
        "projection.enabled": "true",
        f"projection.{DAY}.type": "date",
        f"projection.{DAY}.format": "yyyy-MM-dd",
        # A file of the first day may outlive its day by some hours.
        f"projection.{DAY}.range": f"NOW-{days + 1}DAYS,NOW",
        f"projection.{DAY}.interval": "1",
        f"projection.{DAY}.interval.unit": "DAYS",
        "storage.location.template": f"{location}/{DAY}=${{{DAY}}}/",
    }
