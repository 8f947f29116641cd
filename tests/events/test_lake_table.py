"""The table of a lake."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk.assertions import Template

from ses_constructs.events.lake_table import lake_table


def test_athena_reckons_the_partitions(stack: cdk.Stack) -> None:
    lake_table(stack, columns={"eventtype": "string"}, location="s3://b/events", days=30)
    (table,) = Template.from_stack(stack).find_resources("AWS::Glue::Table").values()
    made = table["Properties"]["TableInput"]
    assert made["PartitionKeys"] == [{"Name": "day", "Type": "string"}]
    assert made["StorageDescriptor"]["Location"] == "s3://b/events/"
    assert made["StorageDescriptor"]["Columns"] == [{"Name": "eventtype", "Type": "string"}]
    assert made["Parameters"] == {
        "EXTERNAL": "TRUE",
        "classification": "parquet",
        "projection.enabled": "true",
        "projection.day.type": "date",
        "projection.day.format": "yyyy-MM-dd",
        "projection.day.range": "NOW-31DAYS,NOW",
        "projection.day.interval": "1",
        "projection.day.interval.unit": "DAYS",
        "storage.location.template": "s3://b/events/day=${day}/",
    }


def test_two_lakes_of_a_stack_have_databases_of_their_own_with_names_that_athena_takes(
    irish_stack: cdk.Stack,
) -> None:
    made = [
        lake_table(cdk.NestedStack(irish_stack, id), columns={"a": "string"}, location="s3://b/e", days=1)
        for id in ("One-Lake", "Two")
    ]
    names = {table.database for table in made}
    assert len(names) == 2
    assert all(name == name.lower() and name.replace("_", "").isalnum() for name in names)
    assert all(table.arns(irish_stack)[2].endswith(f":table/{table.database}/events") for table in made)
