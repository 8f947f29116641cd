"""Numbers of the Virtual Deliverability Manager."""

from __future__ import annotations

from datetime import UTC, datetime

from ses_constructs.local.ses import vdm
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.protocols.values import as_utc
from ses_constructs.local.ses.state import PlaceState


@operation("sesv2", "BatchGetMetricData")
def batch_get_metric_data(call: Call) -> Document:
    """One value a day for each query."""
    return {"Results": [_result(call.state, query) for query in call.parameters["Queries"]], "Errors": []}


def _result(state: PlaceState, query: Document) -> Document:
    counts = vdm.by_day(
        state,
        vdm.Question(
            query["Metric"],
            as_utc(query["StartDate"]),
            as_utc(query["EndDate"]),
            {name: [value] for name, value in query.get("Dimensions", {}).items()},
        ),
    )
    ordered = sorted(counts)
    return {
        "Id": query["Id"],
        "Timestamps": [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in ordered],
        "Values": [counts[day] for day in ordered],
    }
