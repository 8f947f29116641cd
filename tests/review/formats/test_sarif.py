"""A report for code hosting."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ses_constructs.review import Report, all_rules, read, review
from ses_constructs.review.formats.sarif import text

TWO = """
    Mail:
      Type: AWS::SES::ConfigurationSet
      Metadata: {ses_constructs: {accept: [{rule: sending-off, reason: not open yet}]}, "aws:cdk:path": App/Mail}
      Properties: {SendingOptions: {SendingEnabled: false}, SuppressionOptions: {SuppressedReasons: []}}
"""


@pytest.fixture
def run(report: Callable[[str], Report]) -> dict[str, Any]:
    log = json.loads(text(report(TWO)))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    run: dict[str, Any] = log["runs"][0]
    return run


def test_the_tool_describes_every_rule_once(run: dict[str, Any]) -> None:
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in all_rules()]
    assert {rule["defaultConfiguration"]["level"] for rule in rules} == {"error", "warning", "note"}
    assert all(rule[key]["text"] for rule in rules for key in ("shortDescription", "fullDescription", "help"))


def test_a_result_points_to_its_rule_and_its_place(run: dict[str, Any]) -> None:
    result = run["results"][0]
    rules = run["tool"]["driver"]["rules"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "suppression-off"
    assert result["level"] == "warning"
    assert result["message"]["text"]
    [place] = result["locations"]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": "mail.yaml"}, "region": {"startLine": 1}}
    name = {"name": "Mail", "kind": "resource", "fullyQualifiedName": "App/Mail"}
    assert place["logicalLocations"] == [name]


def test_what_was_accepted_is_there_as_suppressed(run: dict[str, Any]) -> None:
    suppressed = {result["ruleId"]: result.get("suppressions") for result in run["results"]}
    assert suppressed == {
        "suppression-off": None,
        "sending-off": [{"kind": "inSource", "justification": "not open yet"}],
    }


def test_a_file_with_spaces_becomes_a_uri(tmp_path: Path) -> None:
    file = tmp_path / "my mail #1.yaml"
    file.write_text("Resources: {Set: {Type: AWS::SES::ReceiptRuleSet}}")
    [result] = json.loads(text(review(read(file))))["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == f"{tmp_path.as_uri()}/my%20mail%20%231.yaml"
