"""Athena's SQL, run here: DuckDB asks the rows, after sqlglot has said it in DuckDB's words."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa
import sqlglot
from sqlglot import exp

from ses_constructs.facts.lake_columns import TABLE

Row = dict[str, Any]


def ask(rows: pa.Table, sql: str, *values: str) -> list[Row]:
    """The rows of an answer, in order.

    Args:
        rows: The table of the lake, with the column of its partition.
        sql: For engine version 3 of Athena, which is Trino.
        values: For each ``?``.
    """
    with duckdb.connect() as engine:
        engine.register(TABLE, rows)
        found = engine.execute(in_duckdb(sql), list(values))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def in_duckdb(sql: str) -> str:
    """The same question to DuckDB."""
    tree = sqlglot.parse_one(sql, dialect="athena")
    return tree.transform(_side_by_side).transform(_any_match).sql(dialect="duckdb")


def _side_by_side(node: exp.Expression) -> exp.Expression:
    """Trino pairs the elements of several arrays in one ``UNNEST``; DuckDB does in a ``SELECT``."""
    if not (isinstance(node, exp.Unnest) and len(node.expressions) > 1):
        return node
    alias = node.args["alias"]
    columns = [
        exp.alias_(exp.Unnest(expressions=[array]), name.name)
        for array, name in zip(node.expressions, alias.columns, strict=True)
    ]
    pairs = exp.Subquery(this=exp.select(*columns))
    return exp.Lateral(this=pairs, alias=exp.TableAlias(this=exp.to_identifier(alias.name)))


def _any_match(node: exp.Expression) -> exp.Expression:
    if not (isinstance(node, exp.Anonymous) and node.name.lower() == "any_match"):
        return node
    array, test = node.expressions
    return exp.GT(
        this=exp.Length(this=exp.ArrayFilter(this=array, expression=test)), expression=exp.Literal.number(0)
    )
