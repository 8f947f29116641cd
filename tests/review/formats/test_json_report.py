"""A report for programs."""

from __future__ import annotations

import json
from collections.abc import Callable

from ses_constructs.review import Report
from ses_constructs.review.formats.json_report import text

TWO = """
    Mail:
      Type: AWS::SES::ConfigurationSet
      Metadata: {ses_constructs: {accept: [{rule: sending-off, reason: not open yet}]}}
      Properties: {SendingOptions: {SendingEnabled: false}, SuppressionOptions: {SuppressedReasons: []}}
"""


def test_findings_and_what_was_accepted_can_be_read_back(report: Callable[[str], Report]) -> None:
    document = json.loads(text(report(TWO)))
    assert document["counts"] == {"error": 0, "warning": 1, "note": 0}
    [finding] = document["findings"]
    assert finding["rule"] == "suppression-off"
    assert finding["logical_id"] == "Mail"
    assert finding["property_path"] == "Properties.SuppressionOptions.SuppressedReasons"
    assert document["accepted"][0]["reason"] == "not open yet"
