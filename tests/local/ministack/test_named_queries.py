"""Saved queries by template."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Sandbox, StackFailedError

GROUP = {"Type": "AWS::Athena::WorkGroup", "Properties": {"Name": "asked", "RecursiveDeleteOption": True}}


def query(text: str, group: object = None) -> dict[str, object]:
    group = {"Ref": "Group"} if group is None else group
    properties = {"Name": "q", "Database": "d", "QueryString": text, "WorkGroup": group}
    return {"Group": GROUP, "Query": {"Type": "AWS::Athena::NamedQuery", "Properties": properties}}


def test_a_query_is_saved_replaced_and_deleted(sandbox: Sandbox) -> None:
    athena: Any = sandbox.emulator.client("athena", account=sandbox.account)
    first = sandbox.deploy(query("SELECT 1"), {"Id": {"Ref": "Query"}})["Id"]
    assert athena.get_named_query(NamedQueryId=first)["NamedQuery"]["QueryString"] == "SELECT 1"
    second = sandbox.deploy(query("SELECT 2"), {"Id": {"Fn::GetAtt": ["Query", "NamedQueryId"]}})["Id"]
    assert athena.list_named_queries(WorkGroup="asked")["NamedQueryIds"] == [second]
    sandbox.delete()
    assert athena.list_named_queries()["NamedQueryIds"] == []


def test_a_query_for_no_group_fails(sandbox: Sandbox) -> None:
    with pytest.raises(StackFailedError, match="absent is not found"):
        sandbox.deploy(query("SELECT 1", "absent"))
