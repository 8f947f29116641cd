"""The words of the Virtual Deliverability Manager."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import botocore.session
import pytest

from ses_constructs.facts import deliverability
from ses_constructs.facts.deliverability import VdmDimension, VdmFormat, VdmMetric

MODEL: Any = botocore.session.get_session().get_service_model("sesv2")


@pytest.mark.parametrize(
    ("words", "shape"), [(VdmMetric, "Metric"), (VdmDimension, "MetricDimensionName"), (VdmFormat, "DataFormat")]
)
def test_the_words_are_those_of_the_api(words: type[StrEnum], shape: str) -> None:
    assert sorted(words) == sorted(MODEL.shape_for(shape).enum)


def test_the_limits_are_those_of_the_api() -> None:
    assert MODEL.shape_for("ExportMetrics").metadata["max"] == deliverability.MOST_METRICS
    assert MODEL.shape_for("ExportDimensions").metadata["max"] == deliverability.MOST_DIMENSIONS
    assert deliverability.EXPORT_SOURCE in MODEL.shape_for("ExportSourceType").enum
