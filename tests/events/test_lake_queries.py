"""The saved queries: SQL of Athena, about columns that there are."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
import sqlglot
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template
from sqlglot import exp
from sqlglot.optimizer.qualify import qualify

from ses_constructs.events import lake_queries
from ses_constructs.events.lake_queries import LakeQuery, lake_workgroup
from ses_constructs.facts.lake_columns import DAY, TABLE, columns

COLUMNS = {DAY: "string", **columns(headers=False, readers=False)}
QUERIES = {query.name: query for query in lake_queries.QUERIES}
TYPES = {name: exp.DataType.build(type, dialect="hive") for name, type in COLUMNS.items()}


def unknown_members(query: LakeQuery) -> list[str]:
    """Members of structs that a query names and the table does not have."""
    schema: dict[str, object] = {TABLE: TYPES}
    parsed = sqlglot.parse_one(query.sql, dialect="athena")
    tree = qualify(parsed, schema=schema, dialect="athena", quote_identifiers=False)
    structs = {
        (column, one.name) for column, type in TYPES.items() if type.is_type("struct") for one in type.expressions
    }
    asked = [(dot.this.name, dot.expression.name) for dot in tree.find_all(exp.Dot) if dot.this.name in COLUMNS]
    assert asked
    return [f"{column}.{member}" for column, member in asked if (column, member) not in structs]


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_asks_for_what_the_table_has(name: str) -> None:
    assert unknown_members(QUERIES[name]) == []


@pytest.mark.parametrize(
    "sql",
    ["SELECT mail.nothing FROM events", "SELECT nothing FROM events", "SELECT FROM WHERE events"],
)
def test_a_wrong_query_would_be_noticed(sql: str) -> None:
    try:
        wrong = unknown_members(LakeQuery(name="wrong", description="", sql=sql)) != []
    except sqlglot.errors.SqlglotError:
        wrong = True
    assert wrong


@pytest.mark.parametrize("name", [name for name in QUERIES if name != "history-of-an-address"])
def test_a_query_reads_the_folders_of_a_month_and_no_more(name: str) -> None:
    tree = sqlglot.parse_one(QUERIES[name].sql, dialect="athena")
    conditions = [where.sql(dialect="athena") for where in tree.find_all(exp.Where)]
    assert any("day >= " in condition for condition in conditions)


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_counts_no_event_twice(name: str) -> None:
    assert "DISTINCT" in QUERIES[name].sql


def test_an_array_of_structs_is_never_unnested_as_it_is() -> None:
    """Engine version 3 makes a column of each member then, which the aliases would not fit."""
    for query in QUERIES.values():
        for unnest in sqlglot.parse_one(query.sql, dialect="athena").find_all(exp.Unnest):
            taken = [one.sql(dialect="athena") for one in unnest.expressions]
            assert all(one == "delivery.recipients" or one.upper().startswith("TRANSFORM(") for one in taken)


def test_results_are_encrypted_and_nobody_may_put_them_elsewhere(stack: cdk.Stack) -> None:
    bucket = s3.Bucket(stack, "B", encryption=s3.BucketEncryption.KMS, encryption_key=kms.Key(stack, "Key"))
    lake_workgroup(stack, bucket=bucket, database="d")
    template = Template.from_stack(stack)
    (group,) = template.find_resources("AWS::Athena::WorkGroup").values()
    settings = group["Properties"]["WorkGroupConfiguration"]
    assert settings["EnforceWorkGroupConfiguration"] is True
    encryption = settings["ResultConfiguration"]["EncryptionConfiguration"]
    assert encryption["EncryptionOption"] == "SSE_KMS"
    template.resource_count_is("AWS::Athena::NamedQuery", len(QUERIES))
