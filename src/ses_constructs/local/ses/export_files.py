"""The files of export jobs. Their columns are the emulator's own: the guide does not say those of SES."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import StringIO

from ses_constructs.local.ses import vdm
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.protocols.values import as_utc
from ses_constructs.local.ses.state import PlaceState

KIND = "ExportFile"


def rows(state: PlaceState, source: Document) -> list[Document]:
    """One row for each day and metric."""
    start, end = as_utc(source["StartDate"]), as_utc(source["EndDate"])
    found = []
    for metric in source["Metrics"]:
        counts, sends = (
            vdm.by_day(state, vdm.Question(name, start, end, source["Dimensions"]))
            for name in (metric["Name"], "SEND")
        )
        for day in vdm.days(start, end):
            value = _value(metric, counts.get(day, 0), sends.get(day, 0))
            found.append(_row(day, metric, value))
    return found


def written(found: list[Document], data_format: str) -> bytes:
    """The file as ``CSV`` or ``JSON``."""
    if data_format == "JSON":
        return json.dumps(found).encode()
    text = StringIO()
    writer = csv.DictWriter(text, ["Date", "Metric", "Aggregation", "Value"])
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue().encode()


def _value(metric: Document, count: int, sends: int) -> float:
    if metric.get("Aggregation") == "RATE":
        return count / sends if sends else 0.0
    return count


def _row(day: date, metric: Document, value: float) -> Document:
    return {
        "Date": day.isoformat(),
        "Metric": metric["Name"],
        "Aggregation": metric.get("Aggregation", "VOLUME"),
        "Value": value,
    }
