"""The files of export jobs."""

from __future__ import annotations

import csv
import json

from ses_constructs.local.ses import export_files

ROWS = [{"Date": "2026-11-01", "Metric": "SEND", "Aggregation": "VOLUME", "Value": 3}]


def test_both_formats_say_the_same() -> None:
    assert json.loads(export_files.written(ROWS, "JSON")) == ROWS
    (read,) = csv.DictReader(export_files.written(ROWS, "CSV").decode().splitlines())
    assert read == {"Date": "2026-11-01", "Metric": "SEND", "Aggregation": "VOLUME", "Value": "3"}
